import type { Icon } from '@tabler/icons-react'
import css from './Mark.module.css'

export type Tone = 'good' | 'busy' | 'warning' | 'danger' | 'quiet'

interface MarkProps {
  readonly tone: Tone
  /** Shapes differ between states: colour alone never says anything. */
  readonly icon: Icon
  readonly label: string
  /** `plain` for table cells, `pill` beside a heading. */
  readonly look?: 'plain' | 'pill'
  readonly title?: string | undefined
}

export function Mark({ tone, icon: Shape, label, look = 'plain', title }: MarkProps) {
  return (
    <span className={`${css.mark} ${look === 'pill' ? css.pill : ''}`} data-tone={tone} title={title}>
      <Shape size={15} stroke={2} aria-hidden className={css.icon} />
      <span className={css.label}>{label}</span>
    </span>
  )
}
