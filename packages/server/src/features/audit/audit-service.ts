import type { AuditEntry } from '@patchyard/domain'
import { beforeCommit } from '../../database/end-of-transaction.ts'
import type { Trx } from '../../database/database.ts'
import { wallOf, withoutSubscription, withSubscription } from '../../database/wall.ts'
import { actorText, type ByWhom } from './audit-actor.ts'
import { appendToChain } from './audit-store.ts'

export type { AuditActor } from './audit-actor.ts'

export type NewAudit = ByWhom & {
  /** `tag.create` */
  readonly action: string
  /** `tag:<uuid>` */
  readonly object: string
  /** What changed, as `{ before, after }` of it; never a secret. Values of JSON. */
  readonly detail?: Readonly<Record<string, unknown>>
  readonly nowMs: number
  /**
   * Into whose chain; default: the subscription behind whose wall the transaction stands, or the installation's own outside of all.
   * For operators, whose deeds the subscription that they are about is told too. 0: the installation's own.
   */
  readonly subscriptionId?: number
}

interface Waiting {
  readonly chain: number
  readonly entry: AuditEntry
}

const waiting = new WeakMap<Trx, Waiting[]>()

/**
 * One row for each change, in the same transaction: one is never without the other. The row is written just before COMMIT, since
 * all writers of a chain wait for its end there; the order of calls in one transaction is kept.
 */
export async function writeAudit(trx: Trx, audit: NewAudit): Promise<void> {
  const { action, object, detail = {}, nowMs } = audit
  const chain = audit.subscriptionId ?? wallOf(trx) ?? 0
  const entry = {
    at: new Date(nowMs).toISOString(),
    actor: storable(actorText(audit)),
    action: storable(action),
    object: storable(object),
    detail,
  }
  const known = waiting.get(trx)
  if (known !== undefined) {
    known.push({ chain, entry })
    return
  }
  const list: Waiting[] = [{ chain, entry }]
  waiting.set(trx, list)
  beforeCommit(trx, () => writeWaiting(trx, list))
}

/** Chains in the order of their numbers, so that two transactions never wait for each other. */
async function writeWaiting(trx: Trx, list: readonly Waiting[]): Promise<void> {
  const chains = Map.groupBy(list, one => one.chain)
  for (const chain of [...chains.keys()].sort((a, b) => a - b)) {
    if (chain !== (wallOf(trx) ?? 0)) await (chain === 0 ? withoutSubscription(trx) : withSubscription(trx, chain))
    await appendToChain(
      trx,
      chain,
      (chains.get(chain) ?? []).map(one => one.entry),
    )
  }
}

/** What a column of text gives back as it was put in: the hash is over that. */
const storable = (text: string): string => text.toWellFormed().replaceAll('\0', '\ufffd')
