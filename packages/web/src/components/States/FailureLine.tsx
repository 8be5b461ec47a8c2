import { IconAlertTriangle } from '@tabler/icons-react'
import { failureText } from '../../api/failure-text.ts'
import css from './FailureLine.module.css'

/** Under a form: why the change was not made. */
export function FailureLine({ error }: { readonly error: unknown }) {
  if (error === null || error === undefined) return null
  const { title, detail, kind } = failureText(error)
  return (
    <p role="alert" className={css.line}>
      <IconAlertTriangle size={16} aria-hidden className={css.icon} />
      <span>
        {kind === 'other' ? '' : `${title}. `}
        {detail}
      </span>
    </p>
  )
}
