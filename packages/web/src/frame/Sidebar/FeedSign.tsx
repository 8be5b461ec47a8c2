import { VisuallyHidden } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import { useFeedsInTrouble } from '../../components/Feeds/use-all-feeds.ts'
import { t } from '../../i18n/text.ts'
import css from './FeedSign.module.css'

/** How many feeds failed or are held: what hangs on them grows old. */
export function FeedSign() {
  const count = useFeedsInTrouble()
  if (count === 0) return null
  const words = t('nav.feedsInTrouble', { count })
  return (
    <span className={css.sign} title={words}>
      <IconAlertTriangle size={14} aria-hidden />
      <span aria-hidden>{count}</span>
      <VisuallyHidden>{words}</VisuallyHidden>
    </span>
  )
}
