import type { ConfigurationProfile, ProfileDocument } from '@patchyard/api'
import { Button, Textarea, TextInput } from '@mantine/core'
import { useState } from 'react'
import { Link } from 'react-router'
import { Buttons } from '../../../components/Form/Buttons.tsx'
import { Panel } from '../../../components/Panel/Panel.tsx'
import { FailureLine } from '../../../components/States/FailureLine.tsx'
import { TagPicker } from '../../../components/Tags/TagPicker.tsx'
import type { NamedTag } from '../../../components/Tags/tag-tree.ts'
import { t } from '../../../i18n/text.ts'
import css from '../Profiles.module.css'
import { DocumentFields } from './DocumentFields.tsx'
import { documentForm, documentOf } from './document-form.ts'

export interface ConfigurationRequest {
  readonly name: string
  readonly description: string
  readonly document: ProfileDocument
  /** Absent for the default profile, which takes none. */
  readonly tags?: string[]
}

interface ConfigurationFormProps {
  /** null: a new one. */
  readonly profile: ConfigurationProfile | null
  readonly save: string
  readonly busy: boolean
  readonly error: unknown
  onSave(request: ConfigurationRequest): void
}

export function ConfigurationForm({ profile, save, busy, error, onSave }: ConfigurationFormProps) {
  const [name, setName] = useState(profile?.name ?? '')
  const [description, setDescription] = useState(profile?.description ?? '')
  const [tags, setTags] = useState<readonly NamedTag[]>(profile?.tags ?? [])
  const [form, setForm] = useState(() => documentForm(profile?.document))
  const document = documentOf(form)
  const isDefault = profile?.isDefault === true
  return (
    <form
      className={css.alone}
      onSubmit={event => {
        event.preventDefault()
        if (document === null || name.trim() === '') return
        const own = isDefault ? {} : { tags: tags.map(tag => tag.id) }
        onSave({ name: name.trim(), description: description.trim(), document, ...own })
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
          <Textarea
            label={t('tag.description')}
            autosize
            minRows={1}
            maxLength={2000}
            value={description}
            onChange={event => setDescription(event.currentTarget.value)}
          />
          {isDefault ? (
            <p className={css.note}>{t('profiles.defaultMore')}</p>
          ) : (
            <TagPicker
              label={t('column.tags')}
              description={t('profiles.configurationTags')}
              none={t('profiles.noTags')}
              value={tags}
              onChange={setTags}
            />
          )}
        </div>
      </Panel>
      <DocumentFields form={form} change={part => setForm({ ...form, ...part })} />
      <FailureLine error={error} />
      <Buttons>
        <Button component={Link} to="/profiles/configuration" variant="default">
          {t('common.goBack')}
        </Button>
        <Button type="submit" loading={busy} disabled={document === null || name.trim() === ''}>
          {save}
        </Button>
      </Buttons>
    </form>
  )
}
