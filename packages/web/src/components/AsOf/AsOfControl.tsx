import { Button, Popover, TextInput } from '@mantine/core'
import { IconHistory } from '@tabler/icons-react'
import { type FormEvent, useState } from 'react'
import { usePorts } from '../../api/ports.ts'
import { t } from '../../i18n/text.ts'
import css from './AsOf.module.css'
import { localInput, pastInstant } from './local-input.ts'

interface AsOfControlProps {
  /** RFC 3339; null: now. */
  readonly asOf: string | null
  onChange(asOf: string | null): void
}

/** Asks for the instant that a list shows. */
export function AsOfControl({ asOf, onChange }: AsOfControlProps) {
  const { clock } = usePorts()
  const [isOpen, setOpen] = useState(false)
  const [text, setText] = useState('')
  const instant = pastInstant(text, clock.nowMs())
  const open = (next: boolean): void => {
    if (next) setText(localInput(asOf === null ? clock.nowMs() - 86_400_000 : Date.parse(asOf)))
    setOpen(next)
  }
  const show = (event: FormEvent): void => {
    event.preventDefault()
    if (instant === null) return
    onChange(instant)
    setOpen(false)
  }
  return (
    <Popover
      opened={isOpen}
      onChange={open}
      position="bottom-start"
      shadow="md"
      trapFocus
      returnFocus
      transitionProps={{ duration: 0 }}
      withinPortal={false}
    >
      <Popover.Target>
        <Button
          size="compact-sm"
          variant={asOf === null ? 'default' : 'light'}
          leftSection={<IconHistory size={15} aria-hidden />}
          onClick={() => open(!isOpen)}
        >
          {t('asOf.button')}
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label={t('asOf.title')} className={css.dropdown ?? ''}>
        <form className={css.form} onSubmit={show}>
          <TextInput
            type="datetime-local"
            label={t('asOf.when')}
            max={localInput(clock.nowMs())}
            value={text}
            onChange={event => setText(event.currentTarget.value)}
          />
          <Button type="submit" size="compact-sm" disabled={instant === null}>
            {t('asOf.show')}
          </Button>
        </form>
      </Popover.Dropdown>
    </Popover>
  )
}
