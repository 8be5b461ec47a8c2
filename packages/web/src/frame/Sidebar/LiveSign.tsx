import { IconBolt, IconPlugConnected, IconRefresh } from '@tabler/icons-react'
import type { LiveStatus } from '../../api/live-updates.ts'
import { useLiveStatus } from '../Shell/live-context.ts'
import css from './LiveSign.module.css'

const signs = {
  live: [IconBolt, 'Live', 'Changes appear by themselves, at once.'],
  polling: [IconRefresh, 'Every 5 seconds', 'The live connection is away; the page asks every few seconds instead.'],
  connecting: [IconPlugConnected, 'Connecting', 'The live connection is being opened.'],
} as const satisfies { [S in LiveStatus]: unknown }

export function LiveSign() {
  const status = useLiveStatus()
  const [Shape, label, title] = signs[status]
  return (
    <p className={css.sign} data-status={status} role="status" title={title}>
      <Shape size={14} aria-hidden />
      {label}
    </p>
  )
}
