import type { AuditHead, ListQuery } from '@patchyard/api'
import { type Clock, genesisText, type SignedHead, signedText } from '@patchyard/domain'
import type { Signer } from '@patchyard/protocol'
import { sql } from 'kysely'
import type { Database, Trx } from '../../database/database.ts'
import type { CursorReader, Cursors } from '../../paging/cursor.ts'
import { contains, type KeysetList, readPage } from '../../paging/keyset-page.ts'
import { type ChainNumber, inChain, readChainEnd } from './audit-chains.ts'
import { chainName, hashText, keepHead } from './audit-store.ts'

export interface AuditHeads {
  /** Where a chain ends at this moment, signed. */
  sign(chain: ChainNumber): Promise<SignedHead>
  /** Signs and keeps the end of a chain that has grown since the last one was kept. */
  keep(chain: ChainNumber): Promise<void>
  list(
    reader: CursorReader,
    chain: ChainNumber,
    query: ListQuery,
  ): Promise<{ items: AuditHead[]; nextCursor: string | null; total: number }>
}

const list: KeysetList = {
  name: 'auditHeads',
  defaultSort: '-n',
  tie: { expression: sql`s.n`, type: 'bigint' },
  sorts: { n: { expression: sql`s.n`, type: 'bigint' }, at: { expression: sql`s.at`, type: 'timestamptz' } },
}

export function createAuditHeads(ports: {
  database: Database
  clock: Clock
  cursors: Cursors
  key: Signer
}): AuditHeads {
  const { database, clock, cursors, key } = ports

  async function signNow(trx: Trx, chain: ChainNumber): Promise<SignedHead> {
    const name = await chainName(trx, chain)
    const end = (await readChainEnd(trx, chain)) ?? { n: 0, hash: hashText(genesisText(name)) }
    const head = { chain: name, ...end, at: new Date(clock.nowMs()).toISOString(), key: key.pub }
    return { ...head, signature: signTextWith(key, signedText(head)) }
  }

  return {
    sign: chain => inChain(database, chain, trx => signNow(trx, chain), { readOnly: true }),

    async keep(chain) {
      await inChain(database, chain, async trx => {
        const head = await signNow(trx, chain)
        if (head.n === 0) return
        await keepHead(trx, chain, head)
      })
    },

    list: (reader, chain, query) =>
      inChain(
        database,
        chain,
        async trx => {
          const name = await chainName(trx, chain)
          const page = await readPage<{ n: number; hash: Buffer; at: Date; key_id: string; signature: Buffer }>(
            trx,
            cursors.of(reader),
            list,
            query,
            {
              columns: sql`s.n, s.hash, s.at, s.key_id, s.signature`,
              from: sql`from audit_seal s where s.subscription_id = ${chain}
                and ${contains(sql`(s.n || ' ' || encode(s.hash, 'hex'))`, query.search)}`,
              scope: [chain, query.search ?? ''],
            },
          )
          const items = page.rows.map(row => ({
            chain: name,
            n: row.n,
            hash: row.hash.toString('hex'),
            at: row.at.toISOString(),
            key: row.key_id,
            signature: row.signature.toString('hex'),
          }))
          return { items, nextCursor: page.nextCursor, total: page.total }
        },
        { readOnly: true },
      ),
  }
}

export const signTextWith = (key: Signer, text: string): string =>
  Buffer.from(key.sign(Buffer.from(text, 'utf8'))).toString('hex')
