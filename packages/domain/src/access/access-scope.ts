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
  const own = new Set(these.tagIds)
  return those.tagIds.every(id => own.has(id))
}
