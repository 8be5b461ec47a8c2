import { NativeSelect } from '@mantine/core'
import type { Permission } from '@patchyard/domain'
import { useState } from 'react'
import { usePorts } from '../../api/ports.ts'
import { useAction } from '../../api/use-api.ts'
import { CopyField } from '../../components/CopyField/CopyField.tsx'
import { expiryInstant } from '../../components/Keys/expiry.ts'
import { ExpirySelect } from '../../components/Keys/ExpirySelect.tsx'
import { roleOf, strengthChoices } from '../../components/Keys/key-strength.ts'
import { KeyMade } from '../../components/Keys/KeyMade.tsx'
import { NewKeyDialog } from '../../components/Keys/NewKeyDialog.tsx'
import { useMe } from '../../frame/Session/session-context.ts'
import { PermissionChoice } from './PermissionChoice.tsx'
import { t } from '../../i18n/text.ts'

/** Makes a key; its secret is shown once. */
export function CreateApiKey({ onClose }: { readonly onClose: () => void }) {
  const { clock } = usePorts()
  const me = useMe()
  const [title, setTitle] = useState('')
  const [strength, setStrength] = useState('own')
  const [chosen, setChosen] = useState<ReadonlySet<Permission>>(new Set())
  const [ends, setEnds] = useState('90')
  const create = useAction('createApiKey', ['listApiKeys'])
  const submit = (): void => {
    const [role, expiresAt] = [roleOf(strength), expiryInstant(ends, clock.nowMs())]
    const body = {
      title: title.trim(),
      ...(role === undefined ? {} : { role }),
      ...(strength === 'chosen' ? { permissions: [...chosen] } : {}),
      ...(expiresAt === undefined ? {} : { expiresAt }),
    }
    create.mutate({ body })
  }
  if (create.data !== undefined)
    return (
      <KeyMade what={t('keys.secret')} onClose={onClose}>
        <CopyField
          label={t('keys.apiKey')}
          value={create.data.secret}
          hint={t('keys.programsSendItAsAuthorizationBearer')}
        />
      </KeyMade>
    )
  return (
    <NewKeyDialog
      heading={t('keys.newApiKey')}
      title={title}
      titleHint={t('keys.whatUsesTheKey')}
      onTitle={setTitle}
      create={create}
      onSubmit={submit}
      isReady={strength !== 'chosen' || chosen.size > 0}
      onClose={onClose}
    >
      <NativeSelect
        label={t('keys.may')}
        description={t('keys.neverStrongerThanYourOwn')}
        value={strength}
        data={[...strengthChoices(me.roles), { value: 'chosen', label: t('keys.onlyTheseChosen') }]}
        onChange={event => setStrength(event.currentTarget.value)}
      />
      {strength === 'chosen' && <PermissionChoice own={me.permissions} chosen={chosen} onChange={setChosen} />}
      <ExpirySelect value={ends} onChange={setEnds} />
    </NewKeyDialog>
  )
}
