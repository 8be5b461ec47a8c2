import { Modal } from '@mantine/core'
import { type ReactNode, type RefObject, useEffect, useState } from 'react'
import css from './Dialog.module.css'

interface DialogProps {
  readonly title: string
  readonly size?: 'sm' | 'md' | 'lg' | 'list'
  /** Where the focus goes afterwards; otherwise to what had it before. */
  readonly returnTo?: RefObject<HTMLElement | null> | undefined
  /** Only its buttons close it: what it shows is lost afterwards. */
  readonly isFirm?: boolean
  /** Above other dialogs. */
  readonly isOnTop?: boolean
  readonly children: ReactNode
  onClose(): void
}

/** A question or form in front of the page. It is there as long as it is rendered. */
export function Dialog({
  title,
  size = 'md',
  returnTo,
  isFirm = false,
  isOnTop = false,
  children,
  onClose,
}: DialogProps) {
  const [before] = useState(() => document.activeElement)
  useEffect(
    () => () => {
      const back = returnTo?.current ?? before
      if (back instanceof HTMLElement) back.focus({ preventScroll: true })
    },
    [before, returnTo],
  )
  const isList = size === 'list'
  return (
    <Modal
      opened
      onClose={onClose}
      title={title}
      size={isList ? 'min(960px, 96vw)' : size}
      closeOnClickOutside={!isFirm}
      closeOnEscape={!isFirm}
      withCloseButton={!isFirm}
      returnFocus={false}
      zIndex={isOnTop ? 400 : 200}
      classNames={{
        title: css.title ?? '',
        content: css.content ?? '',
        body: (isList ? css.listBody : css.body) ?? '',
      }}
    >
      {children}
    </Modal>
  )
}
