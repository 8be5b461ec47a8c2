import { jobLimits, type JobOptions } from '@patchyard/domain'
import { Switch } from '@mantine/core'
import { Panel } from '../../../components/Panel/Panel.tsx'
import { t } from '../../../i18n/text.ts'
import { Choice } from '../fields/Choice.tsx'
import css from '../fields/Fields.module.css'
import { NumberField } from '../fields/NumberField.tsx'
import { Warning } from '../fields/Warning.tsx'
import { useWizard } from '../state/wizard-context.ts'
import { DownloadFields } from './DownloadFields.tsx'
import { MessageFields } from './MessageFields.tsx'

/** What happens on a failure, with reboots, downloads, and what people at the machine are told. */
export function OptionsStep() {
  const { state, edit, problemAt } = useWizard()
  const { options, platform, kind } = state.definition
  const put = (part: Partial<JobOptions>): void => edit({ options: { ...options, ...part } })
  return (
    <>
      <Panel title={t('newJob.options')}>
        <div className={css.fields}>
          <Switch
            label={t('wizard.continueAfterFailure')}
            description={t('wizard.continueMore')}
            checked={options.onFailure === 'continue'}
            onChange={event => put({ onFailure: event.currentTarget.checked ? 'continue' : 'stop' })}
          />
          <Choice
            label={t('newJob.reboot')}
            value={options.reboot}
            error={problemAt('/options/reboot')}
            choices={[
              { value: 'never', label: t('wizard.suppressReboot'), description: t('wizard.suppressRebootMore') },
              { value: 'ifNeeded', label: t('newJob.ifThePackageManagerAsksFor') },
              { value: 'always', label: t('newJob.alwaysAtTheEnd') },
            ]}
            onChange={reboot => put({ reboot })}
          />
          {kind === 'deployment' && (
            <>
              <Choice
                label={t('wizard.whenGone')}
                value={options.whenGone}
                choices={[
                  { value: 'newest', label: t('wizard.whenGoneNewest') },
                  { value: 'skip', label: t('wizard.whenGoneSkip') },
                ]}
                onChange={whenGone => put({ whenGone })}
              />
              <NumberField
                label={t('wizard.minAgeDays')}
                description={t('wizard.minAgeDaysMore', { max: jobLimits.minAgeDays.max })}
                unit={t('wizard.unitDays')}
                error={problemAt('/options/minAgeDays')}
                value={options.minAgeDays}
                onChange={minAgeDays => put({ minAgeDays: minAgeDays ?? Number.NaN })}
              />
            </>
          )}
          <NumberField
            label={t('wizard.atOnce')}
            description={t('wizard.atOnceMore')}
            isOptional
            placeholder={t('wizard.noLimit')}
            unit={t('wizard.unitAssets')}
            error={problemAt('/options/atOnce')}
            value={options.atOnce}
            onChange={atOnce => put({ atOnce })}
          />
          <Switch
            label={t('wizard.catchUp')}
            description={t('wizard.catchUpMore')}
            checked={options.catchUp}
            onChange={event => put({ catchUp: event.currentTarget.checked })}
          />
          {platform === 'linux' && kind === 'deployment' && (
            <Switch
              label={t('wizard.keepForRollback')}
              description={t('wizard.keepForRollbackMore')}
              checked={options.keepForRollback}
              onChange={event => put({ keepForRollback: event.currentTarget.checked })}
            />
          )}
        </div>
      </Panel>
      <Panel title={t('wizard.downloads')}>
        <DownloadFields />
      </Panel>
      <Panel title={t('wizard.messages')}>
        {platform === 'linux' && <p className="quiet">{t('wizard.messagesOnServers')}</p>}
        {options.reboot === 'never' && state.definition.messages.reboot !== null && (
          <Warning>{t('wizard.rebootMessageUnused')}</Warning>
        )}
        <MessageFields />
      </Panel>
    </>
  )
}
