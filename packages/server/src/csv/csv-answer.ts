import type { FastifyReply } from 'fastify'
import { Readable } from 'node:stream'
import type { TSchema } from 'typebox'
import { csvColumns } from './csv-columns.ts'
import { csvRow } from './csv-row.ts'

/** A list that is small enough to be read before the first byte leaves, as a file with every column of its items' schema. */
export function csvAnswer(
  reply: FastifyReply,
  fileName: string,
  item: TSchema & { readonly properties: object },
  items: readonly object[],
): Readable {
  const columns = csvColumns(item, Object.keys(item.properties))
  const rows = items.map(one => csvRow(columns.map(column => column.cell(one as Record<string, unknown>))))
  reply.type('text/csv; charset=utf-8; header=present')
  reply.header('content-disposition', `attachment; filename="${fileName}"`)
  return Readable.from([csvRow(columns.map(column => column.name)), ...rows])
}
