import { agoText, localText, utcText } from '../../text/instant-text.ts'
import { useNow } from './use-now.ts'
import css from './Time.module.css'

interface TimeProps {
  /** RFC 3339 as the server sends it, or null when it has not happened. */
  readonly at: string | null
  readonly never?: string
  /** `instant`: 2026-11-21 15:00 CET, `exact`: with seconds, `ago`: 3 min ago. UTC comes up under the pointer. */
  readonly as?: 'instant' | 'exact' | 'ago'
}

export function Time({ at, never = '–', as = 'instant' }: TimeProps) {
  const now = useNow()
  if (at === null) return <span className={css.never}>{never}</span>
  const ms = Date.parse(at)
  const [local, ago, utc] = [localText(ms, { seconds: as === 'exact' }), agoText(ms, now), utcText(ms)]
  return (
    <time className={css.time} dateTime={at} title={as === 'ago' ? `${local}\n${utc}` : `${utc}\n${ago}`}>
      {as === 'ago' ? ago : local}
    </time>
  )
}
