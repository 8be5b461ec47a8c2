import { Button, CopyButton } from '@mantine/core'
import { IconCheck, IconCopy, IconDownload } from '@tabler/icons-react'
import { Buttons } from '../Form/Buttons.tsx'
import { FormBody } from '../Form/Form.tsx'
import css from './SecondFactors.module.css'
import { t } from '../../i18n/text.ts'

interface RecoveryCodeListProps {
  readonly codes: readonly string[]
  onDone(): void
}

/** Recovery codes, shown this once: to copy, to download, to print. */
export function RecoveryCodeList({ codes, onDone }: RecoveryCodeListProps) {
  const text = `${codes.join('\n')}\n`
  return (
    <FormBody>
      <p className={css.text}>{t('factors.keepTheseCodes')}</p>
      <ul className={css.codes} aria-label={t('factors.recoveryCodes')}>
        {codes.map(code => (
          <li key={code}>{code}</li>
        ))}
      </ul>
      <Buttons>
        <CopyButton value={text} timeout={2000}>
          {({ copied, copy }) => (
            <Button
              variant="default"
              onClick={copy}
              leftSection={copied ? <IconCheck size={15} aria-hidden /> : <IconCopy size={15} aria-hidden />}
            >
              <span aria-live="polite">{copied ? t('common.copied') : t('common.copy2')}</span>
            </Button>
          )}
        </CopyButton>
        <Button
          variant="default"
          component="a"
          href={`data:text/plain;charset=utf-8,${encodeURIComponent(text)}`}
          download="patchyard-recovery-codes.txt"
          leftSection={<IconDownload size={15} aria-hidden />}
        >
          {t('factors.download')}
        </Button>
        <Button onClick={onDone} data-autofocus>
          {t('factors.iHaveThem')}
        </Button>
      </Buttons>
    </FormBody>
  )
}
