import { createHash } from 'node:crypto'
import type { Readable } from 'node:stream'
import type { AuditEvent, AuditExportQuery } from '@patchyard/api'
import { AUDIT_FORMAT, type Clock, exportLine, signedText } from '@patchyard/domain'
import type { Signer } from '@patchyard/protocol'
import type { FastifyReply } from 'fastify'
import { type CsvCell, csvRow } from '../../csv/csv-row.ts'
import { streamText, type WriteText } from '../../csv/stream-text.ts'
import type { Database } from '../../database/database.ts'
import { Problem } from '../../errors/problem.ts'
import { type ChainNumber, inChain } from './audit-chains.ts'
import { isFiltered } from './audit-filter.ts'
import { signTextWith, type AuditHeads } from './audit-heads.ts'
import { readEventsBehind } from './audit-read-model.ts'

const AT_ONCE = 3
const BATCH = 500

export interface AuditExports {
  /** Lines of JSON with hashes and a signed end; memory does not grow with them. `busy` when too many are under way. */
  lines(chain: ChainNumber, query: AuditExportQuery, reply: FastifyReply): Promise<Readable>
  csv(chain: ChainNumber, query: AuditExportQuery, reply: FastifyReply): Promise<Readable>
}

const csvHeads: readonly string[] = ['n', 'at', 'actor', 'name', 'email', 'action', 'object', 'detail', 'hash']
const csvCells = (event: AuditEvent): CsvCell[] => [
  event.n,
  event.at,
  `${event.actor.kind}:${event.actor.id}`,
  event.actor.name,
  event.actor.email,
  event.action,
  event.object,
  JSON.stringify(event.detail),
  event.hash,
]

export function createAuditExports(ports: {
  database: Database
  clock: Clock
  key: Signer
  heads: AuditHeads
}): AuditExports {
  const { database, clock, key, heads } = ports
  let underWay = 0

  /** Batches in transactions of their own: rows do not change, and the end is the one of the beginning. */
  async function* events(chain: ChainNumber, query: AuditExportQuery, upTo: number) {
    for (let after = 0; ; ) {
      const range = { after, upTo, limit: BATCH }
      const batch = await inChain(database, chain, trx => readEventsBehind(trx, chain, query, range), {
        readOnly: true,
      })
      if (batch.length > 0) yield batch
      if (batch.length < BATCH) return
      after = batch.at(-1)?.row.n ?? upTo
    }
  }

  async function stream(
    reply: FastifyReply,
    file: { name: string; type: string },
    produce: (write: WriteText) => Promise<void>,
  ): Promise<Readable> {
    if (underWay >= AT_ONCE) throw new Problem('busy', { detail: `${AT_ONCE} exports are under way`, retryAfterS: 10 })
    underWay += 1
    const body = await streamText(
      write =>
        produce(write).finally(() => {
          underWay -= 1
        }),
      error => reply.log.warn({ err: error }, 'an export of the audit broke off'),
    )
    reply.type(file.type)
    reply.header('content-disposition', `attachment; filename="${file.name}"`)
    return body
  }

  return {
    lines: (chain, query, reply) =>
      stream(reply, { name: 'audit.ndjson', type: 'application/x-ndjson; charset=utf-8' }, async write => {
        const head = await heads.sign(chain)
        const digest = createHash('sha256')
        let rows = 0
        const put = async (text: string): Promise<void> => {
          digest.update(text, 'utf8')
          await write(text)
        }
        const at = new Date(clock.nowMs()).toISOString()
        await put(exportLine({ format: AUDIT_FORMAT, chain: head.chain, complete: !isFiltered(query), at }))
        for await (const batch of events(chain, query, head.n)) {
          rows += batch.length
          await put(batch.map(one => exportLine(one.row)).join(''))
        }
        const end = {
          chain: head.chain,
          n: head.n,
          hash: head.hash,
          at,
          key: key.pub,
          rows,
          digest: digest.digest('hex'),
        }
        await write(exportLine({ ...end, signature: signTextWith(key, signedText(end)) }))
      }),

    csv: (chain, query, reply) =>
      stream(reply, { name: 'audit.csv', type: 'text/csv; charset=utf-8; header=present' }, async write => {
        const { n } = await heads.sign(chain)
        await write(csvRow(csvHeads))
        for await (const batch of events(chain, query, n)) {
          await write(batch.map(one => csvRow(csvCells(one.event))).join(''))
        }
      }),
  }
}
