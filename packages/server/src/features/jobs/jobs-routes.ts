import { type ListQuery, Task } from '@patchyard/api'
import { wholeListAnswer } from '../../csv/whole-list-answer.ts'
import type { Principal } from '../../http/principal.ts'
import type { Clock } from '@patchyard/domain'
import type { Database } from '../../database/database.ts'
import { Problem } from '../../errors/problem.ts'
import { apiRoute } from '../../http/api-route.ts'
import type { AnyRoute } from '../../http/route.ts'
import type { Cursors } from '../../paging/cursor.ts'
import type { CsvService } from '../../queries/csv-service.ts'
import type { ListService } from '../../queries/list-service.ts'
import { contextOf } from '../../queries/query-context.ts'
import { listErrors } from '../../queries/query-errors.ts'
import { listRunTasks, readTask, taskList } from '../tasks/tasks-read-model.ts'
import { withEtag } from './definition/definition-routes.ts'
import { jobList } from './jobs-read-model.ts'
import type { JobPeopleService } from './job-people-service.ts'
import type { JobsService } from './jobs-service.ts'

export function jobsRoutes(ports: {
  service: JobsService
  people: JobPeopleService
  clock: Clock
  database: Database
  cursors: Cursors
  lists: ListService
  csv: CsvService
}): AnyRoute[] {
  const { service, people, clock, database, cursors, lists, csv } = ports
  async function runTasks(principal: Principal, runId: string, query: ListQuery) {
    const context = contextOf(principal, clock.nowMs())
    const page = await database.inSubscription(principal.subscriptionId, trx =>
      listRunTasks(trx, cursors.of(principal), context, runId, query),
    )
    if (page === null) throw new Problem('not_found')
    return page
  }
  return [
    apiRoute('listJobs', (principal, { query }) => lists.find(jobList, principal, query), listErrors),
    apiRoute('exportJobs', (principal, { query, reply }) => csv.export(jobList, principal, query, reply), listErrors),
    apiRoute('listTasks', (principal, { query }) => lists.find(taskList, principal, query), listErrors),
    apiRoute('exportTasks', (principal, { query, reply }) => csv.export(taskList, principal, query, reply), listErrors),
    apiRoute('getJob', async (principal, { params, reply }) =>
      withEtag(reply, await service.read(principal, params.id)),
    ),
    apiRoute('changeJob', (principal, { params, body }) => service.rename(principal, params.id, body)),
    apiRoute('deleteJob', async (principal, { params }) => {
      await service.remove(principal, params.id)
      return {}
    }),
    apiRoute('addCoAuthor', (principal, { params, body }) => people.addCoAuthor(principal, params.id, body.person)),
    apiRoute('removeCoAuthor', (principal, { params }) => people.removeCoAuthor(principal, params.id, params.person)),
    apiRoute('changeJobOwner', (principal, { body }) => people.changeOwner(principal, body)),
    apiRoute('enableJob', (principal, { params }) => service.enable(principal, params.id)),
    apiRoute('disableJob', (principal, { params }) => service.disable(principal, params.id)),
    apiRoute('cancelJob', (principal, { params }) => service.cancel(principal, params.id)),
    apiRoute('retryJob', (principal, { params, body }) => service.retry(principal, params.id, body)),
    apiRoute('listRunTasks', (principal, { params, query }) => runTasks(principal, params.id, query)),
    apiRoute('exportRunTasks', (principal, { params, query, reply }) =>
      wholeListAnswer(reply, 'run-tasks.csv', Task, part => runTasks(principal, params.id, { ...query, ...part })),
    ),
    apiRoute('getTask', async (principal, { params }) => {
      const context = contextOf(principal, clock.nowMs())
      const task = await database.inSubscription(principal.subscriptionId, trx => readTask(trx, context, params.id))
      if (task === null) throw new Problem('not_found')
      return task
    }),
  ]
}
