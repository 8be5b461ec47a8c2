import { NativeSelect, Radio, Textarea, TextInput } from '@mantine/core'
import { TagPicker } from '../../components/Tags/TagPicker.tsx'
import { mayStandBelow } from '../../components/Tags/tag-tree.ts'
import { useTags } from '../../components/Tags/use-tags.ts'
import { t } from '../../i18n/text.ts'
import { ColourField } from './ColourField.tsx'
import css from './EditTagPage.module.css'
import type { TagForm } from './tag-form.ts'

interface TagFieldsProps {
  readonly form: TagForm
  /** The tag that is changed; null: a new one. */
  readonly id: string | null
  change(part: Partial<TagForm>): void
}

/** Everything of a tag but its rule. */
export function TagFields({ form, id, change }: TagFieldsProps) {
  const { tags } = useTags()
  return (
    <div className={css.fields}>
      <TextInput
        label={t('column.name')}
        required
        withAsterisk={false}
        maxLength={1024}
        value={form.name}
        onChange={event => change({ name: event.currentTarget.value })}
      />
      <Textarea
        label={t('tag.description')}
        autosize
        minRows={1}
        maxLength={4000}
        value={form.description}
        onChange={event => change({ description: event.currentTarget.value })}
      />
      <TagPicker
        label={t('tag.parent')}
        description={t('tag.parentMore')}
        none={t('tag.atTop')}
        isSingle
        bringsChildren={false}
        canChoose={tag => id === null || mayStandBelow(tags, id, tag.id)}
        value={form.parent === null ? [] : [form.parent]}
        onChange={([parent]) => change({ parent: parent ?? null })}
      />
      <ColourField value={form.colour} onChange={colour => change({ colour })} />
      <NativeSelect
        label={t('tag.criticality')}
        description={t('tag.criticalityMore')}
        data={[
          { value: '', label: t('tag.noCriticality') },
          ...['1', '2', '3', '4', '5'].map(value => ({ value, label: value })),
        ]}
        value={form.criticality}
        onChange={event => change({ criticality: event.currentTarget.value })}
      />
      <Radio.Group
        label={t('tag.kind')}
        value={form.kind}
        onChange={kind => change({ kind: kind === 'dynamic' ? 'dynamic' : 'static' })}
      >
        <div className={css.radios}>
          <Radio value="static" label={t('tag.static')} description={t('tag.staticMore')} />
          <Radio value="dynamic" label={t('tag.dynamic')} description={t('tag.dynamicMore')} />
        </div>
      </Radio.Group>
    </div>
  )
}
