import type { Icon } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import css from './Notice.module.css'

interface NoticeProps {
  readonly icon: Icon
  readonly title: string
  readonly children?: ReactNode
  readonly action?: ReactNode
  /** `alert` is read out at once; the others when the person comes to them. */
  readonly role?: 'alert' | 'status'
}

/** What stands where content would be: nothing there, nothing allowed, nothing reached. */
export function Notice({ icon: Shape, title, children, action, role }: NoticeProps) {
  return (
    <div className={css.notice} role={role}>
      <Shape size={28} stroke={1.5} aria-hidden className={css.icon} />
      <p className={css.title}>{title}</p>
      {children !== undefined && <div className={css.text}>{children}</div>}
      {action !== undefined && <div className={css.action}>{action}</div>}
    </div>
  )
}
