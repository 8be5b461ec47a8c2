import { Button, Checkbox, Popover } from '@mantine/core'
import { IconColumns3 } from '@tabler/icons-react'
import { t } from '../../i18n/text.ts'
import css from './ColumnChooser.module.css'
import type { Column } from './column.ts'
import type { ChosenColumns } from './use-chosen-columns.ts'

interface ColumnChooserProps<Row> {
  readonly columns: readonly Column<Row>[]
  readonly chosen: ChosenColumns
}

export function ColumnChooser<Row>({ columns, chosen }: ColumnChooserProps<Row>) {
  return (
    <Popover
      position="bottom-end"
      shadow="md"
      trapFocus
      returnFocus
      transitionProps={{ duration: 0 }}
      withinPortal={false}
    >
      <Popover.Target>
        <Button size="compact-sm" variant="subtle" color="gray" leftSection={<IconColumns3 size={15} aria-hidden />}>
          {t('columns.button')}
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label={t('columns.title')} className={css.dropdown ?? ''}>
        <div className={css.list}>
          {columns
            .filter((column, n) => n > 0 && column.quietHead !== true)
            .map(column => (
              <Checkbox
                key={column.key}
                label={t(column.header)}
                checked={chosen.shown.includes(column.key)}
                onChange={() => chosen.toggle(column.key)}
              />
            ))}
        </div>
        <Button size="compact-sm" variant="subtle" disabled={!chosen.isOwn} onClick={chosen.reset}>
          {t('columns.reset')}
        </Button>
      </Popover.Dropdown>
    </Popover>
  )
}
