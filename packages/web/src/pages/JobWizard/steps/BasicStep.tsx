import { emptyDefinition, jobPlatforms, usualWindow } from '@patchyard/domain'
import { Checkbox, Textarea, TextInput } from '@mantine/core'
import { Panel } from '../../../components/Panel/Panel.tsx'
import { t } from '../../../i18n/text.ts'
import { Choice } from '../fields/Choice.tsx'
import css from '../fields/Fields.module.css'
import { kindLabels, platformLabels } from '../state/labels.ts'
import { useWizard } from '../state/wizard-context.ts'
import type { ExtraStep } from '../state/wizard-state.ts'
import { TemplateChoice } from './TemplateChoice.tsx'

/** Title, what sort of job it is, and which steps it has. */
export function BasicStep() {
  const { state, isEdit, change, edit, problemAt } = useWizard()
  const { definition, wanted } = state
  const toggle = (step: ExtraStep, isOn: boolean): void =>
    change({ wanted: isOn ? [...wanted, step] : wanted.filter(one => one !== step) })
  return (
    <Panel title={t('wizard.basic')}>
      <div className={css.fields}>
        <TextInput
          label={t('wizard.jobTitle')}
          required
          withAsterisk={false}
          maxLength={120}
          error={problemAt('/name')}
          value={state.name}
          onChange={event => change({ name: event.currentTarget.value })}
        />
        <Textarea
          label={t('wizard.description')}
          autosize
          minRows={2}
          maxLength={2000}
          error={problemAt('/description')}
          value={definition.description}
          onChange={event => edit({ description: event.currentTarget.value })}
        />
        <Choice
          label={t('wizard.platform')}
          {...(isEdit ? { description: t('wizard.staysAsItIs') } : {})}
          inLine
          value={definition.platform}
          error={problemAt('/platform')}
          choices={jobPlatforms.map(value => ({ value, label: t(platformLabels[value]), isOff: isEdit }))}
          onChange={platform => {
            // What was chosen belongs to the other platform; tags, schedule and texts do for both.
            const { assets, preActions, postActions, patches } = emptyDefinition(platform)
            const { tags, matchTags, excludeTags, matchExcludeTags } = definition.assets
            edit({
              platform,
              assets: { ...assets, tags, matchTags, excludeTags, matchExcludeTags },
              preActions,
              postActions,
              patches: definition.patches.from === 'query' ? definition.patches : patches,
              window: definition.window === null ? null : { ...definition.window, appliesTo: usualWindow[platform] },
            })
          }}
        />
        <Choice
          label={t('wizard.kind')}
          {...(isEdit ? { description: t('wizard.staysAsItIs') } : {})}
          inLine
          value={definition.kind}
          error={problemAt('/kind')}
          choices={(['deployment', 'rollback'] as const).map(value => ({
            value,
            label: t(kindLabels[value]),
            isOff: isEdit,
          }))}
          onChange={kind => edit({ kind, patches: { from: 'none' } })}
        />
        <fieldset className={css.group}>
          <legend>{t('wizard.moreSteps')}</legend>
          <div className={css.stack}>
            <Checkbox
              label={t('wizard.wantsPreActions')}
              checked={wanted.includes('preActions')}
              onChange={event => toggle('preActions', event.currentTarget.checked)}
            />
            <Checkbox
              label={t('wizard.wantsPostActions')}
              checked={wanted.includes('postActions')}
              onChange={event => toggle('postActions', event.currentTarget.checked)}
            />
          </div>
        </fieldset>
        {!isEdit && <TemplateChoice />}
      </div>
    </Panel>
  )
}
