import type { CallInput, Feed, FeedKind } from '@patchyard/api'

type Texts = Readonly<Record<string, string>>

/** A source as it is being written; an empty text stands for "as the feed has it". */
export interface SourceForm {
  readonly feed: string
  readonly title: string
  readonly options: Texts
  readonly addresses: Texts
  /** null: as often as the server thinks right. */
  readonly intervalS: number | null
}

export const newSource = (kind: FeedKind): SourceForm => ({
  feed: kind.feed,
  title: kind.title,
  options: {},
  addresses: {},
  intervalS: null,
})

/** Addresses that are told to somebody else are not in the form, and not in what it asks for. */
export const formOfSource = (feed: Feed): SourceForm => ({
  feed: feed.feed,
  title: feed.title,
  options: feed.options,
  addresses: feed.addresses ?? {},
  intervalS: feed.intervalS,
})

const written = (texts: Texts): Record<string, string> =>
  Object.fromEntries(
    Object.entries(texts).flatMap(([name, text]) => (text.trim() === '' ? [] : [[name, text.trim()] as const])),
  )

export const isWholeSource = (form: SourceForm): boolean => form.feed !== '' && form.title.trim() !== ''

export const createRequest = (form: SourceForm): NonNullable<CallInput<'createFeed'>['body']> => ({
  feed: form.feed,
  title: form.title.trim(),
  options: written(form.options),
  addresses: written(form.addresses),
  ...(form.intervalS === null ? {} : { intervalS: form.intervalS }),
})

export const changeRequest = (form: SourceForm): NonNullable<CallInput<'changeFeed'>['body']> => ({
  title: form.title.trim(),
  options: written(form.options),
  addresses: written(form.addresses),
  ...(form.intervalS === null ? {} : { intervalS: form.intervalS }),
})
