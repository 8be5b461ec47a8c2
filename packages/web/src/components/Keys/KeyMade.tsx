import { Button } from '@mantine/core'
import type { ReactNode } from 'react'
import { Buttons } from '../Form/Buttons.tsx'
import { FormBody } from '../Form/Form.tsx'
import { Dialog } from '../Dialog/Dialog.tsx'
import { t } from '../../i18n/text.ts'

/** A key that was just made, in fields to copy from. Only the button closes it: it is shown this once. */
export function KeyMade(props: { readonly what: string; readonly onClose: () => void; readonly children: ReactNode }) {
  return (
    <Dialog onClose={props.onClose} isFirm title={t('keys.theKeyIsMade')} size="lg">
      <FormBody>
        <p>{t('keys.copyItNowTheIsShown', { what: props.what })}</p>
        {props.children}
        <Buttons>
          <Button onClick={props.onClose}>{t('keys.iHaveIt')}</Button>
        </Buttons>
      </FormBody>
    </Dialog>
  )
}
