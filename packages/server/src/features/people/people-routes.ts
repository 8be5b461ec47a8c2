import { Readable } from 'node:stream'
import { csvRow } from '../../csv/csv-row.ts'
import type { Database } from '../../database/database.ts'
import { Problem } from '../../errors/problem.ts'
import { apiRoute } from '../../http/api-route.ts'
import type { AnyRoute } from '../../http/route.ts'
import type { Cursors } from '../../paging/cursor.ts'
import { findPerson, listPeople } from './people-read-model.ts'
import type { PeopleService } from './people-service.ts'
import { readRoles } from './roles-read-model.ts'

const names = ['person_exists', 'person_name_taken', 'person_looks_alike', 'person_name_refused'] as const
/** Each invitation makes a link and says whether an address is taken: not a thousand in a row. */
const INVITATIONS_PER_MINUTE = 60

export function peopleRoutes(ports: { service: PeopleService; database: Database; cursors: Cursors }): AnyRoute[] {
  const { service, database, cursors } = ports
  return [
    apiRoute('listRoles', principal =>
      database.inSubscription(principal.subscriptionId, trx =>
        readRoles(trx, principal.subscriptionId, principal.can('person.read')),
      ),
    ),
    apiRoute('listPeople', (principal, { query }) =>
      database.inSubscription(principal.subscriptionId, trx =>
        listPeople(trx, cursors.of(principal), principal.subscriptionId, query),
      ),
    ),
    apiRoute('exportPeople', async (principal, { query, reply }) => {
      const { subscriptionId } = principal
      const rows = await database.inSubscription(
        subscriptionId,
        async trx => {
          const all: string[] = [
            csvRow(['id', 'name', 'email', 'status', 'roles', 'grants', 'scope', 'operator', 'created']),
          ]
          let cursor: string | null = null
          do {
            const page = await listPeople(trx, cursors.of(principal), subscriptionId, {
              ...query,
              limit: 500,
              ...(cursor === null ? {} : { cursor }),
            })
            for (const one of page.items) {
              const scope = one.scope.all ? 'all' : one.scope.tags.map(tag => tag.name).join('; ')
              const { id, name, email, status, roles, grants, isOperator, createdAt } = one
              all.push(
                csvRow([id, name, email, status, roles.join('; '), grants.join('; '), scope, isOperator, createdAt]),
              )
            }
            cursor = page.nextCursor
          } while (cursor !== null)
          return all
        },
        { readOnly: true, isolation: 'repeatable read' },
      )
      reply.type('text/csv; charset=utf-8; header=present')
      reply.header('content-disposition', 'attachment; filename="people.csv"')
      return Readable.from(rows)
    }),
    apiRoute('getPerson', async ({ subscriptionId }, { params }) => {
      const person = await database.inSubscription(subscriptionId, trx => findPerson(trx, subscriptionId, params.id))
      if (person === null) throw new Problem('not_found')
      return person.shown
    }),
    apiRoute('invitePerson', (principal, { body }) => service.invite(principal, body), {
      errors: [...names, 'roles_refused'],
      ratePerMinute: INVITATIONS_PER_MINUTE,
    }),
    apiRoute('changePerson', (principal, { params, body }) => service.rename(principal, params.id, body.name), {
      errors: names.slice(1),
    }),
    apiRoute('setPersonAccess', (principal, { params, body }) => service.setAccess(principal, params.id, body), {
      errors: ['roles_refused'],
    }),
    apiRoute('linkPerson', (principal, { params }) => service.link(principal, params.id), { errors: ['conflict'] }),
    apiRoute('disablePerson', (principal, { params }) => service.disable(principal, params.id)),
    apiRoute('enablePerson', (principal, { params }) => service.enable(principal, params.id)),
    apiRoute('removePerson', async (principal, { params }) => {
      await service.remove(principal, params.id)
      return {}
    }),
  ]
}
