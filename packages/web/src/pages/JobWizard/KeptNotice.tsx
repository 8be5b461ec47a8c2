import { Button } from '@mantine/core'
import { t } from '../../i18n/text.ts'
import { shownText } from '../../text/shown-text.ts'
import css from './KeptNotice.module.css'

interface KeptNoticeProps {
  readonly name: string
  onGoOn(): void
  onDiscard(): void
}

/** Something was begun in this tab and neither saved nor thrown away. */
export const KeptNotice = ({ name, onGoOn, onDiscard }: KeptNoticeProps) => (
  <div className={css.notice} role="status">
    <p>{name.trim() === '' ? t('wizard.keptNameless') : t('wizard.kept', { name: shownText(name, 80) })}</p>
    <span className={css.buttons}>
      <Button size="compact-sm" onClick={onGoOn}>
        {t('wizard.goOnWithIt')}
      </Button>
      <Button size="compact-sm" variant="default" onClick={onDiscard}>
        {t('wizard.discardIt')}
      </Button>
    </span>
  </div>
)
