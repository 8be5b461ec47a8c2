import type { FailureReason, SkipReason } from '@patchyard/domain'
import type { ActFailure, InstallOutcome, Refusal, RefusalCode, RefusedPlan } from '../ports/package-manager.ts'
import type { ItemOutcome } from './stages.ts'

/** How an item ended, in the words that travel (agent-protocol §6.5, domain/states/reasons.ts). */
export interface ItemEnd {
  readonly outcome: ItemOutcome
  readonly code: ItemCode | null
  readonly rc: number | null
  /** For people: refusals or the engine's own output. */
  readonly output: string
}

export type ItemCode = FailureReason | SkipReason | 'already_installed'

/** The codes that the server and its pages know, by what the package manager refused. */
const refusalReasons: {
  readonly [K in RefusalCode]: { outcome: 'failed' | 'skipped'; code: FailureReason | SkipReason }
} = {
  invalid_name: { outcome: 'failed', code: 'name_refused' },
  not_installed: { outcome: 'failed', code: 'not_installed' },
  changed_since: { outcome: 'failed', code: 'plan_changed' },
  not_offered: { outcome: 'failed', code: 'version_gone' },
  unauthenticated: { outcome: 'failed', code: 'repository_unauthenticated' },
  not_newer: { outcome: 'failed', code: 'not_newer' },
  held: { outcome: 'skipped', code: 'patch_held' },
  would_remove: { outcome: 'failed', code: 'would_remove' },
  would_downgrade: { outcome: 'failed', code: 'would_downgrade' },
  would_add: { outcome: 'failed', code: 'plan_changed' },
  would_not_install: { outcome: 'failed', code: 'plan_changed' },
  no_plan: { outcome: 'failed', code: 'plan_changed' },
  database_broken: { outcome: 'failed', code: 'package_manager_broken' },
}

/** Refusals of one plan are one end: the gravest names it. A removal says more than a missing version. */
const gravity: readonly RefusalCode[] = [
  'invalid_name',
  'database_broken',
  'would_remove',
  'would_downgrade',
  'unauthenticated',
  'held',
  'not_installed',
  'not_newer',
  'not_offered',
  'changed_since',
  'would_add',
  'would_not_install',
  'no_plan',
]

export const alreadyInstalled: ItemEnd = { outcome: 'ok', code: 'already_installed', rc: null, output: '' }

export function refusedEnd(plan: Pick<RefusedPlan, 'refusals'>): ItemEnd {
  const gravest = gravity.find(code => plan.refusals.some(one => one.code === code)) ?? 'no_plan'
  return { ...refusalReasons[gravest], rc: null, output: refusalText(plan.refusals) }
}

export function failureEnd(failure: ActFailure, rc: number | null, log: string): ItemEnd {
  if (failure.code === 'refused') return refusedEnd(failure)
  const output = `${failure.detail}\n${log}`
  return {
    outcome: failure.code === 'lock_held' ? 'skipped' : 'failed',
    code: failureReasons[failure.code],
    rc,
    output,
  }
}

const failureReasons: { readonly [K in Exclude<ActFailure['code'], 'refused'>]: FailureReason } = {
  download_failed: 'download_failed',
  disk_full: 'disk_full',
  lock_held: 'lock_held',
  timed_out: 'timed_out',
  aborted: 'interrupted',
  maintainer_script: 'maintainer_script_failed',
  engine_failed: 'install_failed',
  database_broken: 'package_manager_broken',
}

/** The database decides (`outcome`), the failure only names the reason. */
export function installEnd(outcome: InstallOutcome): ItemEnd {
  const rc = outcome.exitCode
  switch (outcome.outcome) {
    case 'installed':
      return { outcome: 'ok', code: null, rc, output: outcome.log }
    case 'unknown':
      return { outcome: 'unknown', code: 'outcome_unknown', rc, output: outcome.log }
    case 'partial':
    case 'failed': {
      const named =
        outcome.failure === null
          ? { outcome: 'failed' as const, code: 'install_failed' as const }
          : failureEnd(outcome.failure, rc, '')
      // Something changed or may have: that is never `skipped`.
      const kind = outcome.outcome === 'partial' ? 'failed' : named.outcome
      return { outcome: kind, code: named.code, rc, output: `${packagesText(outcome)}${outcome.log}` }
    }
  }
}

function packagesText(outcome: InstallOutcome): string {
  const lines = outcome.packages
    .filter(one => one.state !== 'installed')
    .map(
      one =>
        `${one.name}:${one.arch} is ${one.after ?? 'not installed'}, planned ${one.planned}${one.detail === null ? '' : ` (${one.detail})`}\n`,
    )
  return lines.join('')
}

function refusalText(refusals: readonly Refusal[]): string {
  return refusals.map(one => `${one.package ?? 'plan'}: ${one.code}: ${one.detail}\n`).join('')
}

export type TaskOutcome = 'succeeded' | 'partial' | 'failed' | 'skipped' | 'unknown'

/**
 * One word for the task, by its patches; of a task of actions alone by those. The server's own verdict on patches comes from the scan
 * afterwards.
 */
export function taskOutcome(items: readonly ItemOutcome[]): TaskOutcome {
  const good = items.filter(one => one === 'ok' || one === 'recovered').length
  if (items.includes('unknown')) return 'unknown'
  if (good === items.length) return 'succeeded'
  if (good > 0) return 'partial'
  return items.includes('failed') ? 'failed' : 'skipped'
}
