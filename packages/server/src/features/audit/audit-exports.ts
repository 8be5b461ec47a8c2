import { createHash } from 'node:crypto'
import type { Readable } from 'node:stream'
import type { AuditLinesQuery } from '@patchyard/api'
import { AUDIT_FORMAT, type Clock, exportLine, signedText } from '@patchyard/domain'
import type { Signer } from '@patchyard/protocol'
import type { FastifyReply } from 'fastify'
import { streamText, type WriteText } from '../../csv/stream-text.ts'
import type { Database } from '../../database/database.ts'
import { Problem } from '../../errors/problem.ts'
import type { Principal } from '../../http/principal.ts'
import { readQuery } from '../../queries/read-query.ts'
import { readingAs } from '../../queries/reading-as.ts'
import { signTextWith, type AuditHeads } from './audit-heads.ts'
import { readRowsBehind } from './audit-read-model.ts'

const AT_ONCE = 3
const BATCH = 500

export interface AuditExports {
  /**
   * Lines of JSON with hashes and a signed end; memory does not grow with them. Throws Problem `query_invalid`, `busy` when too many
   * are under way.
   */
  lines(principal: Principal, ofInstallation: boolean, query: AuditLinesQuery, reply: FastifyReply): Promise<Readable>
}

export function createAuditExports(ports: {
  database: Database
  clock: Clock
  key: Signer
  heads: AuditHeads
}): AuditExports {
  const { database, clock, key, heads } = ports
  let underWay = 0

  async function stream(reply: FastifyReply, produce: (write: WriteText) => Promise<void>): Promise<Readable> {
    if (underWay >= AT_ONCE) throw new Problem('busy', { detail: `${AT_ONCE} exports are under way`, retryAfterS: 10 })
    underWay += 1
    const body = await streamText(
      write =>
        produce(write).finally(() => {
          underWay -= 1
        }),
      error => reply.log.warn({ err: error }, 'an export of the audit broke off'),
    )
    reply.type('application/x-ndjson; charset=utf-8')
    reply.header('content-disposition', 'attachment; filename="audit.ndjson"')
    return body
  }

  return {
    async lines(principal, ofInstallation, request, reply) {
      const { tree } = readQuery('audit', request.query ?? '', 'query')
      const { context, inside } = readingAs(database, principal, clock.nowMs(), ofInstallation)

      /** Batches in transactions of their own: rows do not change, and the end is the one of the beginning. */
      async function* batches(upTo: number) {
        for (let after = 0; after < upTo; ) {
          const range = { after, upTo, limit: BATCH }
          const batch = await inside(trx => readRowsBehind(trx, tree, context, range))
          if (batch.length > 0) yield batch
          if (batch.length < BATCH) return
          after = batch.at(-1)?.n ?? upTo
        }
      }

      return stream(reply, async write => {
        const head = await heads.sign(ofInstallation ? 0 : principal.subscriptionId)
        const digest = createHash('sha256')
        let rows = 0
        const put = async (text: string): Promise<void> => {
          digest.update(text, 'utf8')
          await write(text)
        }
        const at = new Date(clock.nowMs()).toISOString()
        await put(exportLine({ format: AUDIT_FORMAT, chain: head.chain, complete: tree.root === null, at }))
        for await (const batch of batches(head.n)) {
          rows += batch.length
          await put(batch.map(exportLine).join(''))
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
      })
    },
  }
}
