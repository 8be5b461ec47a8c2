import {
  actionLimits,
  type InstallAction,
  interpretersOf,
  type JobAction,
  type JobPlatform,
  type RegistryAction,
  type ScriptAction,
  type ServiceAction,
  serviceOperations,
  type UninstallAction,
} from '@patchyard/domain'
import { NativeSelect, Textarea, TextInput } from '@mantine/core'
import { t } from '../../../i18n/text.ts'
import css from '../fields/Fields.module.css'
import { LinesField } from '../fields/LinesField.tsx'
import { interpreterNames, operationLabels } from '../state/labels.ts'

interface DetailsProps<A extends JobAction> {
  readonly action: A
  readonly platform: JobPlatform
  problemAt(member: string): string | undefined
  change(action: JobAction): void
}

/** What an action of its kind needs. */
export function ActionDetails(props: DetailsProps<JobAction>) {
  const { action } = props
  switch (action.kind) {
    case 'script':
      return <Script {...props} action={action} />
    case 'install':
      return props.platform === 'linux' ? <Packages {...props} action={action} /> : <File {...props} action={action} />
    case 'uninstall':
      return <Packages {...props} action={action} />
    case 'service':
      return <Service {...props} action={action} />
    case 'registry':
      return <Registry {...props} action={action} />
  }
}

const bytesOf = (text: string): number => new TextEncoder().encode(text).length

function Script({ action, platform, problemAt, change }: DetailsProps<ScriptAction>) {
  return (
    <>
      <NativeSelect
        className={css.number ?? ''}
        label={t('wizard.interpreter')}
        error={problemAt('/interpreter')}
        data={interpretersOf[platform].map(value => ({ value, label: interpreterNames[value] }))}
        value={action.interpreter}
        onChange={event => {
          const chosen = interpretersOf[platform].find(one => one === event.currentTarget.value)
          if (chosen !== undefined) change({ ...action, interpreter: chosen })
        }}
      />
      <Textarea
        className={css.script ?? ''}
        label={t('wizard.script')}
        description={t('wizard.scriptBytes', { used: bytesOf(action.script), most: actionLimits.scriptBytes })}
        autosize
        minRows={4}
        maxRows={18}
        spellCheck={false}
        error={problemAt('/script')}
        value={action.script}
        onChange={event => change({ ...action, script: event.currentTarget.value })}
      />
    </>
  )
}

function Packages({ action, platform, problemAt, change }: DetailsProps<InstallAction | UninstallAction>) {
  return (
    <LinesField
      label={t(platform === 'linux' ? 'wizard.packages' : 'wizard.programs')}
      description={t('wizard.oneALine')}
      error={problemAt('/packages')}
      value={action.packages}
      onChange={packages => change({ ...action, packages })}
    />
  )
}

function File({ action, problemAt, change }: DetailsProps<InstallAction>) {
  const file = action.file ?? { url: '', sha256: '', arguments: [] }
  return (
    <>
      <TextInput
        label={t('wizard.fileUrl')}
        description={t('wizard.fileUrlMore')}
        maxLength={2000}
        error={problemAt('/file/url') ?? problemAt('/file')}
        value={file.url}
        onChange={event => change({ ...action, file: { ...file, url: event.currentTarget.value.trim() } })}
      />
      <TextInput
        label={t('wizard.fileHash')}
        maxLength={80}
        error={problemAt('/file/sha256')}
        value={file.sha256}
        onChange={event =>
          change({ ...action, file: { ...file, sha256: event.currentTarget.value.trim().toLowerCase() } })
        }
      />
      <LinesField
        label={t('wizard.arguments')}
        description={t('wizard.oneALine')}
        error={problemAt('/file/arguments')}
        value={file.arguments}
        onChange={list => change({ ...action, file: { ...file, arguments: list } })}
      />
    </>
  )
}

function Service({ action, problemAt, change }: DetailsProps<ServiceAction>) {
  return (
    <div className={css.pairs}>
      <TextInput
        label={t('wizard.service')}
        maxLength={256}
        error={problemAt('/service')}
        value={action.service}
        onChange={event => change({ ...action, service: event.currentTarget.value })}
      />
      <NativeSelect
        label={t('wizard.operation')}
        error={problemAt('/operation')}
        data={serviceOperations.map(value => ({ value, label: t(operationLabels[value]) }))}
        value={action.operation}
        onChange={event => {
          const chosen = serviceOperations.find(one => one === event.currentTarget.value)
          if (chosen !== undefined) change({ ...action, operation: chosen })
        }}
      />
    </div>
  )
}

const registryTypes: readonly RegistryAction['type'][] = [
  'string',
  'dword',
  'qword',
  'expandString',
  'multiString',
  'binary',
]

function Registry({ action, problemAt, change }: DetailsProps<RegistryAction>) {
  return (
    <div className={css.pairs}>
      <TextInput
        label={t('wizard.registryPath')}
        maxLength={512}
        error={problemAt('/key')}
        value={action.key}
        onChange={event => change({ ...action, key: event.currentTarget.value })}
      />
      <TextInput
        label={t('wizard.registryValue')}
        maxLength={256}
        error={problemAt('/value')}
        value={action.value}
        onChange={event => change({ ...action, value: event.currentTarget.value })}
      />
      <NativeSelect
        label={t('column.type')}
        error={problemAt('/type')}
        data={[...registryTypes]}
        value={action.type}
        onChange={event => {
          const chosen = registryTypes.find(one => one === event.currentTarget.value)
          if (chosen !== undefined) change({ ...action, type: chosen })
        }}
      />
      <TextInput
        label={t('wizard.registryData')}
        maxLength={2048}
        error={problemAt('/data')}
        value={action.data}
        onChange={event => change({ ...action, data: event.currentTarget.value })}
      />
    </div>
  )
}
