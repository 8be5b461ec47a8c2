import { IconAlertTriangle, IconInfoCircle } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import css from './FeedNote.module.css'

interface FeedNoteProps {
  readonly tone: 'danger' | 'warning' | 'quiet'
  readonly title?: string
  readonly children: ReactNode
}

/** Above what is shown: why it is not as it should be, and what to do. */
export function FeedNote({ tone, title, children }: FeedNoteProps) {
  const Shape = tone === 'quiet' ? IconInfoCircle : IconAlertTriangle
  return (
    <div className={css.note} data-tone={tone}>
      <Shape size={16} aria-hidden className={css.icon} />
      <div className={css.text}>
        {title !== undefined && <p className={css.title}>{title}</p>}
        {children}
      </div>
    </div>
  )
}
