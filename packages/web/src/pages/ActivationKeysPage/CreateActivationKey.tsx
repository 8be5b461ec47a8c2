import { Switch, Textarea, TextInput } from '@mantine/core'
import { useState } from 'react'
import { usePorts } from '../../api/ports.ts'
import { useAction } from '../../api/use-api.ts'
import { CopyField } from '../../components/CopyField/CopyField.tsx'
import { ExpirySelect } from '../../components/Keys/ExpirySelect.tsx'
import { KeyMade } from '../../components/Keys/KeyMade.tsx'
import { NewKeyDialog } from '../../components/Keys/NewKeyDialog.tsx'
import { type ActivationKeyForm, activationKeyRequest, emptyForm } from './activation-key-form.ts'

/** Makes a key; its text is shown once, with the command that uses it. */
export function CreateActivationKey({ onClose }: { readonly onClose: () => void }) {
  const { clock } = usePorts()
  const [form, setForm] = useState(emptyForm)
  const create = useAction('createActivationKey', ['listActivationKeys'])
  const change = (part: Partial<ActivationKeyForm>): void => setForm({ ...form, ...part })
  const submit = (): void => create.mutate({ body: activationKeyRequest(form, clock.nowMs()) })
  if (create.data !== undefined)
    return (
      <KeyMade what="key" onClose={onClose}>
        <CopyField label="Install command" value={create.data.install} hint="Run it as root on each Linux machine." />
        <CopyField label="Activation key" value={create.data.text} hint="For your own way of installing the agent." />
      </KeyMade>
    )
  return (
    <NewKeyDialog
      heading="New activation key"
      title={form.title}
      titleHint="Where the machines belong, for example."
      onTitle={title => change({ title })}
      create={create}
      onSubmit={submit}
      onClose={onClose}
    >
      <Switch
        label="Accept new agents at once"
        description={
          form.autoAccept ? 'Machines are scanned right away.' : 'Machines wait as Pending until a person accepts them.'
        }
        checked={form.autoAccept}
        onChange={event => change({ autoAccept: event.currentTarget.checked })}
      />
      <ExpirySelect value={form.ends} onChange={ends => change({ ends })} />
      <TextInput
        label="Most machines"
        description="Empty: any number."
        inputMode="numeric"
        pattern="[1-9][0-9]{0,5}|1000000"
        title="A whole number from 1 to 1,000,000"
        value={form.maxUses}
        onChange={event => change({ maxUses: event.currentTarget.value })}
      />
      <Textarea
        label="Only from these networks"
        description="In CIDR notation, such as 10.0.0.0/8; empty: from anywhere."
        autosize
        minRows={1}
        value={form.networks}
        onChange={event => change({ networks: event.currentTarget.value })}
      />
    </NewKeyDialog>
  )
}
