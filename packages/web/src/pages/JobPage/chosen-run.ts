import type { JobDetail, Run } from '@patchyard/api'

/** Newest first. */
export function runsInOrder(runs: readonly Run[]): Run[] {
  return [...runs].sort((a, b) => Date.parse(b.nominalAt) - Date.parse(a.nominalAt))
}

/** The run that the address names, or the newest; an id that the job does not have is an older link. */
export function chosenRun(runs: readonly Run[], id: string | null): Run | null {
  return runs.find(run => run.id === id) ?? runsInOrder(runs)[0] ?? null
}

export type JobStep = 'enable' | 'disable' | 'cancel' | 'retry'

interface Standing {
  readonly status: string
  readonly runs: readonly Pick<Run, 'startedAt' | 'endedAt' | 'tasks'>[]
}

/** What may be asked of a job now. The server decides again. */
export function stepsOf({ status, runs }: Standing): JobStep[] {
  const isOpen = runs.some(run => run.endedAt === null)
  const hasBegun = runs.some(run => run.startedAt !== null && run.endedAt === null)
  const notWell = runs.some(run => {
    const { partial, failed, expired, cancelled, unknown } = run.tasks
    return partial + failed + expired + cancelled + unknown > 0
  })
  const steps: JobStep[] = []
  if (status === 'disabled') steps.push('enable')
  if (status === 'enabled' && !hasBegun) steps.push('disable')
  if (isOpen) steps.push('cancel')
  if (!isOpen && notWell) steps.push('retry')
  return steps
}

const rightOf = {
  enable: 'job.start',
  retry: 'job.start',
  disable: 'job.stop',
  cancel: 'job.stop',
} as const satisfies { readonly [S in JobStep]: JobDetail['may'][number] }

/** What the person who looks may ask of it, as the server said of this job. */
export const stepsFor = (job: Standing & Pick<JobDetail, 'may'>): JobStep[] =>
  stepsOf(job).filter(step => job.may.includes(rightOf[step]))
