import type { ReactNode } from 'react'
import css from './Form.module.css'

interface FormProps {
  readonly children: ReactNode
  onSubmit(): void
}

/** Fields one below the other, sent with Enter or the button among them. */
export const Form = ({ children, onSubmit }: FormProps) => (
  <form
    className={css.form}
    onSubmit={event => {
      event.preventDefault()
      // Not the form behind a dialog, too.
      event.stopPropagation()
      onSubmit()
    }}
  >
    {children}
  </form>
)

/** The same look where there is nothing to send with Enter. */
export const FormBody = ({ children }: Pick<FormProps, 'children'>) => <div className={css.form}>{children}</div>
