import { Button } from '@mantine/core'
import type { ReactNode, RefObject } from 'react'
import { FailureLine } from '../States/FailureLine.tsx'
import css from './ConfirmDialog.module.css'
import { Dialog } from './Dialog.tsx'
import { t } from '../../i18n/text.ts'

interface ConfirmDialogProps {
  readonly title: string
  /** Names what the change touches, in numbers where there are any. */
  readonly children: ReactNode
  /** A verb, not "OK". */
  readonly confirm: string
  readonly danger?: boolean
  readonly busy?: boolean
  readonly error?: unknown
  readonly disabled?: boolean
  readonly returnTo?: RefObject<HTMLElement | null> | undefined
  onConfirm(): void
  onClose(): void
}

/** Asks before something that cannot be taken back or that touches machines. Esc and "Go back" change nothing. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  const { title, children, confirm, danger = false, busy = false, error, disabled = false, returnTo } = props
  return (
    <Dialog title={title} onClose={props.onClose} returnTo={returnTo}>
      <div className={css.body}>
        {children}
        <FailureLine error={error} />
        <div className={css.buttons}>
          <Button variant="default" onClick={props.onClose} data-autofocus>
            {t('common.goBack')}
          </Button>
          <Button color={danger ? 'red' : 'petrol'} loading={busy} disabled={disabled} onClick={props.onConfirm}>
            {confirm}
          </Button>
        </div>
      </div>
    </Dialog>
  )
}
