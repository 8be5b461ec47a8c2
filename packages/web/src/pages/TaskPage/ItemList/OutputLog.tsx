import { CopyButton, Button } from '@mantine/core'
import { IconCheck, IconCopy } from '@tabler/icons-react'
import { useMemo } from 'react'
import { shownOutput, shownText } from '../../../text/shown-text.ts'
import css from './OutputLog.module.css'
import { t } from '../../../i18n/text.ts'

interface OutputLogProps {
  readonly output: string
  readonly name: string
  /** Whose output it is; that of the package manager by default. */
  readonly of?: string
}

/** What the package manager or an action printed, as text and nothing else. */
export function OutputLog({ output, name, of = t('taskPage.outputOfThePackageManager') }: OutputLogProps) {
  const shown = useMemo(() => shownOutput(output), [output])
  return (
    <div className={css.log}>
      <div className={css.head}>
        <span>{of}</span>
        <CopyButton value={shown} timeout={2000}>
          {({ copied, copy }) => (
            <Button
              size="compact-xs"
              variant="default"
              onClick={copy}
              leftSection={copied ? <IconCheck size={13} aria-hidden /> : <IconCopy size={13} aria-hidden />}
            >
              {copied ? t('taskPage.copied') : t('taskPage.copy')}
            </Button>
          )}
        </CopyButton>
      </div>
      <pre
        className={css.text}
        tabIndex={0}
        role="region"
        aria-label={t('taskPage.outputFor', { name: shownText(name, 80) })}
      >
        <bdi>{shown}</bdi>
      </pre>
    </div>
  )
}
