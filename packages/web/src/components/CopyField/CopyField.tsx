import { Button, CopyButton } from '@mantine/core'
import { IconCheck, IconCopy } from '@tabler/icons-react'
import { useId } from 'react'
import css from './CopyField.module.css'
import { t } from '../../i18n/text.ts'

interface CopyFieldProps {
  readonly label: string
  readonly value: string
  readonly hint?: string
}

/** Text that is meant to be taken elsewhere whole: a key, a command. */
export function CopyField({ label, value, hint }: CopyFieldProps) {
  const id = useId()
  return (
    <div className={css.field}>
      <div className={css.head}>
        <span id={id} className={css.label}>
          {label}
        </span>
        <CopyButton value={value} timeout={2000}>
          {({ copied, copy }) => (
            <Button
              size="compact-xs"
              variant="default"
              onClick={copy}
              leftSection={copied ? <IconCheck size={14} aria-hidden /> : <IconCopy size={14} aria-hidden />}
              aria-label={t('common.copy', { value: label.toLowerCase() })}
            >
              <span aria-live="polite">{copied ? t('common.copied') : t('common.copy2')}</span>
            </Button>
          )}
        </CopyButton>
      </div>
      <pre className={css.value} tabIndex={0} role="textbox" aria-readonly aria-multiline aria-labelledby={id}>
        {value}
      </pre>
      {hint !== undefined && <p className={css.hint}>{hint}</p>}
    </div>
  )
}
