import type { JobDetail } from '@patchyard/api'
import { notWellOf } from '../../../components/Progress/progress-parts.ts'
import { counted } from '../../../text/counted.ts'
import { type JobStep, runsInOrder } from '../chosen-run.ts'

export const stepLabels: { readonly [S in JobStep]: string } = {
  enable: 'Enable',
  disable: 'Disable',
  cancel: 'Cancel',
  retry: 'Retry',
}

export interface Question {
  readonly title: string
  readonly sentences: readonly string[]
  readonly confirm: string
  readonly isDangerous: boolean
}

type Asked = Pick<JobDetail, 'assetCount' | 'patchCount' | 'options' | 'runs'>

const reboots: { readonly [R in JobDetail['options']['reboot']]: (assets: string) => string } = {
  never: () => 'No asset is rebooted.',
  ifNeeded: assets => `Up to ${assets} may reboot, if the package manager asks for it.`,
  always: assets => `All of ${assets} reboot at the end.`,
}

/** What is asked before a job is changed, and what the change touches. */
export function questionOf(step: JobStep, job: Asked): Question {
  const assets = counted(job.assetCount, 'asset')
  const open = job.runs.reduce((sum, run) => sum + run.tasks.open, 0)
  const last = runsInOrder(job.runs)[0]
  switch (step) {
    case 'enable':
      return {
        title: 'Start this job now?',
        sentences: [
          `It deploys ${counted(job.patchCount, 'patch', 'patches')} on ${assets}, beginning at once.`,
          reboots[job.options.reboot](assets),
        ],
        confirm: 'Enable',
        isDangerous: job.options.reboot !== 'never',
      }
    case 'disable':
      return {
        title: 'Disable this job?',
        sentences: [`Nothing begins on its ${assets} until it is enabled again.`],
        confirm: 'Disable',
        isDangerous: false,
      }
    case 'cancel':
      return {
        title: 'Cancel this job?',
        sentences: [
          `${counted(open, 'task')} ${open === 1 ? 'is' : 'are'} still open. What has not begun will not begin.`,
          'An installation that is under way is not torn off: the asset finishes it, reports, and stops.',
        ],
        confirm: 'Cancel the job',
        isDangerous: true,
      }
    case 'retry': {
      const again = last === undefined ? 0 : notWellOf(last.tasks)
      return {
        title: 'Run again for what did not end well?',
        sentences: [
          `A new run begins at once on ${counted(again, 'asset')} whose task failed, was only partly completed, timed out, was cancelled or is unknown.`,
          reboots[job.options.reboot](counted(again, 'asset')),
        ],
        confirm: 'Retry',
        isDangerous: job.options.reboot !== 'never',
      }
    }
  }
}
