import { Button, TextInput } from '@mantine/core'
import { useState } from 'react'
import { Buttons } from '../../components/Form/Buttons.tsx'
import { Form } from '../../components/Form/Form.tsx'
import { useAction } from '../../api/use-api.ts'
import { Dialog } from '../../components/Dialog/Dialog.tsx'
import { FailureLine } from '../../components/States/FailureLine.tsx'
import { t } from '../../i18n/text.ts'
import { AccessFields } from './AccessFields.tsx'
import { accessOfNew, accessRequest, isWhole } from './access-form.ts'
import { LinkMade } from './LinkMade.tsx'

/** Invites somebody: the answer is a link that they set their password with. */
export function InvitePerson({ onClose }: { readonly onClose: () => void }) {
  const [who, setWho] = useState({ name: '', email: '' })
  const [access, setAccess] = useState(accessOfNew)
  const invite = useAction('invitePerson', ['listPeople', 'listRoles'])
  if (invite.data !== undefined) return <LinkMade made={invite.data} onClose={onClose} />
  const submit = (): void => {
    invite.mutate({ body: { name: who.name.trim(), email: who.email.trim(), ...accessRequest(access) } })
  }
  return (
    <Dialog title={t('people.inviteTitle')} size="lg" onClose={onClose}>
      <Form onSubmit={submit}>
        <TextInput
          label={t('people.name')}
          required
          withAsterisk={false}
          maxLength={120}
          value={who.name}
          onChange={event => setWho({ ...who, name: event.currentTarget.value })}
          data-autofocus
        />
        <TextInput
          type="email"
          label={t('people.email')}
          required
          withAsterisk={false}
          maxLength={254}
          value={who.email}
          onChange={event => setWho({ ...who, email: event.currentTarget.value })}
        />
        <AccessFields form={access} onChange={setAccess} />
        <FailureLine error={invite.error} />
        <Buttons onBack={onClose}>
          <Button
            type="submit"
            loading={invite.isPending}
            disabled={who.name.trim() === '' || who.email.trim() === '' || !isWhole(access)}
          >
            {t('people.inviteDo')}
          </Button>
        </Buttons>
      </Form>
    </Dialog>
  )
}
