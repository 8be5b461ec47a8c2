import { contract } from '../route-contract.ts'
import * as jobs from '../schemas/jobs.ts'
import * as queries from '../schemas/queries.ts'
import { IdParams } from '../schemas/common.ts'

export const jobRoutes = contract({
  listJobs: {
    method: 'GET',
    path: '/jobs',
    permission: 'job.list',
    summary: 'Jobs',
    query: queries.FindQuery,
    response: jobs.JobList,
  },
  exportJobs: {
    method: 'GET',
    path: '/jobs.csv',
    permission: 'job.list',
    summary: 'All jobs of a query as CSV',
    query: queries.CsvQuery,
    response: queries.Csv,
    produces: 'text/csv',
  },
  createJob: {
    method: 'POST',
    path: '/jobs',
    permission: 'job.write',
    summary: 'Make an on-demand deployment job',
    body: jobs.JobCreate,
    response: jobs.JobDetail,
    status: 201,
  },
  getJob: {
    method: 'GET',
    path: '/jobs/:id',
    permission: 'job.read',
    summary: 'One job with its runs',
    params: IdParams,
    response: jobs.JobDetail,
  },
  enableJob: {
    method: 'POST',
    path: '/jobs/:id/enable',
    permission: 'job.control',
    summary: 'Enable: an on-demand job starts at once',
    params: IdParams,
    response: jobs.JobDetail,
  },
  disableJob: {
    method: 'POST',
    path: '/jobs/:id/disable',
    permission: 'job.control',
    summary: 'Disable a job whose run has not begun',
    params: IdParams,
    response: jobs.JobDetail,
  },
  cancelJob: {
    method: 'POST',
    path: '/jobs/:id/cancel',
    permission: 'job.control',
    summary: 'Cancel: what has not begun will not begin',
    params: IdParams,
    response: jobs.JobDetail,
  },
  retryJob: {
    method: 'POST',
    path: '/jobs/:id/retry',
    permission: 'job.control',
    summary: 'Run again for what failed',
    params: IdParams,
    body: jobs.RetryRequest,
    response: jobs.JobDetail,
  },
})
