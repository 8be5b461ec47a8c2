import type { AssetsDone } from '@patchyard/api'
import { t } from '../../i18n/text.ts'

/** What became of an action, in numbers. */
export function doneText({ matched, changed, skipped }: AssetsDone): string {
  const parts = [t('assetAction.changed', { changed: t('count.asset', { count: changed }) })]
  const same = matched - changed - skipped
  if (same > 0) parts.push(t('assetAction.same', { count: same }))
  if (skipped > 0) parts.push(t('assetAction.skipped', { count: skipped }))
  return parts.join(' ')
}
