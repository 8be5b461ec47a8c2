import { type JobDefinition, missingParts, scheduleSummary } from '@patchyard/domain'
import { t } from '../../../i18n/text.ts'
import { durationText } from '../../../text/instant-text.ts'
import { shownText } from '../../../text/shown-text.ts'
import type { JobDraft } from '../job-draft.ts'
import type { WizardState } from '../state/wizard-state.ts'

export interface Review {
  /** How much: "3 patches on 12 assets". */
  readonly extent: string
  /** When it begins, a sentence. */
  readonly start: string
  /** What else happens, a sentence each. */
  readonly sentences: readonly string[]
  /** Machines may go down: shown with a warning. */
  readonly reboot: string
  readonly mayReboot: boolean
}

/** Names one after the other, the first of them. */
export function listed(names: readonly string[], most: number): string {
  const shown = names
    .slice(0, most)
    .map(name => shownText(name, 60))
    .join(', ')
  const rest = names.length - most
  return rest > 0 ? t('newJob.namesAndMore', { names: shown, rest }) : shown
}

/** What is installed, in words. */
export function patchesText({ definition, names }: WizardState): string {
  const { patches } = definition
  switch (patches.from) {
    case 'list':
      return t('count.patch', { count: patches.patches.length })
    case 'query':
      return t('wizard.patchesOfQuery')
    case 'job':
      return patches.job === ''
        ? t('count.patch', { count: 0 })
        : t('wizard.patchesOfJob', { name: shownText(names[patches.job] ?? patches.job, 60) })
    case 'none':
      return t('count.patch', { count: 0 })
  }
}

/** `assets`: how many the choice comes to now; null: not known. */
function rebootSentence(state: WizardState, assets: number | null): string {
  const { options, patches } = state.definition
  if (options.reboot === 'never') return t('newJob.noReboot')
  if (assets === null) return t(options.reboot === 'always' ? 'wizard.allReboot' : 'wizard.someReboot')
  if (options.reboot === 'always') return t('newJob.rebootAlways', { count: assets })
  const suggesting =
    patches.from === 'list'
      ? patches.patches.filter(id => state.rebooting.includes(id)).map(id => state.names[id] ?? id)
      : []
  if (suggesting.length > 0) return t('newJob.rebootLikely', { count: assets, patches: listed(suggesting, 3) })
  return patches.from === 'list' ? t('newJob.rebootUnlikely', { count: assets }) : t('wizard.someReboot')
}

export function startText({ schedule }: Pick<JobDefinition, 'schedule'>): string {
  if (schedule === null) return t('wizard.noSchedule')
  return schedule.type === 'onDemand' ? t('wizard.startsAtOnce') : `${scheduleSummary(schedule)}.`
}

export function windowText({ window }: Pick<JobDefinition, 'window'>): string {
  if (window === null) return t('wizard.noWindow')
  const time = durationText(window.minutes * 60_000)
  return t(window.appliesTo === 'start' ? 'wizard.windowStart' : 'wizard.windowFinish', { time })
}

/** At the beginning of a line. */
export const capital = (text: string): string => `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`

/** What a job will do, in words, before it is saved. */
export function reviewOf(state: WizardState, assets: number | null): Review {
  const { definition, wanted } = state
  const { preActions, postActions, options, messages } = definition
  const actions =
    (wanted.includes('preActions') ? preActions.length : 0) + (wanted.includes('postActions') ? postActions.length : 0)
  const missing = missingParts(definition)
  const told = Object.values(messages).filter(one => one !== null).length
  return {
    extent:
      missing.includes('assets') && missing.includes('patches')
        ? t('newJob.nothingChosen')
        : capital(
            t('newJob.extent', {
              patches: patchesText(state),
              assets: assets === null ? t('wizard.chosenAssets') : t('count.asset', { count: assets }),
            }),
          ),
    start: startText(definition),
    reboot: rebootSentence(state, assets),
    mayReboot: options.reboot !== 'never',
    sentences: [
      t('newJob.eachAsset'),
      options.onFailure === 'stop' ? t('newJob.failureStops') : t('newJob.failureGoesOn'),
      windowText(definition),
      ...(actions > 0 ? [t('wizard.actionsRun', { count: actions })] : []),
      ...(told > 0 ? [t('wizard.peopleAreTold')] : []),
    ],
  }
}

/** A name to begin with; people change it as they like. */
export function suggestedName({ assets, patches }: JobDraft): string {
  const [asset, patch] = [assets[0], patches[0]]
  if (asset === undefined || patch === undefined) return ''
  const what = patches.length === 1 ? patch.title : t('count.patch', { count: patches.length })
  const where = assets.length === 1 ? asset.name : t('count.asset', { count: assets.length })
  return shownText(t('newJob.extent', { patches: what, assets: where }), 119)
}
