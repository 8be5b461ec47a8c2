import type { QueryContext } from '@patchyard/query'
import type { Database, TransactionOptions, Trx } from '../database/database.ts'
import type { Principal } from '../http/principal.ts'
import { contextOf } from './query-context.ts'

/** Who asks, and the transaction in which what they may see is there. */
export interface Reading {
  readonly context: QueryContext
  inside<T>(work: (trx: Trx) => Promise<T>, options?: Omit<TransactionOptions, 'readOnly'>): Promise<T>
}

/**
 * A speaker's view of their subscription; with `ofInstallation` that of what belongs to none, which only operators may have: whoever
 * calls has made sure of it. No scope of tags narrows that.
 */
export function readingAs(
  database: Database,
  principal: Principal,
  nowMs: number,
  ofInstallation: boolean,
  asOfMs?: number,
): Reading {
  const context = contextOf(principal, nowMs, asOfMs)
  if (ofInstallation) {
    const { subscriptionId, personId } = context
    return {
      context: { subscriptionId, personId, nowMs, scope: { kind: 'all' }, ofInstallation },
      inside: (work, options) => database.asOperator(work, { ...options, readOnly: true }),
    }
  }
  return {
    context,
    inside: (work, options) => database.inSubscription(principal.subscriptionId, work, { ...options, readOnly: true }),
  }
}
