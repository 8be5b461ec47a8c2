import type { Database } from '../../database/database.ts'
import { Problem } from '../../errors/problem.ts'
import { apiRoute } from '../../http/api-route.ts'
import type { AnyRoute } from '../../http/route.ts'
import type { CursorCodec } from '../../paging/cursor.ts'
import { listRunTasks, readTask } from '../tasks/tasks-read-model.ts'
import { listJobs, readJob } from './jobs-read-model.ts'
import type { JobsService } from './jobs-service.ts'

export function jobsRoutes(ports: { service: JobsService; database: Database; cursors: CursorCodec }): AnyRoute[] {
  const { service, database, cursors } = ports
  return [
    apiRoute('listJobs', ({ subscriptionId }, { query }) =>
      database.inSubscription(subscriptionId, trx => listJobs(trx, cursors, query, subscriptionId)),
    ),
    apiRoute('getJob', async ({ subscriptionId }, { params }) => {
      const job = await database.inSubscription(subscriptionId, trx => readJob(trx, params.id))
      if (job === null) throw new Problem('not_found')
      return job
    }),
    apiRoute('createJob', (principal, { body }) => service.create(principal, body)),
    apiRoute('enableJob', (principal, { params }) => service.enable(principal, params.id)),
    apiRoute('disableJob', (principal, { params }) => service.disable(principal, params.id)),
    apiRoute('cancelJob', (principal, { params }) => service.cancel(principal, params.id)),
    apiRoute('retryJob', (principal, { params, body }) => service.retry(principal, params.id, body)),
    apiRoute('listRunTasks', async ({ subscriptionId }, { params, query }) => {
      const page = await database.inSubscription(subscriptionId, trx => listRunTasks(trx, cursors, params.id, query))
      if (page === null) throw new Problem('not_found')
      return page
    }),
    apiRoute('getTask', async ({ subscriptionId }, { params }) => {
      const task = await database.inSubscription(subscriptionId, trx => readTask(trx, params.id))
      if (task === null) throw new Problem('not_found')
      return task
    }),
  ]
}
