import { profileLimits } from '@patchyard/domain'
import { Button, Radio, Switch, TextInput } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { Panel } from '../../../components/Panel/Panel.tsx'
import { type TextKey, t } from '../../../i18n/text.ts'
import css from '../Profiles.module.css'
import { BlackoutFields } from './BlackoutFields.tsx'
import { type DocumentForm, type LimitField, newBlackout, wrongFields } from './document-form.ts'

const limitLabels: { readonly [F in LimitField]: readonly [label: TextKey, more: TextKey] } = {
  checkInS: ['profiles.checkIn', 'profiles.checkInMore'],
  cacheMb: ['profiles.cache', 'profiles.cacheMore'],
  bandwidthKBs: ['profiles.bandwidth', 'profiles.bandwidthMore'],
  cpuPercent: ['profiles.cpu', 'profiles.cpuMore'],
  memoryMb: ['profiles.memory', 'profiles.memoryMore'],
}

interface DocumentFieldsProps {
  readonly form: DocumentForm
  change(part: Partial<DocumentForm>): void
}

/** What a configuration profile says to agents, member by member. */
export function DocumentFields({ form, change }: DocumentFieldsProps) {
  const wrong = wrongFields(form)
  const limit = (field: LimitField) => (
    <TextInput
      key={field}
      label={t(limitLabels[field][0])}
      description={t(limitLabels[field][1])}
      inputMode="numeric"
      value={form[field]}
      error={wrong.has(field) ? t('profiles.between', profileLimits[field]) : null}
      onChange={event => change({ [field]: event.currentTarget.value })}
    />
  )
  return (
    <>
      <Panel title={t('profiles.whatAgentsDo')}>
        <div className={css.fields}>
          <Switch
            label={t('profiles.patching')}
            description={t('profiles.patchingMore')}
            checked={form.patching}
            onChange={event => change({ patching: event.currentTarget.checked })}
          />
          <Switch
            label={t('profiles.suspendScanning')}
            description={t('profiles.suspendScanningMore')}
            checked={form.suspendScanning}
            onChange={event => change({ suspendScanning: event.currentTarget.checked })}
          />
          <div className={css.number}>{limit('checkInS')}</div>
          <Radio.Group
            label={t('profiles.otherUpdaters')}
            value={form.otherUpdaters}
            onChange={value => change({ otherUpdaters: value === 'off' ? 'off' : 'leave' })}
          >
            <div className={css.radios}>
              <Radio value="leave" label={t('profiles.leave')} />
              <Radio value="off" label={t('profiles.switchOff')} description={t('profiles.switchOffMore')} />
            </div>
          </Radio.Group>
        </div>
      </Panel>
      <Panel title={t('profiles.limits')}>
        <div className={css.pairs}>{(['cacheMb', 'bandwidthKBs', 'cpuPercent', 'memoryMb'] as const).map(limit)}</div>
      </Panel>
      <Panel
        title={t('profiles.blackouts')}
        aside={
          <Button
            size="compact-sm"
            variant="default"
            disabled={form.blackouts.length >= profileLimits.blackouts}
            leftSection={<IconPlus size={14} aria-hidden />}
            onClick={() => change({ blackouts: [...form.blackouts, newBlackout(form.blackouts)] })}
          >
            {t('profiles.addBlackout')}
          </Button>
        }
      >
        <div className={css.fields}>
          <p className={css.note}>{t('profiles.blackoutsMore')}</p>
          {form.blackouts.map((blackout, n) => (
            <BlackoutFields
              key={blackout.id}
              blackout={blackout}
              place={n + 1}
              isWrong={wrong.has(`blackout ${blackout.id}`)}
              change={next => change({ blackouts: form.blackouts.map(one => (one.id === next.id ? next : one)) })}
              remove={() => change({ blackouts: form.blackouts.filter(one => one.id !== blackout.id) })}
            />
          ))}
        </div>
      </Panel>
    </>
  )
}
