import type { PersonLink } from '@patchyard/api'
import { Button } from '@mantine/core'
import { Buttons } from '../../components/Form/Buttons.tsx'
import { FormBody } from '../../components/Form/Form.tsx'
import { CopyField } from '../../components/CopyField/CopyField.tsx'
import { Dialog } from '../../components/Dialog/Dialog.tsx'
import { localText } from '../../text/instant-text.ts'
import { t } from '../../i18n/text.ts'

/** A link that was just made. Only the button closes it: it is shown this once. */
export function LinkMade({ made, onClose }: { readonly made: PersonLink; readonly onClose: () => void }) {
  return (
    <Dialog title={t('people.linkMade')} size="lg" isFirm onClose={onClose}>
      <FormBody>
        <p>{t('people.linkText', { email: made.person.email, at: localText(Date.parse(made.linkEndsAt)) })}</p>
        <CopyField label={t('people.link')} value={made.link} />
        <Buttons>
          <Button onClick={onClose}>{t('keys.iHaveIt')}</Button>
        </Buttons>
      </FormBody>
    </Dialog>
  )
}
