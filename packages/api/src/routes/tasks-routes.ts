import { contract } from '../route-contract.ts'
import * as jobs from '../schemas/jobs.ts'
import * as queries from '../schemas/queries.ts'
import { IdParams, ListCsvQuery, ListQuery } from '../schemas/common.ts'

export const taskRoutes = contract({
  listRunTasks: {
    method: 'GET',
    path: '/runs/:id/tasks',
    permission: 'job.read',
    summary: 'Tasks of a run',
    params: IdParams,
    query: ListQuery,
    response: jobs.RunTaskList,
  },
  exportRunTasks: {
    method: 'GET',
    path: '/runs/:id/tasks.csv',
    permission: 'job.read',
    summary: 'Tasks of a run as CSV',
    params: IdParams,
    query: ListCsvQuery,
    response: queries.Csv,
    produces: 'text/csv',
  },
  getTask: {
    method: 'GET',
    path: '/tasks/:id',
    permission: 'job.read',
    summary: 'One task with its items and log',
    params: IdParams,
    response: jobs.TaskDetail,
  },
  listTasks: {
    method: 'GET',
    path: '/tasks',
    permission: 'job.read',
    summary: 'Tasks of all jobs: what became of each asset in each run',
    query: queries.FindQuery,
    response: jobs.TaskList,
  },
  exportTasks: {
    method: 'GET',
    path: '/tasks.csv',
    permission: 'job.read',
    summary: 'All tasks of a query as CSV',
    query: queries.CsvQuery,
    response: queries.Csv,
    produces: 'text/csv',
  },
})
