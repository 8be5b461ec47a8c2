import { Button } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import { ConfirmDialog } from './ConfirmDialog.tsx'

interface AskButtonProps {
  readonly label: string
  /** Names what is meant where several such buttons stand below each other. */
  readonly labelOf?: string
  readonly look?: 'default' | 'small' | 'inRow'
  readonly icon?: ReactNode
  readonly title: string
  /** A verb, not "OK". */
  readonly confirm: string
  readonly action: { readonly isPending: boolean; readonly error: unknown }
  /** What the change touches. */
  readonly children: ReactNode
  /** Does it; `close` belongs to its success. */
  run(close: () => void): void
}

const looks = {
  default: { variant: 'default' },
  small: { variant: 'default', size: 'compact-sm' },
  inRow: { variant: 'subtle', size: 'compact-sm', color: 'gray' },
} as const

/** A button for what cannot be taken back: it asks first. */
export function AskButton(props: AskButtonProps) {
  const { label, labelOf, look = 'default', icon, title, confirm, action, run, children } = props
  const [isAsking, setAsking] = useState(false)
  const close = (): void => setAsking(false)
  return (
    <>
      <Button {...looks[look]} aria-label={labelOf} leftSection={icon} onClick={() => setAsking(true)}>
        {label}
      </Button>
      {isAsking && (
        <ConfirmDialog
          title={title}
          confirm={confirm}
          danger
          busy={action.isPending}
          error={action.error}
          onClose={close}
          onConfirm={() => run(close)}
        >
          {children}
        </ConfirmDialog>
      )}
    </>
  )
}
