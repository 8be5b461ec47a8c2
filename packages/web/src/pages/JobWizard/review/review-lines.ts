import { type JobAction, usualJobOptions } from '@patchyard/domain'
import { type TextKey, t } from '../../../i18n/text.ts'
import { durationText } from '../../../text/instant-text.ts'
import { shownText } from '../../../text/shown-text.ts'
import { actionLabels, kindLabels, platformLabels } from '../state/labels.ts'
import type { WizardState } from '../state/wizard-state.ts'
import type { StepId } from '../state/wizard-steps.ts'
import { capital, listed, patchesText, startText, windowText } from './review-text.ts'

const FEW = 5

/** What a step says, a line each; never none. */
export function linesOf(step: StepId, state: WizardState): readonly string[] {
  const { definition } = state
  switch (step) {
    case 'basic':
      return [
        shownText(state.name.trim(), 120) || t('wizard.noName'),
        `${t(kindLabels[definition.kind])}, ${t(platformLabels[definition.platform])}`,
        ...(definition.description.trim() === '' ? [] : [shownText(definition.description, 300)]),
      ]
    case 'assets':
      return assetLines(state)
    case 'preActions':
    case 'postActions':
      return actionLines(definition[step])
    case 'patches':
      return [
        capital(patchesText(state)),
        ...(definition.patches.from === 'query' ? [shownText(definition.patches.query, 400)] : []),
        ...(definition.patches.from === 'list' && definition.patches.patches.length > 0
          ? [
              listed(
                definition.patches.patches.map(id => state.names[id] ?? id),
                FEW,
              ),
            ]
          : []),
      ]
    case 'schedule':
      return [startText(definition), windowText(definition)]
    case 'options':
      return optionLines(state)
    case 'access':
      return [
        state.coAuthors.length === 0
          ? t('jobPeople.noCoAuthor')
          : listed(
              state.coAuthors.map(one => one.name),
              FEW,
            ),
      ]
    case 'review':
      return []
  }
}

function assetLines({ definition, names }: WizardState): readonly string[] {
  const { tags, matchTags, excludeTags, matchExcludeTags, include, exclude } = definition.assets
  const named = (ids: readonly string[]): string =>
    listed(
      ids.map(id => names[id] ?? id),
      FEW,
    )
  const lines = [
    ...(tags.length === 0
      ? []
      : [t(matchTags === 'any' ? 'wizard.lineTagsAny' : 'wizard.lineTagsAll', { names: named(tags) })]),
    ...(excludeTags.length === 0
      ? []
      : [t(matchExcludeTags === 'any' ? 'wizard.lineOutAny' : 'wizard.lineOutAll', { names: named(excludeTags) })]),
    ...(include.length === 0 ? [] : [t('wizard.lineInclude', { names: named(include) })]),
    ...(exclude.length === 0 ? [] : [t('wizard.lineExclude', { names: named(exclude) })]),
  ]
  return lines.length === 0 ? [t('wizard.nobodyYet')] : lines
}

const actionLines = (actions: readonly JobAction[]): readonly string[] =>
  actions.length === 0
    ? [t('wizard.noAction')]
    : actions.map(
        (action, n) =>
          `${n + 1}. ${shownText(action.name, 120)} (${t(actionLabels[action.kind])}, ${durationText(action.timeoutS * 1000)})`,
      )

const reboots: Readonly<Record<string, TextKey>> = {
  never: 'wizard.suppressReboot',
  ifNeeded: 'newJob.ifThePackageManagerAsksFor',
  always: 'newJob.alwaysAtTheEnd',
}

/** Reboot and failure always; the others where they are not as usual. */
function optionLines({ definition }: WizardState): readonly string[] {
  const { options, messages } = definition
  const minutes = (count: number): string => durationText(count * 60_000)
  const told = [
    messages.before === null ? null : t('wizard.messageBefore'),
    messages.during === null ? null : t('wizard.messageDuring'),
    messages.reboot === null ? null : t('wizard.messageCountdown'),
    messages.complete === null ? null : t('wizard.messageComplete'),
  ].filter(one => one !== null)
  return [
    t('wizard.lineReboot', { what: t(reboots[options.reboot] ?? 'newJob.never') }),
    t(options.onFailure === 'stop' ? 'newJob.stopThereSkipItsRemainingPatches' : 'newJob.goOnWithItsOtherPatches'),
    ...(options.whenGone === usualJobOptions.whenGone ? [] : [t('wizard.lineGoneSkip')]),
    ...(options.minAgeDays === 0 ? [] : [t('wizard.lineMinAge', { count: options.minAgeDays })]),
    ...(options.atOnce === null ? [] : [t('wizard.lineAtOnce', { count: options.atOnce })]),
    ...(options.catchUp ? [] : [t('wizard.lineNoCatchUp')]),
    ...(options.requireDryRun ? [t('wizard.requireDryRun')] : []),
    ...(options.earlyDownloadMinutes === 0
      ? []
      : [t('wizard.lineEarly', { time: minutes(options.earlyDownloadMinutes) })]),
    ...(options.downloadSpreadMinutes === 0
      ? []
      : [t('wizard.lineSpread', { time: minutes(options.downloadSpreadMinutes) })]),
    ...(options.bandwidthKBs === null ? [] : [t('wizard.lineBandwidth', { count: options.bandwidthKBs })]),
    ...(told.length === 0 ? [] : [t('wizard.lineMessages', { names: told.join(', ') })]),
  ]
}
