import { shown } from '../../schedule/schedule-problem.ts'
import type { PatchWindow } from '../../schedule/schedule.ts'
import { withoutUndefined } from './check-choices.ts'
import type { DefinitionProblems } from './definition-problem.ts'
import { type JobOptions, jobLimits, rebootRules, usualJobOptions } from './job-definition.ts'
import { below, readMembers, readOneOf, readWhole } from './read-value.ts'

/** Options; what is not said is as usual. */
export function readOptions(
  problems: DefinitionProblems,
  at: string,
  value: unknown,
  window: PatchWindow | null,
): JobOptions {
  const members = value === undefined ? {} : readMembers(problems, at, value, Object.keys(usualJobOptions))
  if (members === null) return usualJobOptions
  const all = { ...usualJobOptions, ...withoutUndefined(members) } as { readonly [M in keyof JobOptions]: unknown }
  const word = <const W extends string>(name: keyof JobOptions, words: readonly [W, ...W[]]): W =>
    readOneOf(problems, below(at, name), all[name], words, 'option_value') ?? words[0]
  const whole = (name: LimitedOption): number =>
    readWhole(problems, below(at, name), all[name], jobLimits[name], 'option_value') ?? 0
  const flag = (name: keyof JobOptions): boolean => {
    if (typeof all[name] !== 'boolean')
      problems.add('option_value', below(at, name), `${shown(all[name])} is neither true nor false`)
    return all[name] === true
  }
  const options: JobOptions = {
    onFailure: word('onFailure', ['stop', 'continue']),
    reboot: word('reboot', rebootRules),
    whenGone: word('whenGone', ['newest', 'skip']),
    earlyDownloadMinutes: whole('earlyDownloadMinutes'),
    downloadSpreadMinutes: whole('downloadSpreadMinutes'),
    bandwidthKBs: all.bandwidthKBs === null ? null : whole('bandwidthKBs'),
    atOnce: all.atOnce === null ? null : whole('atOnce'),
    catchUp: flag('catchUp'),
    keepForRollback: flag('keepForRollback'),
    requireDryRun: flag('requireDryRun'),
    minAgeDays: whole('minAgeDays'),
  }
  if (window !== null && options.downloadSpreadMinutes >= window.minutes) {
    const spread = options.downloadSpreadMinutes
    if (spread > 0)
      problems.add(
        'option_window',
        below(at, 'downloadSpreadMinutes'),
        `${spread} minutes are not less than the window of ${window.minutes}`,
      )
  }
  return options
}

type LimitedOption = Extract<keyof JobOptions, keyof typeof jobLimits>
