import type { JobDefinition } from '@patchyard/domain'
import { Problem } from '../../../errors/problem.ts'

/** What runs cannot do yet. Throws Problem `conflict`: nothing that was asked for is left out in silence. */
export function refuseUnplanned(definition: JobDefinition): void {
  const { platform, options } = definition
  const unplanned: readonly (readonly [boolean, string])[] = [
    [platform !== 'linux', `jobs for ${platform}`],
    [options.requireDryRun, 'jobs that require a dry run'],
  ]
  const first = unplanned.find(([is]) => is)
  if (first !== undefined)
    throw new Problem('conflict', { detail: `runs of this version do not know ${first[1]} yet`, reason: 'not_planned' })
}
