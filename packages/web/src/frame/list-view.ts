/**
 * What a list shows, as it stands in the address: search text, order and filters. `encodeView` and `decodeView` are a
 * pair: whatever one writes the other reads back. What an address holds beyond that (an older link, another page's
 * parameter, nonsense) is left out, never an error.
 */
export interface ListShape {
  /** Fields that the list can be sorted by. */
  readonly sorts: readonly string[]
  /** Order when the address names none, with a leading "-" for downwards; null: the server's own. */
  readonly defaultSort: string | null
  /** Filters and their values; the first value of each is the default. */
  readonly filters: Readonly<Record<string, readonly string[]>>
}

export interface ListView {
  readonly search: string
  readonly sort: string | null
  readonly filters: Readonly<Record<string, string>>
}

const LONGEST_SEARCH = 200

export const defaultView = (shape: ListShape): ListView => ({
  search: '',
  sort: shape.defaultSort,
  filters: Object.fromEntries(Object.entries(shape.filters).map(([name, values]) => [name, values[0] ?? ''])),
})

function readSort(text: string | null, shape: ListShape): string | null {
  if (text === null) return shape.defaultSort
  return shape.sorts.includes(text.replace(/^-/, '')) ? text : shape.defaultSort
}

export function decodeView(address: URLSearchParams, shape: ListShape): ListView {
  const base = defaultView(shape)
  const filters = Object.entries(base.filters).map(([name, fallback]) => {
    const value = address.get(name)
    return [name, value !== null && shape.filters[name]?.includes(value) ? value : fallback] as const
  })
  return {
    search: (address.get('q') ?? '').toWellFormed().slice(0, LONGEST_SEARCH).toWellFormed(),
    sort: readSort(address.get('sort'), shape),
    filters: Object.fromEntries(filters),
  }
}

/** Only what differs from the default view, so that addresses stay short. */
export function encodeView(view: ListView, shape: ListShape): URLSearchParams {
  const base = defaultView(shape)
  const address = new URLSearchParams()
  if (view.search !== '') address.set('q', view.search)
  if (view.sort !== null && view.sort !== base.sort) address.set('sort', view.sort)
  for (const [name, value] of Object.entries(view.filters)) if (value !== base.filters[name]) address.set(name, value)
  return address
}

/** The part of the view that every list route understands. */
export function listQuery(view: ListView): { search?: string; sort?: string } {
  return {
    ...(view.search.trim() === '' ? {} : { search: view.search.trim() }),
    ...(view.sort === null ? {} : { sort: view.sort }),
  }
}

/** Whether rows may be missing because of what the person asked for. */
export function isNarrowed(view: ListView, shape: ListShape): boolean {
  const base = defaultView(shape)
  return view.search !== '' || Object.entries(view.filters).some(([name, value]) => value !== base.filters[name])
}

/** The order after a click on a column's head: another column begins with its first direction, the same one turns. */
export function nextSort(current: string | null, field: string, first: 'up' | 'down'): string {
  if (current === field) return `-${field}`
  if (current === `-${field}`) return field
  return first === 'up' ? field : `-${field}`
}
