import type { Database } from '../../database/database.ts'
import { Problem } from '../../errors/problem.ts'
import { apiRoute } from '../../http/api-route.ts'
import type { AnyRoute } from '../../http/route.ts'
import type { CursorCodec } from '../../paging/cursor.ts'
import type { CsvService } from '../../queries/csv-service.ts'
import type { ListService } from '../../queries/list-service.ts'
import { listErrors } from '../../queries/query-errors.ts'
import { listRunTasks, readTask, taskList } from '../tasks/tasks-read-model.ts'
import { jobList, readJob } from './jobs-read-model.ts'
import type { JobsService } from './jobs-service.ts'

export function jobsRoutes(ports: {
  service: JobsService
  database: Database
  cursors: CursorCodec
  lists: ListService
  csv: CsvService
}): AnyRoute[] {
  const { service, database, cursors, lists, csv } = ports
  return [
    apiRoute('listJobs', (principal, { query }) => lists.find(jobList, principal, query), listErrors),
    apiRoute('exportJobs', (principal, { query, reply }) => csv.export(jobList, principal, query, reply), listErrors),
    apiRoute('listTasks', (principal, { query }) => lists.find(taskList, principal, query), listErrors),
    apiRoute('exportTasks', (principal, { query, reply }) => csv.export(taskList, principal, query, reply), listErrors),
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
