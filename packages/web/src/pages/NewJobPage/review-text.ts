import { shownText } from '../../text/shown-text.ts'
import { durationText } from '../../text/instant-text.ts'
import type { JobDraft } from './job-draft.ts'
import { t } from '../../i18n/text.ts'

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
  const shown = names
    .slice(0, most)
    .map(name => shownText(name, 60))
    .join(', ')
  const rest = names.length - most
  return rest > 0 ? t('newJob.namesAndMore', { names: shown, rest }) : shown
}

function rebootSentence({ assets, patches }: JobDraft, reboot: ChosenOptions['reboot']): string {
  if (reboot === 'never') return t('newJob.noReboot')
  if (reboot === 'always') return t('newJob.rebootAlways', { count: assets.length })
  const suggesting = patches.filter(patch => patch.rebootSuggested).map(patch => patch.title)
  if (suggesting.length === 0) return t('newJob.rebootUnlikely', { count: assets.length })
  return t('newJob.rebootLikely', { count: assets.length, patches: listed(suggesting, 3) })
}

/** What a job will do, in words, before it is saved. */
export function reviewOf(draft: JobDraft, options: ChosenOptions): Review {
  const { assets, patches } = draft
  return {
    extent:
      assets.length === 0 && patches.length === 0
        ? t('newJob.nothingChosen')
        : t('newJob.extent', {
            patches: t('count.patch', { count: patches.length }),
            assets: t('count.asset', { count: assets.length }),
          }),
    reboot: rebootSentence(draft, options.reboot),
    mayReboot: options.reboot !== 'never',
    sentences: [
      t('newJob.eachAsset'),
      options.onFailure === 'stop' ? t('newJob.failureStops') : t('newJob.failureGoesOn'),
      t('newJob.nothingLater', { time: durationText(options.windowMinutes * 60_000) }),
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
