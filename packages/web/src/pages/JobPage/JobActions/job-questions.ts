import type { JobDetail } from '@patchyard/api'
import type { RebootRule } from '@patchyard/domain'
import { notWellOf } from '../../../components/Progress/progress-parts.ts'
import { type JobStep, runsInOrder } from '../chosen-run.ts'
import { type TextKey, t } from '../../../i18n/text.ts'
import { patchesText, startText, windowText } from '../../JobWizard/review/review-text.ts'
import { stateOfDefinition } from '../../JobWizard/state/wizard-state.ts'

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

type Asked = Pick<JobDetail, 'name' | 'definition' | 'runs'>

const reboots: { readonly [R in RebootRule]: (count: number | null) => string } = {
  never: () => t('jobQuestion.noReboot'),
  ifNeeded: count => (count === null ? t('wizard.someReboot') : t('jobQuestion.mayReboot', { count })),
  always: count => (count === null ? t('wizard.allReboot') : t('jobQuestion.allReboot', { count })),
}

/** What is asked before a job is changed, and what the change touches. */
export function questionOf(step: JobStep, job: Asked): Question {
  const { definition } = job
  const { reboot } = definition.options
  // Whom tags mean is counted by each run.
  const count = definition.assets.tags.length > 0 ? null : definition.assets.include.length
  const assets = count === null ? t('wizard.chosenAssets') : t('count.asset', { count })
  const open = job.runs.reduce((sum, run) => sum + run.tasks.open, 0)
  const last = runsInOrder(job.runs)[0]
  switch (step) {
    case 'enable':
      return {
        title: t(definition.schedule?.type === 'onDemand' ? 'jobQuestion.startTitle' : 'jobQuestion.enableTitle'),
        sentences: [
          t('jobQuestion.deploys', { patches: patchesText(stateOfDefinition(job.name, definition)), assets }),
          startText(definition),
          windowText(definition),
          reboots[reboot](count),
        ],
        confirm: t('jobStep.enable'),
        isDangerous: reboot !== 'never',
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
        sentences: [t('jobQuestion.newRun', { assets: t('count.asset', { count: again }) }), reboots[reboot](again)],
        confirm: t('jobStep.retry'),
        isDangerous: reboot !== 'never',
      }
    }
  }
}
