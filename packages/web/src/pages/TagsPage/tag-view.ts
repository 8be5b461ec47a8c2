import type { Tag } from '@patchyard/api'
import { byName, nameMatch } from '../../components/Tags/tag-tree.ts'

/** What the list of tags can be narrowed to; the first of each is everything. */
export const tagFilters = { kind: ['all', 'static', 'dynamic'], favourite: ['all', 'mine'] } as const

interface TagView {
  readonly search: string
  readonly sort: string | null
  readonly filters: Readonly<Record<string, string>>
}

/** Which tags a view asks for; null: all. */
export function tagMatch({ search, filters }: TagView): ((tag: Tag) => boolean) | null {
  const named = nameMatch(search)
  const kind = filters['kind'] ?? 'all'
  const isMine = filters['favourite'] === 'mine'
  if (named === null && kind === 'all' && !isMine) return null
  return tag => (named?.(tag) ?? true) && (kind === 'all' || tag.kind === kind) && (!isMine || tag.favourite)
}

const orders = new Map<string, (a: Tag, b: Tag) => number>([
  ['name', byName],
  ['assetCount', (a, b) => a.assetCount - b.assetCount || byName(a, b)],
  ['criticality', (a, b) => (a.criticality ?? 0) - (b.criticality ?? 0) || byName(a, b)],
  ['kind', (a, b) => a.kind.localeCompare(b.kind) || byName(a, b)],
])

/** The order among tags with the same parent. */
export function tagOrder(sort: string | null): (a: Tag, b: Tag) => number {
  const order = orders.get(sort?.replace(/^-/, '') ?? 'name') ?? byName
  return sort?.startsWith('-') === true ? (a, b) => order(b, a) : order
}
