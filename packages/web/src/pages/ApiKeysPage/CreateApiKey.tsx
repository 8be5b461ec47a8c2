import { Button, NativeSelect, TextInput } from '@mantine/core'
import { type Role, roleLabels } from '@patchyard/domain'
import { type FormEvent, useState } from 'react'
import { usePorts } from '../../api/ports.ts'
import { useAction } from '../../api/use-api.ts'
import { CopyField } from '../../components/CopyField/CopyField.tsx'
import { expiryInstant } from '../../components/Keys/expiry.ts'
import { ExpirySelect } from '../../components/Keys/ExpirySelect.tsx'
import { Dialog } from '../../components/Dialog/Dialog.tsx'
import css from '../../components/Keys/key-dialog.module.css'
import { FailureLine } from '../../components/States/FailureLine.tsx'
import { useMe } from '../../frame/Session/session-context.ts'
import { rolesToGive } from './roles-to-give.ts'

/** Makes a key; its secret is shown once. */
export function CreateApiKey({ onClose }: { readonly onClose: () => void }) {
  const { clock } = usePorts()
  const me = useMe()
  const [title, setTitle] = useState('')
  const [role, setRole] = useState<Role>(me.role)
  const [ends, setEnds] = useState('90')
  const create = useAction('createApiKey', ['listApiKeys'])
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    const expiresAt = expiryInstant(ends, clock.nowMs())
    create.mutate({ body: { title: title.trim(), role, ...(expiresAt === undefined ? {} : { expiresAt }) } })
  }
  if (create.data !== undefined)
    return (
      <Dialog onClose={onClose} isFirm title="The key is made" size="lg">
        <div className={css.form}>
          <p className={css.text}>Copy it now: the secret is shown this once and not kept on the server.</p>
          <CopyField label="API key" value={create.data.secret} hint="Programs send it as Authorization: Bearer …" />
          <div className={css.buttons}>
            <Button onClick={onClose}>I have it</Button>
          </div>
        </div>
      </Dialog>
    )
  return (
    <Dialog onClose={onClose} title="New API key">
      <form className={css.form} onSubmit={submit}>
        <TextInput
          label="Title"
          description="What uses the key."
          required
          withAsterisk={false}
          maxLength={120}
          value={title}
          onChange={event => setTitle(event.currentTarget.value)}
          data-autofocus
        />
        <NativeSelect
          label="Role"
          description="Never stronger than your own."
          value={role}
          data={rolesToGive(me.role).map(one => ({ value: one, label: roleLabels[one] }))}
          onChange={event => setRole(event.currentTarget.value as Role)}
        />
        <ExpirySelect value={ends} onChange={setEnds} />
        <FailureLine error={create.error} />
        <div className={css.buttons}>
          <Button variant="default" onClick={onClose}>
            Go back
          </Button>
          <Button type="submit" loading={create.isPending} disabled={title.trim() === ''}>
            Create
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
