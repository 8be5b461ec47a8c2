import { IconBolt, IconPlugConnected, IconRefresh } from '@tabler/icons-react'
import type { LiveStatus } from '../../api/live-updates.ts'
import { useLiveStatus } from '../Shell/live-context.ts'
import css from './LiveSign.module.css'
import { t } from '../../i18n/text.ts'

const signs = {
  live: [IconBolt, 'live.on', 'live.onMore'],
  polling: [IconRefresh, 'live.polling', 'live.pollingMore'],
  connecting: [IconPlugConnected, 'live.connecting', 'live.connectingMore'],
} as const satisfies { [S in LiveStatus]: unknown }

export function LiveSign() {
  const status = useLiveStatus()
  const [Shape, label, title] = signs[status]
  return (
    <p className={css.sign} data-status={status} role="status" title={t(title)}>
      <Shape size={14} aria-hidden />
      {t(label)}
    </p>
  )
}
