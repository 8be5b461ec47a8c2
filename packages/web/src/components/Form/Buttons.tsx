import { Button } from '@mantine/core'
import type { ReactNode } from 'react'
import { t } from '../../i18n/text.ts'
import css from './Form.module.css'

interface ButtonsProps {
  /** "Go back" stands before the others. */
  readonly onBack?: (() => void) | undefined
  readonly children?: ReactNode
}

/** What ends a form or dialog, at its lower right. */
export const Buttons = ({ onBack, children }: ButtonsProps) => (
  <div className={css.buttons}>
    {onBack !== undefined && (
      <Button variant="default" onClick={onBack}>
        {t('common.goBack')}
      </Button>
    )}
    {children}
  </div>
)
