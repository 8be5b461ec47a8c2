import type { Job } from '@patchyard/api'
import type { Permission } from '@patchyard/domain'
import { type TextKey, t } from '../../i18n/text.ts'
import { shownText } from '../../text/shown-text.ts'

/** As many jobs as the API changes at once. */
export const MOST_AT_ONCE = 500

export type BulkStep = 'enable' | 'disable' | 'cancel' | 'clone' | 'owner' | 'delete'

const needs: { readonly [S in BulkStep]: Permission } = {
  enable: 'job.control',
  disable: 'job.control',
  cancel: 'job.control',
  clone: 'job.write',
  owner: 'job.changeOwner',
  delete: 'job.delete',
}

export const bulkLabels: { readonly [S in BulkStep]: TextKey } = {
  enable: 'jobBulk.enable',
  disable: 'jobBulk.disable',
  cancel: 'jobBulk.cancel',
  clone: 'jobMenu.clone',
  owner: 'jobPeople.changeOwner',
  delete: 'jobMenu.delete',
}

type Can = (permission: Permission) => boolean

const steps = Object.keys(needs) as BulkStep[]

export const mayDoSome = (can: Can): boolean => steps.some(step => can(needs[step]))

/** What may be asked of these jobs together; the server decides about each. One job alone is cloned. */
export const stepsFor = (jobs: readonly Pick<Job, 'mayOpen'>[], can: Can): readonly BulkStep[] =>
  steps.filter(step => can(needs[step]) && (step !== 'clone' || (jobs.length === 1 && jobs[0]?.mayOpen === true)))

const FEW = 5

/** "Friday servers, Kernel and 3 more". */
export function namesOf(jobs: readonly Pick<Job, 'name'>[]): string {
  const names = jobs
    .slice(0, FEW)
    .map(job => shownText(job.name, 60))
    .join(', ')
  const rest = jobs.length - FEW
  return rest > 0 ? t('newJob.namesAndMore', { names, rest }) : names
}

type Touched = Pick<Job, 'name' | 'status' | 'scheduleType' | 'missing' | 'tasks'>

/** What a step touches, a sentence each. */
export function bulkSentences(step: 'enable' | 'disable' | 'cancel' | 'delete', jobs: readonly Touched[]): string[] {
  const names = namesOf(jobs)
  switch (step) {
    case 'enable': {
      const atOnce = jobs.filter(job => job.scheduleType === 'onDemand' && job.status !== 'enabled').length
      const drafts = jobs.filter(job => job.missing.length > 0)
      return [
        names,
        ...(atOnce > 0 ? [t('jobBulk.startAtOnce', { count: atOnce })] : []),
        ...(jobs.length > atOnce ? [t('jobBulk.startInTime', { count: jobs.length - atOnce })] : []),
        ...(drafts.length > 0 ? [t('jobBulk.drafts', { names: namesOf(drafts) })] : []),
      ]
    }
    case 'disable':
      return [names, t('jobBulk.nothingBegins')]
    case 'cancel': {
      const open = jobs.reduce((sum, job) => sum + job.tasks.open, 0)
      return [names, t('jobQuestion.stillOpen', { count: open }), t('jobQuestion.notTornOff')]
    }
    case 'delete': {
      const ran = jobs.filter(job => job.tasks.total > 0)
      return [names, t('jobBulk.goneForEver'), ...(ran.length > 0 ? [t('jobBulk.ran', { names: namesOf(ran) })] : [])]
    }
  }
}
