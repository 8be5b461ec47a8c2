import type { AuditRow } from '@patchyard/domain'
import { addressText, parseAddress } from '@patchyard/query'
import { sql } from 'kysely'
import { auditColumns } from '../../database/audit-columns.ts'
import type { Database, TransactionOptions, Trx } from '../../database/database.ts'

/** Whose chain somebody asks for: a subscription's number, or 0 for the installation's own. */
export type ChainNumber = number

/** A transaction in which the rows of one chain are there, and no others. */
export function inChain<T>(
  database: Database,
  chain: ChainNumber,
  work: (trx: Trx) => Promise<T>,
  options?: TransactionOptions,
): Promise<T> {
  return chain === 0 ? database.asOperator(work, options) : database.inSubscription(chain, work, options)
}

const BATCH = 1000

/** A row, and whether searches find it by what it says. */
export type FiledRow = AuditRow & { readonly isFiled: boolean }

/** Rows of a chain in its order, from the one behind `after` to `upTo`, in batches of their own transactions: rows never change. */
export async function* readChain(database: Database, chain: ChainNumber, upTo: number): AsyncGenerator<FiledRow[]> {
  for (let after = 0; after < upTo; ) {
    const batch = await inChain(database, chain, trx => readRows(trx, chain, after, upTo), { readOnly: true })
    if (batch.length === 0) return
    yield batch
    after = batch.at(-1)?.n ?? upTo
  }
}

async function readRows(trx: Trx, chain: ChainNumber, after: number, upTo: number): Promise<FiledRow[]> {
  const rows = await trx
    .selectFrom('audit')
    .selectAll()
    .where('subscription_id', '=', chain)
    .where('n', '>', after)
    .where('n', '<=', upTo)
    .orderBy('n')
    .limit(BATCH)
    .execute()
  return rows.map(row => {
    const told = rowOf(row)
    return { ...told, isFiled: Object.entries(auditColumns(told)).every(([name, value]) => isSame(row, name, value)) }
  })
}

function isSame(row: Readonly<Record<string, unknown>>, name: string, value: string | null): boolean {
  const stored = row[name]
  if (name !== 'actor_address' || value === null || typeof stored !== 'string') return stored === value
  // inet writes an address in its own way.
  return parsed(stored) === parsed(value)
}

function parsed(text: string): string {
  const address = parseAddress(text.replace(/\/\d+$/, ''))
  return address === null ? text : addressText(address)
}

/** Where a chain ends; null before its first row. */
export async function readChainEnd(trx: Trx, chain: ChainNumber): Promise<{ n: number; hash: string } | null> {
  const { rows } = await sql<{ n: number; hash: Buffer }>`
    select n, hash from audit_head where subscription_id = ${chain} and n > 0`.execute(trx)
  const row = rows[0]
  return row === undefined ? null : { n: row.n, hash: row.hash.toString('hex') }
}

/** The hash of each row whose signed head was kept, by its number. */
export async function readKeptHeads(database: Database, chain: ChainNumber): Promise<ReadonlyMap<number, string>> {
  const rows = await inChain(
    database,
    chain,
    trx => trx.selectFrom('audit_seal').select(['n', 'hash']).where('subscription_id', '=', chain).execute(),
    { readOnly: true },
  )
  return new Map(rows.map(row => [row.n, row.hash.toString('hex')]))
}

export function rowOf(row: {
  n: number
  at: Date
  actor: string
  action: string
  object: string
  detail: unknown
  prev: Buffer
  hash: Buffer
}): AuditRow {
  return {
    n: row.n,
    at: row.at.toISOString(),
    actor: row.actor,
    action: row.action,
    object: row.object,
    detail: row.detail as AuditRow['detail'],
    prev: row.prev.toString('hex'),
    hash: row.hash.toString('hex'),
  }
}
