import type { GroupMapping } from '@patchyard/api'
import type { Grant, Role } from '@patchyard/domain'

/** Beyond this a list of groups is a mistake or an attack; cutting it short would give some other role than was meant. */
export const MOST_GROUPS = 1000

/** Thrown by {@link groupsIn}. */
export class GroupClaimError extends Error {
  readonly code = 'group_claim'
}

/** The groups in the claims of an ID token. No such claim: none. Throws GroupClaimError for what is no list of texts. */
export function groupsIn(claims: Readonly<Record<string, unknown>>, claim: string | null): readonly string[] {
  if (claim === null || !Object.hasOwn(claims, claim)) return []
  const value = claims[claim]
  if (!Array.isArray(value)) throw new GroupClaimError(`the claim "${claim}" is not a list`)
  if (value.length > MOST_GROUPS)
    throw new GroupClaimError(`the claim "${claim}" names ${value.length} groups, more than ${MOST_GROUPS}`)
  const groups = value as readonly unknown[]
  if (!groups.every(group => typeof group === 'string'))
    throw new GroupClaimError(`the claim "${claim}" holds what is no text`)
  return groups
}

export interface MappedStanding {
  readonly roles: readonly Role[]
  readonly grants: readonly Grant[]
  readonly allAssets: boolean
  /** Public ids. */
  readonly scopeTags: readonly string[]
}

/**
 * What the groups of a person give, all of them together. Nothing that fits: Patch Reader who sees nothing (decisions.md §5.2). Patch
 * Security stands with no other role: who is in both kinds of groups keeps the one that can change nothing.
 */
export function standingOf(mapping: readonly GroupMapping[], groups: readonly string[]): MappedStanding {
  const has = new Set(groups)
  const fitting = mapping.filter(one => has.has(one.group))
  const roles = [...new Set(fitting.flatMap(one => one.roles))]
  const allAssets = fitting.some(one => one.allAssets)
  return {
    roles: roles.length === 0 ? ['patchReader'] : roles.includes('patchSecurity') ? ['patchSecurity'] : roles,
    grants: [...new Set(fitting.flatMap(one => one.grants ?? []))],
    allAssets,
    scopeTags: allAssets ? [] : [...new Set(fitting.flatMap(one => one.scopeTags))],
  }
}
