import { Switch, Textarea, TextInput } from '@mantine/core'
import { useState } from 'react'
import { Link } from 'react-router'
import { usePorts } from '../../api/ports.ts'
import { useAction } from '../../api/use-api.ts'
import { CopyField } from '../../components/CopyField/CopyField.tsx'
import { ExpirySelect } from '../../components/Keys/ExpirySelect.tsx'
import { KeyMade } from '../../components/Keys/KeyMade.tsx'
import { NewKeyDialog } from '../../components/Keys/NewKeyDialog.tsx'
import { TagPicker } from '../../components/Tags/TagPicker.tsx'
import { type ActivationKeyForm, activationKeyRequest, emptyForm } from './activation-key-form.ts'
import { t } from '../../i18n/text.ts'

/** Makes a key; its text is shown once, with the command that uses it. */
export function CreateActivationKey({ onClose }: { readonly onClose: () => void }) {
  const { clock } = usePorts()
  const [form, setForm] = useState(emptyForm)
  const create = useAction('createActivationKey', ['listActivationKeys'])
  const change = (part: Partial<ActivationKeyForm>): void => setForm({ ...form, ...part })
  const submit = (): void => create.mutate({ body: activationKeyRequest(form, clock.nowMs()) })
  if (create.data !== undefined)
    return (
      <KeyMade what={t('keys.key')} onClose={onClose}>
        {create.data.installs.map(({ arch, command }) => (
          <CopyField
            key={arch}
            label={arch === null ? t('keys.installCommand') : t('keys.installCommandFor', { arch })}
            value={command}
            hint={t('keys.runItAsRootOnEach')}
          />
        ))}
        <p className="quiet">
          {t('keys.onlyLinux')}{' '}
          <Link to="/activation-keys/installing" target="_blank">
            {t('keys.moreAboutInstalling')}
          </Link>
        </p>
        <CopyField
          label={t('keys.activationKey')}
          value={create.data.text}
          hint={t('keys.forYourOwnWayOfInstalling')}
        />
      </KeyMade>
    )
  return (
    <NewKeyDialog
      heading={t('keys.newActivationKey')}
      title={form.title}
      titleHint={t('keys.whereTheMachinesBelong')}
      onTitle={title => change({ title })}
      create={create}
      onSubmit={submit}
      onClose={onClose}
    >
      <Switch
        label={t('keys.acceptNewAgentsAtOnce')}
        description={form.autoAccept ? t('keys.machinesAreScannedRightAway') : t('keys.machinesWaitAsPendingUntilA')}
        checked={form.autoAccept}
        onChange={event => change({ autoAccept: event.currentTarget.checked })}
      />
      <TagPicker
        label={t('keys.tags')}
        description={t('keys.tagsMore')}
        none={t('keys.noTags')}
        bringsChildren={false}
        canChoose={tag => tag.mayAssign}
        value={form.tags}
        onChange={tags => change({ tags })}
      />
      <ExpirySelect value={form.ends} onChange={ends => change({ ends })} />
      <TextInput
        label={t('keys.mostMachines')}
        description={t('keys.emptyAnyNumber')}
        inputMode="numeric"
        pattern="[1-9][0-9]{0,5}|1000000"
        title={t('keys.aWholeNumberFrom1To')}
        value={form.maxUses}
        onChange={event => change({ maxUses: event.currentTarget.value })}
      />
      <Textarea
        label={t('keys.onlyFromTheseNetworks')}
        description={t('keys.inCidrNotationSuchAs10')}
        autosize
        minRows={1}
        value={form.networks}
        onChange={event => change({ networks: event.currentTarget.value })}
      />
    </NewKeyDialog>
  )
}
