import { Button } from '@mantine/core'
import { IconHistory } from '@tabler/icons-react'
import { t } from '../../i18n/text.ts'
import { localText, utcText } from '../../text/instant-text.ts'
import css from './AsOf.module.css'

interface AsOfBannerProps {
  readonly asOf: string
  onNow(): void
}

/** Nobody takes the past for the present: which instant the list shows, and what of it is of today. */
export function AsOfBanner({ asOf, onNow }: AsOfBannerProps) {
  const ms = Date.parse(asOf)
  return (
    <div className={css.banner} role="status">
      <IconHistory size={18} aria-hidden className={css.icon} />
      <p className={css.text}>
        <strong>{t('asOf.banner', { local: localText(ms), utc: utcText(ms) })}</strong> {t('asOf.more')}
      </p>
      <Button size="compact-sm" variant="default" onClick={onNow}>
        {t('asOf.now')}
      </Button>
    </div>
  )
}
