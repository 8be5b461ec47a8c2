import { isRecurring } from '../../schedule/is-recurring.ts'
import { type DefinitionProblem, DefinitionProblems } from './definition-problem.ts'
import { changedMembers } from './definition-text.ts'
import type { JobDefinition } from './job-definition.ts'
import { missingParts } from './missing-parts.ts'

export interface JobStanding {
  readonly enabled: boolean
  /** A run of the job has begun, or was planned. */
  readonly begun: boolean
}

/**
 * What may not become of a job (decisions §5.6, and the reference of the field §3.2). Kind and platform never change. A job that runs
 * once changes until its run begins; while it is enabled not its single assets. A recurring job changes at any time: what changed
 * counts from its next run on, and a run that has begun keeps the version it began with.
 */
export function changesWhileEnabled(
  before: JobDefinition,
  after: JobDefinition,
  { enabled, begun }: JobStanding,
): readonly DefinitionProblem[] {
  const problems = new DefinitionProblems()
  const changed = changedMembers(before, after)
  if (changed.includes('/kind')) problems.add('kind_fixed', '/kind', `stays ${before.kind}`)
  if (changed.includes('/platform')) problems.add('platform_fixed', '/platform', `stays ${before.platform}`)
  const once = before.schedule !== null && !isRecurring(before.schedule)
  for (const at of changed.filter(one => !alwaysChanges.includes(one))) {
    if (once && begun) problems.add('job_begun', at, 'the only run of the job has begun')
    else if (once && enabled && singleAssets.includes(at))
      problems.add('assets_fixed', at, 'single assets stay while the job is enabled; disable it first')
  }
  if (enabled && after.schedule?.type === 'onDemand' && before.schedule?.type !== 'onDemand')
    problems.add('on_demand_enabled', '/schedule', 'a job on demand begins with being enabled; disable it first')
  const [part] = enabled ? missingParts(after) : []
  if (part !== undefined) problems.add('parts_missing', `/${part}`, 'an enabled job needs it; disable it first')
  return problems.found
}

const alwaysChanges: readonly string[] = ['/kind', '/platform', '/description']
/** What co-authors leave to the owner, too. */
export const singleAssets: readonly string[] = ['/assets/include', '/assets/exclude']
