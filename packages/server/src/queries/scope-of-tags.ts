import type { Scope } from '@patchyard/query'

/** `tags` with those below each, as statements give them; null: all assets. */
export const scopeOfTags = (tags: readonly number[] | null): Scope =>
  tags === null ? { kind: 'all' } : { kind: 'tags', tagIds: tags }
