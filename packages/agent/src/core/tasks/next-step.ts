import type { FailureReason, SkipReason } from '@patchyard/domain'
import type { Blocked, Standing } from '@patchyard/protocol'
import type { ItemRow } from '../journal/schema.ts'
import type { ItemOutcome } from './stages.ts'

/** Why a begun task does nothing more; `end.code` of its events. */
export type StopCode = 'cancelled' | 'expired' | 'standing' | 'stopped' | 'aborted' | 'reboot_loop' | 'patching_off'

/** What every item gets that did not begin. */
export const stopReasons: { readonly [K in StopCode]: SkipReason | FailureReason } = {
  cancelled: 'cancelled',
  expired: 'window_closed',
  standing: 'asset_not_active',
  stopped: 'stopped_after_failure',
  aborted: 'job_aborted',
  reboot_loop: 'reboot_loop',
  patching_off: 'patching_off',
}

export type TaskStep =
  /** It was at work when the process died: look, never do it again. */
  | { readonly kind: 'recover'; readonly item: number }
  /** Announced before a crash, nothing changed yet: go on without announcing it again. */
  | { readonly kind: 'resume'; readonly item: number }
  | { readonly kind: 'begin'; readonly item: number }
  | { readonly kind: 'stop'; readonly code: StopCode }
  | { readonly kind: 'wait'; readonly reason: Blocked }
  | { readonly kind: 'finish' }

export interface StepItem {
  readonly item: number
  readonly stage: 'pre' | 'patch' | 'post'
}

export interface StepFacts {
  /** In the order of the document. */
  readonly items: readonly StepItem[]
  readonly rows: ReadonlyMap<number, Pick<ItemRow, 'stage' | 'outcome' | 'code'>>
  /** What `itemBlocked` says of a next item now. */
  readonly blocked: Blocked | null
  /** Of the last signed answer. */
  readonly standing: Standing
  readonly stopOnFailure: boolean
  /** Boots that nobody asked for since the task began. */
  readonly unexpectedBoots: number
}

/** Invariant I14: three boots in one task that nobody asked for, and nothing more is tried. */
const MOST_UNEXPECTED_BOOTS = 3

export function nextStep(facts: StepFacts): TaskStep {
  const staged = (stage: ItemRow['stage']) => facts.items.find(one => facts.rows.get(one.item)?.stage === stage)?.item
  const installing = staged('installing')
  if (installing !== undefined) return { kind: 'recover', item: installing }
  if (facts.items.every(one => facts.rows.get(one.item)?.stage === 'ended')) return { kind: 'finish' }
  if (facts.unexpectedBoots >= MOST_UNEXPECTED_BOOTS) return { kind: 'stop', code: 'reboot_loop' }
  if (isAborted(facts)) return { kind: 'stop', code: 'aborted' }
  if (facts.stopOnFailure && facts.items.some(one => one.stage === 'patch' && isFailure(facts, one))) {
    return { kind: 'stop', code: 'stopped' }
  }
  if (facts.blocked !== null) return whenBlocked(facts.blocked, facts.standing)
  const begun = staged('begun')
  if (begun !== undefined) return { kind: 'resume', item: begun }
  const pending = facts.items.find(one => !facts.rows.has(one.item))
  return pending === undefined ? { kind: 'finish' } : { kind: 'begin', item: pending.item }
}

function isFailure({ rows }: StepFacts, { item }: StepItem): boolean {
  const outcome: ItemOutcome | '' = rows.get(item)?.outcome ?? ''
  return outcome === 'failed' || outcome === 'unknown'
}

/**
 * An action said so (exit code 12). A pre-action whose end nobody knows may have said so, or have left the host unprepared: nothing that it
 * was to prepare begins. A failing action stops nothing (domain/jobs/definition, `actionExit`).
 */
function isAborted({ items, rows }: StepFacts): boolean {
  return items.some(({ item, stage }) => {
    const row = rows.get(item)
    return stage !== 'patch' && (row?.code === 'action_aborted' || (stage === 'pre' && row?.outcome === 'unknown'))
  })
}

/** Doubts about time and a fresh change of machine pass; the rest does not (agent-protocol §5: it stops before its next item). */
export function whenBlocked(
  blocked: Blocked,
  standing: Standing,
): { kind: 'stop'; code: StopCode } | { kind: 'wait'; reason: Blocked } {
  if (blocked === 'unlisted') return { kind: 'stop', code: 'cancelled' }
  if (blocked === 'finishBefore') return { kind: 'stop', code: 'expired' }
  if (blocked === 'patching') return { kind: 'stop', code: 'patching_off' }
  const expelled = standing === 'quarantined' || standing === 'rejected' || standing === 'revoked'
  return blocked === 'standing' && expelled ? { kind: 'stop', code: 'standing' } : { kind: 'wait', reason: blocked }
}
