import type { JobDefinition } from './job-definition.ts'

/** What keeps a job from running: only with all of them it is more than a draft. */
export const jobParts = ['assets', 'patches', 'schedule'] as const
export type JobPart = (typeof jobParts)[number]

/** In the order in which people fill them in. Actions alone are as good as patches, except in a rollback. */
export function missingParts(definition: JobDefinition): readonly JobPart[] {
  const { assets, kind, patches, preActions, postActions, schedule } = definition
  const hasPatches = patches.from === 'list' ? patches.patches.length > 0 : patches.from !== 'none'
  const hasActions = kind === 'deployment' && preActions.length + postActions.length > 0
  const missing: { readonly [P in JobPart]: boolean } = {
    assets: assets.tags.length + assets.include.length === 0,
    patches: !hasPatches && !hasActions,
    schedule: schedule === null,
  }
  return jobParts.filter(part => missing[part])
}
