import type { JobDetail } from '@patchyard/api'
import { stateOfDefinition, type WizardState } from './wizard-state.ts'

/** A job as the wizard holds it. */
export function stateOfJob(job: JobDetail): WizardState {
  const { assets, excludedAssets, tagNames, patches, coAuthors } = job
  const named = [...assets, ...excludedAssets, ...tagNames].map(({ id, name }) => [id, name] as const)
  return stateOfDefinition(
    job.name,
    job.definition,
    Object.fromEntries([...named, ...patches.map(({ id, key, title }) => [id, title || key] as const)]),
    coAuthors.map(({ id, name, email }) => ({ id, name, email })),
  )
}
