import { Readable } from 'node:stream'
import { Subscription } from '@patchyard/api'
import { csvColumns } from '../../csv/csv-columns.ts'
import { csvRow } from '../../csv/csv-row.ts'
import type { Database } from '../../database/database.ts'
import { Problem } from '../../errors/problem.ts'
import { apiRoute } from '../../http/api-route.ts'
import type { AnyRoute } from '../../http/route.ts'
import type { CursorReader, Cursors } from '../../paging/cursor.ts'
import type { AccessService } from '../access/access-service.ts'
import { listSubscriptions, readSubscription } from './subscriptions-read-model.ts'
import type { SubscriptionsService } from './subscriptions-service.ts'

export function subscriptionsRoutes(ports: {
  database: Database
  cursors: Cursors
  service: SubscriptionsService
  access: AccessService
}): AnyRoute[] {
  const { database, cursors, service, access } = ports
  const page = (reader: CursorReader, query: Parameters<typeof listSubscriptions>[2]) =>
    database.asOperator(trx => listSubscriptions(trx, cursors.of(reader), query), { readOnly: true })
  return [
    apiRoute('listSubscriptions', (principal, { query }) => page(principal, query)),
    apiRoute('exportSubscriptions', async (principal, { query, reply }) => {
      const items: Subscription[] = []
      for (let cursor: string | null | undefined; cursor !== null; ) {
        const next = await page(principal, { ...query, limit: 500, ...(cursor === undefined ? {} : { cursor }) })
        items.push(...next.items)
        cursor = next.nextCursor
      }
      reply.type('text/csv; charset=utf-8; header=present')
      reply.header('content-disposition', 'attachment; filename="subscriptions.csv"')
      const columns = csvColumns(Subscription, Object.keys(Subscription.properties))
      const rows = items.map(item => csvRow(columns.map(column => column.cell(item))))
      return Readable.from([csvRow(columns.map(column => column.name)), ...rows])
    }),
    apiRoute('getSubscription', async (_, { params }) => {
      const found = await database.asOperator(trx => readSubscription(trx, params.id), { readOnly: true })
      if (found === null) throw new Problem('not_found')
      return found
    }),
    apiRoute('createSubscription', (operator, { body }) => service.create(operator, body), { errors: ['conflict'] }),
    apiRoute('renameSubscription', (operator, { params, body }) => service.rename(operator, params.id, body), {
      errors: ['conflict'],
    }),
    apiRoute('suspendSubscription', (operator, { params, body }) => service.suspend(operator, params.id, body), {
      errors: ['conflict'],
    }),
    apiRoute('resumeSubscription', (operator, { params }) => service.resume(operator, params.id), {
      errors: ['conflict'],
    }),
    apiRoute('listOwnSubscriptions', async principal => ({ items: await service.listOwn(principal) })),
    apiRoute(
      'switchSubscription',
      async (principal, { body }) => access.meOfPerson(await service.switchTo(principal, body), principal.personId),
      { errors: ['not_found'] },
    ),
  ]
}
