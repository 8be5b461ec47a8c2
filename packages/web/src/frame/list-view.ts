import { queryForSearch } from './query-for-search.ts'

/**
 * What a list shows, as it stands in the address: search or queries, order, filters and chosen columns. `encodeView` and
 * `decodeView` are a pair: whatever one writes the other reads back. What an address holds beyond that (another page's
 * parameter, nonsense) is left out, never an error; links from before there were queries keep their search.
 */
export interface ListShape {
  /** Fields that the list can be sorted by. */
  readonly sorts: readonly string[]
  /** Order when the address names none, with a leading "-" for downwards; null: the server's own. */
  readonly defaultSort: string | null
  /** Filters and their values; the first value of each is the default. */
  readonly filters: Readonly<Record<string, readonly string[]>>
  /** Columns that can be chosen; absent: the list shows what it shows. */
  readonly columns?: readonly string[]
  /** The list takes queries instead of a plain search. */
  readonly hasQuery?: true
  /** The list can be shown as it was at an instant. */
  readonly hasPast?: true
}

export interface ListView {
  /** Plain search, of lists without queries. */
  readonly search: string
  readonly query: string
  /** The second query; null: its box is closed. */
  readonly having: string | null
  readonly sort: string | null
  readonly filters: Readonly<Record<string, string>>
  /** Keys of the columns in the list's own order; null: the usual ones. */
  readonly columns: readonly string[] | null
  /** RFC 3339 in UTC: as it was then; null: as it is. */
  readonly asOf: string | null
}

const LONGEST_SEARCH = 200
/** As long as the language takes a text. */
const LONGEST_QUERY = 16_384

export const defaultView = (shape: ListShape): ListView => ({
  search: '',
  query: '',
  having: null,
  sort: shape.defaultSort,
  filters: Object.fromEntries(Object.entries(shape.filters).map(([name, values]) => [name, values[0] ?? ''])),
  columns: null,
  asOf: null,
})

function readInstant(text: string | null): string | null {
  const ms = text === null ? Number.NaN : Date.parse(text)
  return Number.isFinite(ms) ? new Date(ms).toISOString() : null
}

function readSort(text: string | null, shape: ListShape): string | null {
  if (text === null) return shape.defaultSort
  return shape.sorts.includes(text.replace(/^-/, '')) ? text : shape.defaultSort
}

const readText = (text: string, longest: number): string => text.toWellFormed().slice(0, longest).toWellFormed()

/** `q` and `search` held a plain search before there were queries. */
function readQuery(address: URLSearchParams): string {
  const query = address.get('query')
  if (query !== null) return readText(query, LONGEST_QUERY)
  return queryForSearch(readText(address.get('search') ?? address.get('q') ?? '', LONGEST_SEARCH))
}

function readColumns(text: string | null, shape: ListShape): readonly string[] | null {
  if (text === null || shape.columns === undefined) return null
  const asked = new Set(text.split(','))
  const known = shape.columns.filter(key => asked.has(key))
  return known.length === 0 ? null : known
}

export function decodeView(address: URLSearchParams, shape: ListShape): ListView {
  const base = defaultView(shape)
  const filters = Object.entries(base.filters).map(([name, fallback]) => {
    const value = address.get(name)
    return [name, value !== null && shape.filters[name]?.includes(value) ? value : fallback] as const
  })
  const having = address.get('having')
  return {
    ...base,
    ...(shape.hasQuery === true
      ? { query: readQuery(address), having: having === null ? null : readText(having, LONGEST_QUERY) }
      : { search: readText(address.get('q') ?? '', LONGEST_SEARCH) }),
    sort: readSort(address.get('sort'), shape),
    filters: Object.fromEntries(filters),
    columns: readColumns(address.get('columns'), shape),
    ...(shape.hasPast === true ? { asOf: readInstant(address.get('asOf')) } : {}),
  }
}

/** Only what differs from the default view, so that addresses stay short. */
export function encodeView(view: ListView, shape: ListShape): URLSearchParams {
  const base = defaultView(shape)
  const address = new URLSearchParams()
  if (view.search !== '') address.set('q', view.search)
  if (view.query !== '') address.set('query', view.query)
  if (view.having !== null) address.set('having', view.having)
  if (view.sort !== null && view.sort !== base.sort) address.set('sort', view.sort)
  for (const [name, value] of Object.entries(view.filters)) if (value !== base.filters[name]) address.set(name, value)
  if (view.columns !== null) address.set('columns', view.columns.join(','))
  if (view.asOf !== null) address.set('asOf', view.asOf)
  return address
}

/** The part of the view that every list without queries understands. */
export function listQuery(view: ListView): { search?: string; sort?: string; asOf?: string } {
  return {
    ...(view.search.trim() === '' ? {} : { search: view.search.trim() }),
    ...(view.sort === null ? {} : { sort: view.sort }),
    ...(view.asOf === null ? {} : { asOf: view.asOf }),
  }
}

/** The view of a past instant: in the order in which it can be answered, where that which was asked is not known of the past. */
export function knownThen(view: ListView, shape: ListShape, columns: readonly { readonly sort?: string }[]): ListView {
  const by = view.sort?.replace(/^-/, '')
  return by === undefined || columns.some(column => column.sort === by) ? view : { ...view, sort: shape.defaultSort }
}

/** Whether rows may be missing because of what the person asked for. */
export function isNarrowed(view: ListView, shape: ListShape): boolean {
  const base = defaultView(shape)
  const texts = [view.search, view.query, view.having ?? '']
  return (
    texts.some(text => text.trim() !== '') ||
    Object.entries(view.filters).some(([name, value]) => value !== base.filters[name])
  )
}

/** The view without search, queries and filters; order, columns and instant stay. */
export const widened = (view: ListView, shape: ListShape): ListView => ({
  ...defaultView(shape),
  sort: view.sort,
  columns: view.columns,
  asOf: view.asOf,
})
