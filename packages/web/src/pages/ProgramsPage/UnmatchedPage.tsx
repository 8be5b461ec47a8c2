import type { UnmatchedProgram } from '@patchyard/api'
import { Button } from '@mantine/core'
import { IconApps } from '@tabler/icons-react'
import { useMemo, useState } from 'react'
import type { Column } from '../../components/DataTable/column.ts'
import { filterValues, type FilterOf, SearchList } from '../../components/SearchList/SearchList.tsx'
import { NoPermission } from '../../components/States/NoPermission.tsx'
import { Notice } from '../../components/States/Notice.tsx'
import { listShape } from '../../frame/list-shape.ts'
import { PageHeader } from '../../frame/PageHeader/PageHeader.tsx'
import { useCan } from '../../frame/Session/session-context.ts'
import { t } from '../../i18n/text.ts'
import { shownText } from '../../text/shown-text.ts'
import { MapProgram } from './MapProgram.tsx'
import { ProgramTabs } from './ProgramTabs.tsx'
import { reasonTexts, unmatchedColumns } from './unmatched-columns.tsx'

const filters: readonly FilterOf[] = [
  {
    name: 'why',
    label: 'programs.reason',
    choices: [
      { value: 'all', label: 'programs.allReasons' },
      ...Object.entries(reasonTexts).map(([value, label]) => ({ value, label })),
    ],
  },
]
const shape = listShape(unmatchedColumns, { defaultSort: 'name', filters: filterValues(filters) })

/** Names of programs that are no known product. */
export function UnmatchedPage() {
  const can = useCan()
  if (!can('asset.read')) return <NoPermission what={t('programs.forWhom')} />
  return <Open />
}

function Open() {
  const can = useCan()
  const [mapped, setMapped] = useState<UnmatchedProgram | null>(null)
  const mayMap = can('settings.manage') && can('patch.read')
  const columns = useMemo(() => (mayMap ? [...unmatchedColumns, actionsColumn(setMapped)] : unmatchedColumns), [mayMap])
  return (
    <>
      <PageHeader title={t('programs.list')}>
        <p className="quiet">{t('programs.about')}</p>
      </PageHeader>
      <ProgramTabs />
      <SearchList
        route="listUnmatchedPrograms"
        csv={can('export.csv') ? 'exportUnmatchedPrograms' : undefined}
        name="unmatchedPrograms"
        title="programs.unmatched"
        noun="programs.counted"
        search="programs.search"
        columns={columns}
        shape={shape}
        filters={filters}
        keyOf={keyOf}
        nameOf={row => row.name}
        empty={
          <Notice icon={IconApps} title={t('programs.none')}>
            <p>{t('programs.noneMore')}</p>
          </Notice>
        }
      />
      {mapped !== null && <MapProgram program={mapped} onClose={() => setMapped(null)} />}
    </>
  )
}

const keyOf = (row: UnmatchedProgram): string => `${row.name}\n${row.publisher}`

const actionsColumn = (onMap: (row: UnmatchedProgram) => void): Column<UnmatchedProgram> => ({
  key: 'actions',
  header: 'column.actions',
  quietHead: true,
  align: 'end',
  width: 96,
  cell: row => (
    <Button
      size="compact-sm"
      variant="subtle"
      color="gray"
      aria-label={t('programs.mapOf', { name: shownText(row.name, 80) })}
      onClick={() => onMap(row)}
    >
      {t('programs.map')}
    </Button>
  ),
})
