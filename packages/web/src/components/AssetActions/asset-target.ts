import type { AssetPick, FindingState, RouteName, TagAssignment } from '@patchyard/api'

/** What the language's queries on the page ask, as the server is asked. */
export interface FoundAssets {
  readonly matching: { readonly query?: string; readonly having?: string; readonly status?: FindingState }
  /** Exactly how many they find. */
  readonly total: number
}

/** Assets that something is to be done with: chosen ones, or all that the list's query finds. */
export interface AssetTarget {
  readonly chosen: readonly { readonly id: string; readonly name: string }[]
  /** null: only the chosen ones can be meant, as on the page of one asset. */
  readonly found: FoundAssets | null
}

export type Meant = 'chosen' | 'found'

/** As many as the server takes by query at once. */
export const MOST_FOUND = 100_000

/** As many as the server tags by their ids at once. */
export const MOST_TAGGED = 1000

/** Whether "all that the query finds" is another thing than the chosen ones, and possible. */
export const canMeanFound = ({ chosen, found }: AssetTarget): boolean =>
  found !== null && found.total > chosen.length && found.total <= MOST_FOUND

export const countOf = ({ chosen, found }: AssetTarget, meant: Meant): number =>
  meant === 'found' && found !== null ? found.total : chosen.length

/** With a query goes the number that is meant: when it finds another, the server does nothing. */
export function pickOf({ chosen, found }: AssetTarget, meant: Meant): AssetPick {
  if (meant === 'chosen' || found === null) return { ids: chosen.map(asset => asset.id) }
  const { query = '', ...rest } = found.matching
  return { query, ...rest, count: found.total }
}

export function assignmentOf(
  target: AssetTarget,
  meant: Meant,
  action: TagAssignment['action'],
  tags: readonly string[],
): TagAssignment {
  const { chosen, found } = target
  if (meant === 'chosen' || found === null) return { action, tags: [...tags], assets: chosen.map(asset => asset.id) }
  const { query = '', ...rest } = found.matching
  return { action, tags: [...tags], matching: { query, ...rest, count: found.total } }
}

/** Answers that an action on assets may change. */
export const touchedByAssets: readonly RouteName[] = [
  'listAssets',
  'getAsset',
  'getAssetProfiles',
  'listAgents',
  'getAgent',
  'getLicence',
  'listTags',
  'getTag',
]
