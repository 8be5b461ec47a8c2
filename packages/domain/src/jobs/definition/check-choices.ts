import { shown } from '../../schedule/schedule-problem.ts'
import type { DefinitionProblems } from './definition-problem.ts'
import { type AssetChoice, type JobKind, jobLimits, matchModes, noAssets, type PatchChoice } from './job-definition.ts'
import { below, readId, readIds, readMembers, readOneOf } from './read-value.ts'

/** Whom a job is for. */
export function readAssets(problems: DefinitionProblems, at: string, value: unknown): AssetChoice {
  const members = value === undefined ? {} : readMembers(problems, at, value, Object.keys(noAssets))
  if (members === null) return noAssets
  const all = { ...noAssets, ...withoutUndefined(members) } as { readonly [M in keyof AssetChoice]: unknown }
  const ids = (name: 'tags' | 'excludeTags') =>
    // Sorted: tags have no order, and the same choice has one digest.
    readIds(problems, below(at, name), all[name], jobLimits.tags, 'tags_too_many').toSorted()
  const assets = (name: 'include' | 'exclude') =>
    readIds(problems, below(at, name), all[name], jobLimits.assets, 'assets_too_many')
  const mode = (name: 'matchTags' | 'matchExcludeTags') =>
    readOneOf(problems, below(at, name), all[name], matchModes, 'definition_malformed') ?? 'any'
  const choice = {
    tags: ids('tags'),
    matchTags: mode('matchTags'),
    excludeTags: ids('excludeTags'),
    matchExcludeTags: mode('matchExcludeTags'),
    include: assets('include'),
    exclude: assets('exclude'),
  }
  refuseBoth(problems, below(at, 'excludeTags'), choice.tags, choice.excludeTags, 'tag_in_and_out')
  refuseBoth(problems, below(at, 'exclude'), choice.include, choice.exclude, 'asset_in_and_out')
  return choice
}

function refuseBoth(
  problems: DefinitionProblems,
  at: string,
  within: readonly string[],
  without: readonly string[],
  code: 'tag_in_and_out' | 'asset_in_and_out',
): void {
  const both = without.find(id => within.includes(id))
  if (both !== undefined) problems.add(code, at, `${shown(both)} is included as well`)
}

const sources = ['none', 'list', 'query', 'job'] as const
const partOf = { list: 'patches', query: 'query', job: 'job' } as const
/** UTF-16 units; the language itself takes no longer text. */
const QUERY_LENGTH = 8000

/** What a job installs or takes back. */
export function readPatches(problems: DefinitionProblems, at: string, value: unknown, kind: JobKind): PatchChoice {
  if (value === undefined) return { from: 'none' }
  const members = readMembers(problems, at, value, ['from', 'patches', 'query', 'job'])
  if (members === null) return { from: 'none' }
  const from = readOneOf(problems, below(at, 'from'), members['from'], sources, 'patches_from')
  if (from === null) return { from: 'none' }
  for (const [source, name] of Object.entries(partOf)) {
    if (source !== from && members[name] !== undefined) {
      problems.add('patches_from', below(at, name), `is no part of patches from ${from}`)
    }
  }
  switch (from) {
    case 'none':
      return { from }
    case 'list': {
      const { patches } = jobLimits
      return { from, patches: readIds(problems, below(at, 'patches'), members['patches'], patches, 'patches_too_many') }
    }
    case 'query':
      if (kind === 'rollback') problems.add('patches_query_rollback', at, 'a rollback job takes no query')
      return { from, query: readQueryText(problems, below(at, 'query'), members['query']) }
    case 'job':
      return { from, job: readId(problems, below(at, 'job'), members['job']) ?? '' }
  }
}

/** The language has its own say about control characters; here only what no query can be. */
function readQueryText(problems: DefinitionProblems, at: string, value: unknown): string {
  if (typeof value !== 'string') problems.add('definition_malformed', at, `${shown(value)} is no text`)
  else if (value.length > QUERY_LENGTH)
    problems.add('text_too_long', at, `${value.length} characters are more than ${QUERY_LENGTH}`)
  else if (!value.isWellFormed() || value.includes('\0'))
    problems.add('text_characters', at, 'holds NUL or half a character')
  else if (value.trim() === '') problems.add('patches_query_empty', at, 'is empty; name:* finds all')
  else return value.trim()
  return ''
}

/** JSON has no undefined; callers in TypeScript do. */
export const withoutUndefined = (members: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined))
