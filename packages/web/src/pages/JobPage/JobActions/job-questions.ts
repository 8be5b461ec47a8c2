import type { JobDetail } from '@patchyard/api'
import { notWellOf } from '../../../components/Progress/progress-parts.ts'
import { type JobStep, runsInOrder } from '../chosen-run.ts'
import { type TextKey, t } from '../../../i18n/text.ts'

export const stepLabels: { readonly [S in JobStep]: TextKey } = {
  enable: 'jobStep.enable',
  disable: 'jobStep.disable',
  cancel: 'jobStep.cancel',
  retry: 'jobStep.retry',
}

export interface Question {
  readonly title: string
  readonly sentences: readonly string[]
  readonly confirm: string
  readonly isDangerous: boolean
}

type Asked = Pick<JobDetail, 'assetCount' | 'patchCount' | 'options' | 'runs'>

const reboots: { readonly [R in JobDetail['options']['reboot']]: (count: number) => string } = {
  never: () => t('jobQuestion.noReboot'),
  ifNeeded: count => t('jobQuestion.mayReboot', { count }),
  always: count => t('jobQuestion.allReboot', { count }),
}

/** What is asked before a job is changed, and what the change touches. */
export function questionOf(step: JobStep, job: Asked): Question {
  const assets = t('count.asset', { count: job.assetCount })
  const open = job.runs.reduce((sum, run) => sum + run.tasks.open, 0)
  const last = runsInOrder(job.runs)[0]
  switch (step) {
    case 'enable':
      return {
        title: t('jobQuestion.startTitle'),
        sentences: [
          t('jobQuestion.deploys', { patches: t('count.patch', { count: job.patchCount }), assets }),
          reboots[job.options.reboot](job.assetCount),
        ],
        confirm: t('jobStep.enable'),
        isDangerous: job.options.reboot !== 'never',
      }
    case 'disable':
      return {
        title: t('jobQuestion.disableTitle'),
        sentences: [t('jobQuestion.nothingBegins', { assets })],
        confirm: t('jobStep.disable'),
        isDangerous: false,
      }
    case 'cancel':
      return {
        title: t('jobQuestion.cancelTitle'),
        sentences: [t('jobQuestion.stillOpen', { count: open }), t('jobQuestion.notTornOff')],
        confirm: t('jobQuestion.cancelIt'),
        isDangerous: true,
      }
    case 'retry': {
      const again = last === undefined ? 0 : notWellOf(last.tasks)
      return {
        title: t('jobQuestion.retryTitle'),
        sentences: [
          t('jobQuestion.newRun', { assets: t('count.asset', { count: again }) }),
          reboots[job.options.reboot](again),
        ],
        confirm: t('jobStep.retry'),
        isDangerous: job.options.reboot !== 'never',
      }
    }
  }
}
