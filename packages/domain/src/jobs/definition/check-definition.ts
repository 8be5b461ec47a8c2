import { checkSchedule, checkWindow } from '../../schedule/check-schedule.ts'
import type { PatchWindow, Schedule } from '../../schedule/schedule.ts'
import { platformZones, type ZoneRules } from '../../zones/zone-rules.ts'
import { readActions } from './check-action.ts'
import { readAssets, readPatches } from './check-choices.ts'
import { readMessages } from './check-messages.ts'
import { readOptions } from './check-options.ts'
import { type DefinitionProblem, DefinitionProblems } from './definition-problem.ts'
import { type JobDefinition, jobKinds, jobLimits, jobPlatforms } from './job-definition.ts'
import { below, readMembers, readOneOf, readText } from './read-value.ts'

export type CheckedDefinition =
  | { readonly definition: JobDefinition; readonly problems: readonly [] }
  | { readonly definition: null; readonly problems: readonly [DefinitionProblem, ...DefinitionProblem[]] }

export interface DefinitionCheck {
  /** Refuses a start that is over; without it any start is taken, as for a job that is edited and keeps its start. */
  readonly nowMs?: number
  readonly rules?: ZoneRules
}

export const definitionMembers = [
  'kind',
  'platform',
  'description',
  'assets',
  'preActions',
  'patches',
  'postActions',
  'schedule',
  'window',
  'options',
  'messages',
] as const satisfies readonly (keyof JobDefinition)[]

/**
 * Any value in, a tidy definition or everything that is wrong with it out (the first fifty). Only `platform` must be there; what is
 * left out is as usual, and a draft may lack assets, patches and schedule. Never throws. Whether ids name anything, and whether a query
 * is one of the language, is for those to say who know.
 */
export function checkDefinition(
  value: unknown,
  { nowMs, rules = platformZones }: DefinitionCheck = {},
): CheckedDefinition {
  const problems = new DefinitionProblems()
  const members = readMembers(problems, '', value, definitionMembers)
  if (members === null) return outcome(problems, null)
  const kind = readOneOf(problems, '/kind', members['kind'] ?? 'deployment', jobKinds, 'job_kind') ?? 'deployment'
  const platform = readOneOf(problems, '/platform', members['platform'], jobPlatforms, 'job_platform')
  const form = { most: jobLimits.descriptionLength, lines: true, empty: true } as const
  const window = readWindow(problems, members['window'])
  const names = new Set<string>()
  const definition = {
    kind,
    description: readText(problems, '/description', members['description'] ?? '', form) ?? '',
    assets: readAssets(problems, '/assets', members['assets']),
    patches: readPatches(problems, '/patches', members['patches'], kind),
    schedule: readSchedule(problems, members['schedule'], nowMs, rules),
    window,
    options: readOptions(problems, '/options', members['options'], window),
    messages: readMessages(problems, '/messages', members['messages']),
  }
  // What actions may be is a matter of the platform; without one nothing can be said about them.
  if (platform === null) return outcome(problems, null)
  const preActions = readActions(problems, '/preActions', members['preActions'], platform, names)
  const postActions = readActions(problems, '/postActions', members['postActions'], platform, names)
  const { description, assets, patches, schedule, options, messages } = definition
  return outcome(problems, {
    kind,
    platform,
    description,
    assets,
    preActions,
    patches,
    postActions,
    schedule,
    window,
    options,
    messages,
  })
}

function outcome(problems: DefinitionProblems, definition: JobDefinition | null): CheckedDefinition {
  const [first, ...others] = problems.found
  if (first !== undefined) return { definition: null, problems: [first, ...others] }
  if (definition === null) throw new RangeError('a refusal names at least one problem')
  return { definition, problems: [] }
}

function readSchedule(
  problems: DefinitionProblems,
  value: unknown,
  nowMs: number | undefined,
  rules: ZoneRules,
): Schedule | null {
  if (value === undefined || value === null) return null
  const checked = checkSchedule(value, nowMs === undefined ? { rules } : { nowMs, rules })
  for (const { code, at, message } of checked.problems) problems.add(code, within('/schedule', at), message)
  return checked.schedule
}

function readWindow(problems: DefinitionProblems, value: unknown): PatchWindow | null {
  if (value === undefined || value === null) return null
  const found = checkWindow(value)
  for (const { code, at, message } of found) problems.add(code, within('/window', at), message)
  if (found.length > 0) return null
  const { appliesTo, minutes } = value as PatchWindow
  return { appliesTo, minutes }
}

const within = (at: string, member: string): string => (member === '' ? at : below(at, member))
