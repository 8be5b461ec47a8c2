import { Button, Switch, Textarea, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { usePorts } from '../../api/ports.ts'
import { useAction } from '../../api/use-api.ts'
import { CopyField } from '../../components/CopyField/CopyField.tsx'
import { ExpirySelect } from '../../components/Keys/ExpirySelect.tsx'
import { FailureLine } from '../../components/States/FailureLine.tsx'
import { Dialog } from '../../components/Dialog/Dialog.tsx'
import css from '../../components/Keys/key-dialog.module.css'
import { type ActivationKeyForm, activationKeyRequest, emptyForm } from './activation-key-form.ts'

/** Makes a key; its text is shown once, with the command that uses it. */
export function CreateActivationKey({ onClose }: { readonly onClose: () => void }) {
  const { clock } = usePorts()
  const [form, setForm] = useState(emptyForm)
  const create = useAction('createActivationKey', ['listActivationKeys'])
  const change = (part: Partial<ActivationKeyForm>): void => setForm({ ...form, ...part })
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    create.mutate({ body: activationKeyRequest(form, clock.nowMs()) })
  }
  if (create.data !== undefined)
    return (
      // Only the button closes it: the key is shown this once.
      <Dialog onClose={onClose} isFirm title="The key is made" size="lg">
        <div className={css.form}>
          <p className={css.text}>Copy it now: the key is shown this once and not kept on the server.</p>
          <CopyField label="Install command" value={create.data.install} hint="Run it as root on each Linux machine." />
          <CopyField label="Activation key" value={create.data.text} hint="For your own way of installing the agent." />
          <div className={css.buttons}>
            <Button onClick={onClose}>I have it</Button>
          </div>
        </div>
      </Dialog>
    )
  return (
    <Dialog onClose={onClose} title="New activation key">
      <form className={css.form} onSubmit={submit}>
        <TextInput
          label="Title"
          description="Where the machines belong, for example."
          required
          withAsterisk={false}
          maxLength={120}
          value={form.title}
          onChange={event => change({ title: event.currentTarget.value })}
          data-autofocus
        />
        <Switch
          label="Accept new agents at once"
          description={
            form.autoAccept
              ? 'Machines are scanned right away.'
              : 'Machines wait as Pending until a person accepts them.'
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
        <FailureLine error={create.error} />
        <div className={css.buttons}>
          <Button variant="default" onClick={onClose}>
            Go back
          </Button>
          <Button type="submit" loading={create.isPending} disabled={form.title.trim() === ''}>
            Create
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
