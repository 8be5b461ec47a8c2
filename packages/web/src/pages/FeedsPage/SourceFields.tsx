import type { FeedKind } from '@patchyard/api'
import { NativeSelect, TextInput } from '@mantine/core'
import { t } from '../../i18n/text.ts'
import { shownText } from '../../text/shown-text.ts'
import { feedGives } from './feed-gives.ts'
import { intervals, intervalText } from './interval.ts'
import { newSource, type SourceForm } from './source-form.ts'

interface SourceFieldsProps {
  readonly form: SourceForm
  readonly setForm: (form: SourceForm) => void
  readonly kinds: readonly FeedKind[]
  readonly isNew: boolean
}

export function SourceFields({ form, setForm, kinds, isNew }: SourceFieldsProps) {
  const kind = kinds.find(one => one.feed === form.feed)
  const choices = form.intervalS === null || intervals.includes(form.intervalS) ? [] : [form.intervalS]
  const choose = (feed: string): void => {
    const chosen = kinds.find(one => one.feed === feed)
    if (chosen === undefined) return
    // A title that somebody wrote stays.
    const title = form.title === kind?.title ? chosen.title : form.title
    setForm({ ...newSource(chosen), title, intervalS: form.intervalS })
  }
  return (
    <>
      {isNew && (
        <NativeSelect
          label={t('feed.kind')}
          description={feedGives(form.feed) ?? undefined}
          data-autofocus
          value={form.feed}
          data={kinds.map(one => ({ value: one.feed, label: shownText(one.title, 80) }))}
          onChange={event => choose(event.currentTarget.value)}
        />
      )}
      <TextInput
        label={t('feed.title')}
        maxLength={120}
        required
        withAsterisk={false}
        value={form.title}
        onChange={event => setForm({ ...form, title: event.currentTarget.value })}
      />
      {kind?.documents.map(({ name, url }) => (
        <TextInput
          key={`address ${name}`}
          type="url"
          label={t('feed.addressOf', { name: shownText(name, 60) })}
          description={t(url === null ? 'feed.addressNeeded' : 'feed.addressMore')}
          placeholder={url === null ? undefined : shownText(url, 200)}
          maxLength={2000}
          autoComplete="off"
          value={form.addresses[name] ?? ''}
          onChange={event => setForm({ ...form, addresses: { ...form.addresses, [name]: event.currentTarget.value } })}
        />
      ))}
      {kind?.options.map(({ name, meaning }) => (
        <TextInput
          key={`option ${name}`}
          label={shownText(name, 60)}
          description={shownText(meaning, 400)}
          maxLength={2000}
          autoComplete="off"
          value={form.options[name] ?? ''}
          onChange={event => setForm({ ...form, options: { ...form.options, [name]: event.currentTarget.value } })}
        />
      ))}
      <NativeSelect
        label={t('feed.every')}
        value={form.intervalS ?? ''}
        data={[
          ...(form.intervalS === null ? [{ value: '', label: t('feed.usual') }] : []),
          ...[...choices, ...intervals].map(seconds => ({ value: String(seconds), label: intervalText(seconds) })),
        ]}
        onChange={event => {
          const { value } = event.currentTarget
          setForm({ ...form, intervalS: value === '' ? null : Number(value) })
        }}
      />
    </>
  )
}
