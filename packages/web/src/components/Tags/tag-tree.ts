import type { Tag } from '@patchyard/api'

/** What a page says of a tag where it only names it. */
export interface NamedTag {
  readonly id: string
  readonly name: string
}

/** What the tree needs of a tag. */
export type TreeTag = Pick<Tag, 'id' | 'name' | 'parent'>

export interface TreeRow<T extends TreeTag> {
  readonly tag: T
  /** 1 at the top. */
  readonly level: number
  readonly hasChildren: boolean
  readonly isOpen: boolean
}

interface TreeOptions<T> {
  /** Tags whose children are shown; a search opens what leads to a match. */
  readonly open: ReadonlySet<string>
  /** What is looked for; null: everything. */
  readonly matches: ((tag: T) => boolean) | null
  /** Order among tags with the same parent; otherwise as they came. */
  readonly order?: (a: T, b: T) => number
}

/** A search by name, in any case; null: nothing is looked for. */
export function nameMatch(search: string): ((tag: { readonly name: string }) => boolean) | null {
  const wanted = search.trim().toLowerCase()
  return wanted === '' ? null : tag => tag.name.toLowerCase().includes(wanted)
}

export const byName = (a: { readonly name: string }, b: { readonly name: string }): number =>
  a.name.localeCompare(b.name, 'en')

/** A tag whose parent is not among those that one may see stands at the top. */
function byParent<T extends TreeTag>(tags: readonly T[]): ReadonlyMap<string | null, T[]> {
  const known = new Set(tags.map(tag => tag.id))
  const children = new Map<string | null, T[]>()
  for (const tag of tags) {
    const parent = tag.parent !== null && known.has(tag.parent.id) ? tag.parent.id : null
    const before = children.get(parent)
    if (before === undefined) children.set(parent, [tag])
    else before.push(tag)
  }
  return children
}

/** Tags that match and all that lead to them; null: everything. */
function shownBy<T extends TreeTag>(
  tags: readonly T[],
  matches: TreeOptions<T>['matches'],
): ReadonlySet<string> | null {
  if (matches === null) return null
  const byId = new Map(tags.map(tag => [tag.id, tag]))
  const shown = new Set<string>()
  for (const tag of tags) {
    if (!matches(tag)) continue
    for (let at: T | undefined = tag; at !== undefined && !shown.has(at.id); at = byId.get(at.parent?.id ?? ''))
      shown.add(at.id)
  }
  return shown
}

/** The rows of the tree from top to bottom, as far as it is open. */
export function treeRows<T extends TreeTag>(
  tags: readonly T[],
  { open, matches, order }: TreeOptions<T>,
): readonly TreeRow<T>[] {
  const children = byParent(tags)
  const shown = shownBy(tags, matches)
  const rows: TreeRow<T>[] = []
  const add = (parent: string | null, level: number): void => {
    const here = (children.get(parent) ?? []).filter(tag => shown === null || shown.has(tag.id))
    for (const tag of order === undefined ? here : here.toSorted(order)) {
      const below = children.get(tag.id) ?? []
      const hasChildren = below.some(child => shown === null || shown.has(child.id))
      const isOpen = hasChildren && (shown !== null || open.has(tag.id))
      rows.push({ tag, level, hasChildren, isOpen })
      if (isOpen) add(tag.id, level + 1)
    }
  }
  add(null, 1)
  return rows
}

/** Tags below the chosen ones, by id, each with the chosen tag that brings it. */
export function broughtBy<T extends TreeTag>(tags: readonly T[], chosen: ReadonlySet<string>): ReadonlyMap<string, T> {
  const children = byParent(tags)
  const brought = new Map<string, T>()
  for (const tag of tags) {
    if (!chosen.has(tag.id)) continue
    const waiting = [...(children.get(tag.id) ?? [])]
    for (let below = waiting.pop(); below !== undefined; below = waiting.pop()) {
      if (brought.has(below.id)) continue
      brought.set(below.id, tag)
      waiting.push(...(children.get(below.id) ?? []))
    }
  }
  return brought
}

/** Whether a tag may stand below `parent`: not below itself or one of those below it. */
export function mayStandBelow<T extends TreeTag>(tags: readonly T[], id: string, parent: string): boolean {
  return id !== parent && !broughtBy(tags, new Set([id])).has(parent)
}
