import { IconAlertTriangle } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import css from './Fields.module.css'

/** What may be meant so, and mostly is not. */
export const Warning = ({ children }: { readonly children: ReactNode }) => (
  <p className={css.warning} role="status">
    <IconAlertTriangle size={16} aria-hidden />
    <span>{children}</span>
  </p>
)
