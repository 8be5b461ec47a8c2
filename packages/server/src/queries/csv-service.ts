import type { CsvThenQuery } from '@patchyard/api'
import type { Clock } from '@patchyard/domain'
import { compileStream, type Entity, type QueryContext } from '@patchyard/query'
import type { FastifyReply } from 'fastify'
import { sql } from 'kysely'
import type { Readable } from 'node:stream'
import { readAsOf } from './as-of.ts'
import { csvColumns } from '../csv/csv-columns.ts'
import { csvRow } from '../csv/csv-row.ts'
import { streamText, type WriteText } from '../csv/stream-text.ts'
import type { Database, Trx } from '../database/database.ts'
import { Problem } from '../errors/problem.ts'
import type { Principal } from '../http/principal.ts'
import type { ListDefinition } from './list-definition.ts'
import { readFields, readSelection } from './list-request.ts'
import { readingAs } from './reading-as.ts'
import { sqlOf } from './sql-of.ts'

/** Each holds a connection to the database as long as its reader takes; the rest of the pool is for everybody else. */
const AT_ONCE = 3
const BATCH = 500

export interface CsvService {
  /**
   * All rows of a query as CSV, in its order, at one moment of the database. Memory does not grow with the list. Throws Problem
   * before the first byte; later failures break the connection (see `streamText`). `busy` when too many are under way.
   */
  export(list: ListDefinition, principal: Principal, request: CsvThenQuery, reply: FastifyReply): Promise<Readable>
}

export function createCsvService(ports: { database: Database; clock: Clock }): CsvService {
  const { database, clock } = ports
  let underWay = 0

  async function writeRows(
    trx: Trx,
    list: ListDefinition,
    request: { readonly context: QueryContext; readonly query: CsvThenQuery },
    write: WriteText,
  ): Promise<void> {
    const selection = readSelection(list, request.query)
    const fields = readFields(list, request.query.fields) ?? Object.keys(list.item.properties)
    const columns = csvColumns(list.item, fields)
    const { context } = request
    const { query, having, status, sort } = selection
    const ids = sqlOf(compileStream({ entity: list.entity, query, having, status, sort }, context))
    await sql`declare exported no scroll cursor for ${ids}`.execute(trx)
    const mark = request.query.bom === true ? '\ufeff' : ''
    let text = mark + csvRow(columns.map(column => column.name))
    for (;;) {
      const { rows } = await sql<{ id: number }>`fetch ${sql.lit(BATCH)} from exported`.execute(trx)
      const batch = rows.map(row => row.id)
      const items = await list.readItems(trx, batch, { status, context })
      for (const id of batch) {
        const item = items.get(id)
        if (item !== undefined) text += csvRow(columns.map(column => column.cell(item as Record<string, unknown>)))
      }
      await write(text)
      text = ''
      if (batch.length < BATCH) return
    }
  }

  return {
    async export(list, principal, query, reply) {
      // Refused before a place is taken and a transaction begun.
      readSelection(list, query)
      const nowMs = clock.nowMs()
      const asOfMs = readAsOf(query.asOf, nowMs)
      readFields(list, query.fields)
      if (underWay >= AT_ONCE) {
        throw new Problem('busy', { detail: `${AT_ONCE} exports are under way`, retryAfterS: 10 })
      }
      underWay += 1
      let attempts = 0
      const produce = async (write: WriteText): Promise<void> => {
        try {
          const { context, inside } = readingAs(database, principal, nowMs, list.ofInstallation === true, asOfMs)
          await inside(
            async trx => {
              attempts += 1
              // A transaction that runs again would send its first rows twice.
              if (attempts > 1) throw new Problem('busy', { detail: 'the export was interrupted' })
              await writeRows(trx, list, { context, query }, write)
            },
            { isolation: 'repeatable read' },
          )
        } finally {
          underWay -= 1
        }
      }
      const body = await streamText(produce, error => reply.log.warn({ err: error }, 'an export broke off'))
      reply.type('text/csv; charset=utf-8; header=present')
      reply.header('content-disposition', `attachment; filename="${fileName(list)}"`)
      return body
    },
  }
}

const fileNames: { readonly [E in Entity]?: string } = {
  vulnerability: 'vulnerabilities.csv',
  patch: 'patches.csv',
  audit: 'audit.csv',
}

const fileName = ({ entity }: ListDefinition): string => fileNames[entity] ?? `${entity}s.csv`
