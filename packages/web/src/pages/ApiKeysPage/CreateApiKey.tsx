import { NativeSelect } from '@mantine/core'
import { type Role, roleLabels } from '@patchyard/domain'
import { useState } from 'react'
import { usePorts } from '../../api/ports.ts'
import { useAction } from '../../api/use-api.ts'
import { CopyField } from '../../components/CopyField/CopyField.tsx'
import { expiryInstant } from '../../components/Keys/expiry.ts'
import { ExpirySelect } from '../../components/Keys/ExpirySelect.tsx'
import { KeyMade } from '../../components/Keys/KeyMade.tsx'
import { NewKeyDialog } from '../../components/Keys/NewKeyDialog.tsx'
import { useMe } from '../../frame/Session/session-context.ts'
import { rolesToGive } from './roles-to-give.ts'
import { t } from '../../i18n/text.ts'

/** Makes a key; its secret is shown once. */
export function CreateApiKey({ onClose }: { readonly onClose: () => void }) {
  const { clock } = usePorts()
  const me = useMe()
  const [title, setTitle] = useState('')
  const [role, setRole] = useState<Role>(me.roles[0] ?? 'patchReader')
  const [ends, setEnds] = useState('90')
  const create = useAction('createApiKey', ['listApiKeys'])
  const submit = (): void => {
    const expiresAt = expiryInstant(ends, clock.nowMs())
    create.mutate({ body: { title: title.trim(), role, ...(expiresAt === undefined ? {} : { expiresAt }) } })
  }
  if (create.data !== undefined)
    return (
      <KeyMade what="secret" onClose={onClose}>
        <CopyField
          label={t('keys.apiKey')}
          value={create.data.secret}
          hint={t('keys.programsSendItAsAuthorizationBearer')}
        />
      </KeyMade>
    )
  return (
    <NewKeyDialog
      heading="New API key"
      title={title}
      titleHint="What uses the key."
      onTitle={setTitle}
      create={create}
      onSubmit={submit}
      onClose={onClose}
    >
      <NativeSelect
        label={t('keys.role')}
        description={t('keys.neverStrongerThanYourOwn')}
        value={role}
        data={rolesToGive(me.roles).map(one => ({ value: one, label: roleLabels[one] }))}
        onChange={event => setRole(event.currentTarget.value as Role)}
      />
      <ExpirySelect value={ends} onChange={setEnds} />
    </NewKeyDialog>
  )
}
