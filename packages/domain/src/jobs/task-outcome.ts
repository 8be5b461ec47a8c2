import { isSatisfied, type CompareVersions, type InstalledVersions } from '../findings/package-update.ts'
import type { ItemState } from '../states/item-state.ts'
import type { FailureReason, SkipReason } from '../states/reasons.ts'
import type { TaskState } from '../states/task-state.ts'

export interface ItemTruth {
  readonly state: ItemState
  readonly reason: SkipReason | FailureReason | null
}

interface ItemPackage {
  readonly name: string
  readonly arch: string
  readonly from?: string | null
  readonly to: string
}

/** Forward "this version or above" is enough; on the way back it is this version and no later one beside it. */
function isThere(one: ItemPackage, installed: InstalledVersions, compare: CompareVersions): boolean {
  const { name, arch, from, to } = one
  if (from === undefined || from === null || compare(from, to) <= 0)
    return isSatisfied([{ name, arch, candidate: to }], installed, compare)
  const versions = installed(name, arch)
  return versions.length > 0 && versions.every(version => compare(version, to) === 0)
}

/**
 * What a scan after the task says of one item: the scan decides, in both directions. An item that the agent called
 * done but whose versions are not there has failed; one it called failed whose versions are there is installed.
 */
export function judgeItem(
  said: ItemTruth,
  packages: readonly ItemPackage[],
  installed: InstalledVersions,
  compare: CompareVersions,
): ItemTruth {
  const there = packages.every(p => isThere(p, installed, compare))
  switch (said.state) {
    // Already installed: found there by the agent when its turn came. One that the server had left out names no packages and stays.
    case 'installed':
    case 'alreadyInstalled':
      return there ? said : { state: 'failed', reason: 'still_missing' }
    case 'failed':
      // A broken maintainer script leaves the new version unpacked: dpkg names it, the item stays failed.
      return there && said.reason !== 'maintainer_script_failed' ? { state: 'installed', reason: null } : said
    case 'pending':
    case 'downloading':
    case 'installing':
      return there ? { state: 'installed', reason: null } : { state: 'failed', reason: 'interrupted' }
    default:
      return said
  }
}

/**
 * The end of a task from the ends of its items. Items that need no work (installed already …) neither help nor harm: a
 * task of such items alone succeeded, one whose every other item failed has failed.
 */
export function taskOutcome(
  items: readonly ItemTruth[],
  ended: { readonly cancelled: boolean; readonly expired: boolean },
): Extract<TaskState, 'succeeded' | 'partial' | 'failed' | 'cancelled' | 'expired' | 'skipped'> {
  const good = items.filter(i => i.state === 'installed').length
  const bad = items.filter(i => i.state === 'failed').length
  const notDone = items.filter(i => i.state === 'skipped' || i.state === 'pending').length
  const already = items.filter(i => i.state === 'alreadyInstalled').length
  if (good + already > 0 && bad + notDone === 0) return 'succeeded'
  if (good > 0) return 'partial'
  if (ended.cancelled && bad === 0) return 'cancelled'
  if (ended.expired && bad === 0) return 'expired'
  if (bad > 0) return 'failed'
  return 'skipped'
}
