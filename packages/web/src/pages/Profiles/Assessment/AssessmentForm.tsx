import type { AssessmentProfile } from '@patchyard/api'
import { Button, Switch, TextInput } from '@mantine/core'
import { useState } from 'react'
import { Link } from 'react-router'
import { Buttons } from '../../../components/Form/Buttons.tsx'
import { Panel } from '../../../components/Panel/Panel.tsx'
import { FailureLine } from '../../../components/States/FailureLine.tsx'
import { TagPicker } from '../../../components/Tags/TagPicker.tsx'
import type { NamedTag } from '../../../components/Tags/tag-tree.ts'
import { t } from '../../../i18n/text.ts'
import css from '../Profiles.module.css'
import { hoursOf, intervalOf } from './interval.ts'

/** What the server takes for a new profile and for a changed one. */
export interface AssessmentRequest {
  readonly name: string
  readonly scanEveryS: number
  readonly tags?: string[]
  readonly enabled?: boolean
}

interface AssessmentFormProps {
  /** null: a new one. */
  readonly profile: AssessmentProfile | null
  readonly save: string
  readonly busy: boolean
  readonly error: unknown
  onSave(request: AssessmentRequest): void
}

export function AssessmentForm({ profile, save, busy, error, onSave }: AssessmentFormProps) {
  const [name, setName] = useState(profile?.name ?? '')
  const [hours, setHours] = useState(hoursOf(profile?.scanEveryS ?? 14_400))
  const [tags, setTags] = useState<readonly NamedTag[]>(profile?.tags ?? [])
  const [enabled, setEnabled] = useState(profile?.enabled ?? true)
  const scanEveryS = intervalOf(hours)
  const isDefault = profile?.isDefault === true
  const isReady = name.trim() !== '' && scanEveryS !== null
  return (
    <form
      className={css.alone}
      onSubmit={event => {
        event.preventDefault()
        if (scanEveryS === null || !isReady) return
        const own = isDefault ? {} : { tags: tags.map(tag => tag.id), enabled }
        onSave({ name: name.trim(), scanEveryS, ...own })
      }}
    >
      <Panel title={t('profiles.profile')}>
        <div className={css.fields}>
          <TextInput
            label={t('column.name')}
            required
            withAsterisk={false}
            maxLength={256}
            value={name}
            onChange={event => setName(event.currentTarget.value)}
          />
          <TextInput
            label={t('profiles.hours')}
            description={t('profiles.hoursMore')}
            className={css.number ?? ''}
            inputMode="decimal"
            required
            withAsterisk={false}
            value={hours}
            error={scanEveryS === null ? t('profiles.hoursWrong') : null}
            onChange={event => setHours(event.currentTarget.value)}
          />
          {isDefault ? (
            <p className={css.note}>{t('profiles.defaultMore')}</p>
          ) : (
            <>
              <TagPicker
                label={t('column.tags')}
                description={t('profiles.assessmentTags')}
                none={t('profiles.noTags')}
                value={tags}
                onChange={setTags}
              />
              <Switch
                label={t('profiles.enabled')}
                description={t('profiles.enabledMore')}
                checked={enabled}
                onChange={event => setEnabled(event.currentTarget.checked)}
              />
            </>
          )}
        </div>
      </Panel>
      <FailureLine error={error} />
      <Buttons>
        <Button component={Link} to="/profiles/assessment" variant="default">
          {t('common.goBack')}
        </Button>
        <Button type="submit" loading={busy} disabled={!isReady}>
          {save}
        </Button>
      </Buttons>
    </form>
  )
}
