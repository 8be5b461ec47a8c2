import { Button } from '@mantine/core'
import type { ReactNode } from 'react'
import { Dialog } from '../Dialog/Dialog.tsx'
import css from './key-dialog.module.css'
import { t } from '../../i18n/text.ts'

/** A key that was just made, in fields to copy from. Only the button closes it: it is shown this once. */
export function KeyMade(props: { readonly what: string; readonly onClose: () => void; readonly children: ReactNode }) {
  return (
    <Dialog onClose={props.onClose} isFirm title={t('keys.theKeyIsMade')} size="lg">
      <div className={css.form}>
        <p className={css.text}>{t('keys.copyItNowTheIsShown', { what: props.what })}</p>
        {props.children}
        <div className={css.buttons}>
          <Button onClick={props.onClose}>{t('keys.iHaveIt')}</Button>
        </div>
      </div>
    </Dialog>
  )
}
