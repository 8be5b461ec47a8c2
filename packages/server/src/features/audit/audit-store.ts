import { createHash } from 'node:crypto'
import {
  type AuditEntry,
  type AuditHead,
  canonicalJson,
  chainRows,
  genesisText,
  type HashText,
  INSTALLATION_CHAIN,
  type SignedHead,
} from '@patchyard/domain'
import { sql } from 'kysely'
import { auditColumns } from '../../database/audit-columns.ts'
import type { Trx } from '../../database/database.ts'

export const hashText: HashText = text => createHash('sha256').update(text, 'utf8').digest('hex')

/** Writes entries behind the end of a chain, whose row stays locked until COMMIT. The wall is set to that chain. */
export async function appendToChain(trx: Trx, chain: number, entries: readonly AuditEntry[]): Promise<void> {
  const head = (await lockHead(trx, chain)) ?? (await beginChain(trx, chain))
  const rows = chainRows(head, entries, hashText)
  const last = rows.at(-1)
  if (last === undefined) return
  await trx
    .with('moved', db =>
      db
        .updateTable('audit_head')
        .set({ n: last.n, hash: Buffer.from(last.hash, 'hex') })
        .where('subscription_id', '=', chain),
    )
    .insertInto('audit')
    .values(
      rows.map(row => ({
        subscription_id: chain,
        n: row.n,
        at: new Date(row.at),
        actor: row.actor,
        action: row.action,
        object: row.object,
        detail: canonicalJson(row.detail),
        prev: Buffer.from(row.prev, 'hex'),
        hash: Buffer.from(row.hash, 'hex'),
        ...auditColumns(row),
      })),
    )
    .execute()
}

async function lockHead(trx: Trx, chain: number): Promise<AuditHead | null> {
  const row = await trx
    .selectFrom('audit_head')
    .select(['n', 'hash'])
    .where('subscription_id', '=', chain)
    .forUpdate()
    .executeTakeFirst()
  return row === undefined ? null : { n: row.n, hash: row.hash.toString('hex') }
}

/** Two first writers at once: one makes the row, the other finds it when the first is done. */
async function beginChain(trx: Trx, chain: number): Promise<AuditHead> {
  const genesis = Buffer.from(hashText(genesisText(await chainName(trx, chain))), 'hex')
  await sql`insert into audit_head (subscription_id, n, hash) values (${chain}, 0, ${genesis})
    on conflict (subscription_id) do nothing`.execute(trx)
  const head = await lockHead(trx, chain)
  if (head === null) throw new Error(`the audit of subscription ${chain} cannot be begun`)
  return head
}

/** What a chain is called in exports: the subscription's public id, or `installation`. */
export async function chainName(trx: Trx, chain: number): Promise<string> {
  if (chain === 0) return INSTALLATION_CHAIN
  const row = await trx.selectFrom('subscription').select('public_id').where('id', '=', chain).executeTakeFirstOrThrow()
  return row.public_id
}

/** Once for each end of a chain. */
export async function keepHead(trx: Trx, chain: number, head: SignedHead): Promise<void> {
  await trx
    .insertInto('audit_seal')
    .values({
      subscription_id: chain,
      n: head.n,
      hash: Buffer.from(head.hash, 'hex'),
      at: new Date(head.at),
      key_id: head.key,
      signature: Buffer.from(head.signature, 'hex'),
    })
    .onConflict(conflict => conflict.doNothing())
    .execute()
}
