import { Button, Modal } from '@mantine/core'
import type { ReactNode } from 'react'
import { FailureLine } from '../States/FailureLine.tsx'
import css from './ConfirmDialog.module.css'

interface ConfirmDialogProps {
  readonly opened: boolean
  readonly title: string
  /** Names what the change touches, in numbers where there are any. */
  readonly children: ReactNode
  /** A verb, not "OK". */
  readonly confirm: string
  readonly danger?: boolean
  readonly busy?: boolean
  readonly error?: unknown
  readonly disabled?: boolean
  onConfirm(): void
  onClose(): void
}

/** Asks before something that cannot be taken back or that touches machines. Esc and "Go back" change nothing. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  const { opened, title, children, confirm, danger = false, busy = false, error, disabled = false } = props
  return (
    <Modal opened={opened} onClose={props.onClose} title={title} size="md">
      <div className={css.body}>
        {children}
        <FailureLine error={error} />
        <div className={css.buttons}>
          <Button variant="default" onClick={props.onClose} data-autofocus>
            Go back
          </Button>
          <Button color={danger ? 'red' : 'petrol'} loading={busy} disabled={disabled} onClick={props.onConfirm}>
            {confirm}
          </Button>
        </div>
      </div>
    </Modal>
  )
}
