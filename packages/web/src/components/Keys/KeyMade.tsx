import { Button } from '@mantine/core'
import type { ReactNode } from 'react'
import { Dialog } from '../Dialog/Dialog.tsx'
import css from './key-dialog.module.css'

/** A key that was just made, in fields to copy from. Only the button closes it: it is shown this once. */
export function KeyMade(props: { readonly what: string; readonly onClose: () => void; readonly children: ReactNode }) {
  return (
    <Dialog onClose={props.onClose} isFirm title="The key is made" size="lg">
      <div className={css.form}>
        <p className={css.text}>Copy it now: the {props.what} is shown this once and not kept on the server.</p>
        {props.children}
        <div className={css.buttons}>
          <Button onClick={props.onClose}>I have it</Button>
        </div>
      </div>
    </Dialog>
  )
}
