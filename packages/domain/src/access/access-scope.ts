/**
 * Whose assets somebody may see: all, or those that carry one of the tags. `tagIds` holds the children of each tag too, so
 * that scopes compare without the tree. No tags: nothing. Ids are the server's numbers or the API's public ids.
 */
export type AccessScope =
  | { readonly kind: 'all' }
  | { readonly kind: 'tags'; readonly tagIds: readonly (number | string)[] }

/** Whether everything that `those` shows, `these` shows too. */
export function scopeCovers(these: AccessScope, those: AccessScope): boolean {
  if (these.kind === 'all') return true
  if (those.kind === 'all') return false
  if (those.tagIds.length === 0) return true
  const own = setOf(these.tagIds)
  return those.tagIds.every(id => own.has(id))
}

// One decision compares the asker's scope up to three times; a set of 200 tags takes 4 µs to make (bench/access.ts). Lists of
// ids never change, and are forgotten with the request that they belong to.
const sets = new WeakMap<readonly (number | string)[], ReadonlySet<number | string>>()

function setOf(tagIds: readonly (number | string)[]): ReadonlySet<number | string> {
  const known = sets.get(tagIds)
  if (known !== undefined) return known
  const made = new Set(tagIds)
  sets.set(tagIds, made)
  return made
}
