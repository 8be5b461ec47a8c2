import type { AssetChoice, JobPlatform, MatchMode } from '@patchyard/domain'
import { broughtBy, type TreeTag } from '../../../components/Tags/tag-tree.ts'

/** As the tokens `platform` of assets and patches call them. */
export const patchPlatforms: { readonly [P in JobPlatform]: string } = {
  linux: 'Linux',
  windows: 'Windows',
  macos: 'Mac',
}

/** Beyond this the language refuses a text; the choice is then counted when the run is planned, and not before. */
const LONGEST = 16_000

const ids = (token: string, values: readonly string[]): string => `${token}:[${values.join(', ')}]`

/** A tag and all below it; `null` where none is chosen. */
function tagClause(chosen: readonly string[], mode: MatchMode, tags: readonly TreeTag[]): string | null {
  const groups = chosen.map(id => [id, ...broughtBy(tags, new Set([id])).keys()])
  if (groups.length === 0) return null
  if (mode === 'any') return ids('tags.id', [...new Set(groups.flat())])
  return groups.map(group => ids('tags.id', group)).join(' and ')
}

/**
 * The assets of a choice as a query, in the order in which the planner counts: tags in, tags out, assets in, assets out.
 * Null: nothing is chosen, or the choice is too long for one query.
 */
export function assetQuery(
  { tags, matchTags, excludeTags, matchExcludeTags, include, exclude }: AssetChoice,
  platform: JobPlatform,
  tree: readonly TreeTag[],
): string | null {
  const into = tagClause(tags, matchTags, tree)
  const out = tagClause(excludeTags, matchExcludeTags, tree)
  const byTags = into === null ? null : out === null ? `(${into})` : `(${into} and not (${out}))`
  const byHand = include.length === 0 ? null : ids('id', include)
  const parts = [byTags, byHand].filter(part => part !== null)
  if (parts.length === 0) return null
  const not = exclude.length === 0 ? '' : ` and not ${ids('id', exclude)}`
  const text = `platform:${patchPlatforms[platform]} and (${parts.join(' or ')})${not}`
  return text.length > LONGEST ? null : text
}

/** The platform alone, for lists to choose from. */
export const platformQuery = (platform: JobPlatform): string => `platform:${patchPlatforms[platform]}`
