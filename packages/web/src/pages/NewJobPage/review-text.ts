import { counted } from '../../text/counted.ts'
import { shownText } from '../../text/shown-text.ts'
import { durationText } from '../../text/instant-text.ts'
import type { JobDraft } from './job-draft.ts'

export interface ChosenOptions {
  readonly onFailure: 'stop' | 'continue'
  readonly reboot: 'never' | 'ifNeeded' | 'always'
  readonly windowMinutes: number
}

export interface Review {
  /** How much: "3 patches on 12 assets". */
  readonly extent: string
  /** What else happens, a sentence each. */
  readonly sentences: readonly string[]
  /** Machines may go down: shown with a warning. */
  readonly reboot: string
  readonly mayReboot: boolean
}

const listed = (names: readonly string[], most: number): string => {
  const shown = names.slice(0, most).map(name => shownText(name, 60))
  const rest = names.length - shown.length
  return rest > 0 ? `${shown.join(', ')} and ${rest} more` : shown.join(', ')
}

function rebootSentence({ assets, patches }: JobDraft, reboot: ChosenOptions['reboot']): string {
  const machines = counted(assets.length, 'asset')
  if (reboot === 'never') return 'No asset is rebooted; those that need it will show "Reboot needed".'
  if (reboot === 'always')
    return assets.length === 1 ? 'The asset reboots at the end.' : `All ${machines} reboot at the end.`
  const upTo = assets.length === 1 ? 'the asset' : `up to ${machines}`
  const suggesting = patches.filter(patch => patch.rebootSuggested).map(patch => patch.title)
  if (suggesting.length === 0)
    return `None of the patches suggests a reboot, but the package manager decides: ${upTo} may reboot.`
  return `${upTo.slice(0, 1).toUpperCase()}${upTo.slice(1)} may reboot, because of ${listed(suggesting, 3)}.`
}

/** What a job will do, in words, before it is saved. */
export function reviewOf(draft: JobDraft, options: ChosenOptions): Review {
  const { assets, patches } = draft
  return {
    extent:
      assets.length === 0 && patches.length === 0
        ? 'Nothing is chosen yet'
        : `${counted(patches.length, 'patch', 'patches')} on ${counted(assets.length, 'asset')}`,
    reboot: rebootSentence(draft, options.reboot),
    mayReboot: options.reboot !== 'never',
    sentences: [
      'Each asset gets those of the patches that it misses when the job starts; what is left out is listed with its reason.',
      options.onFailure === 'stop'
        ? 'After a failure the asset stops: its remaining patches are skipped. Other assets go on.'
        : 'After a failure the asset goes on with its other patches.',
      `Nothing begins later than ${durationText(options.windowMinutes * 60_000)} after the start.`,
    ],
  }
}

/** A name to begin with; people change it as they like. */
export function suggestedName({ assets, patches }: JobDraft): string {
  const [asset, patch] = [assets[0], patches[0]]
  if (asset === undefined || patch === undefined) return ''
  const what = patches.length === 1 ? patch.title : counted(patches.length, 'patch', 'patches')
  const where = assets.length === 1 ? asset.name : counted(assets.length, 'asset')
  return shownText(`${what} on ${where}`, 119)
}
