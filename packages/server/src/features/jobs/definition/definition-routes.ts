import { type Clock, jobTemplates } from '@patchyard/domain'
import type { FastifyReply } from 'fastify'
import type { JobDetail } from '@patchyard/api'
import type { Database } from '../../../database/database.ts'
import { apiRoute } from '../../../http/api-route.ts'
import type { AnyRoute } from '../../../http/route.ts'
import type { BulkService } from './bulk-service.ts'
import type { DefinitionService } from './definition-service.ts'
import { importAssets } from './import-assets.ts'
import { etagOf, readIfMatch } from './revision.ts'
import { previewOf } from './schedule-preview.ts'

/** 2,000 patches, ten scripts and their messages, however they are escaped. */
const BODY_LIMIT = 2 * 1024 * 1024

const takes = { errors: ['job_invalid', 'query_invalid', 'licence_needed', 'conflict'], bodyLimit: BODY_LIMIT } as const
const bulk = { errors: ['conflict', 'not_found', 'job_incomplete'] } as const

/** The answer with its ETag. */
export function withEtag(reply: FastifyReply, job: JobDetail): JobDetail {
  reply.header('etag', etagOf(job.revision))
  return job
}

export function definitionRoutes(ports: {
  service: DefinitionService
  bulkService: BulkService
  clock: Clock
  database: Database
}): AnyRoute[] {
  const { service, bulkService, clock, database } = ports
  return [
    apiRoute(
      'createJob',
      async (principal, { body, reply }) => withEtag(reply, await service.create(principal, body)),
      takes,
    ),
    apiRoute(
      'createAdvisory',
      async (principal, { body, reply }) => withEtag(reply, await service.advise(principal, body)),
      takes,
    ),
    apiRoute(
      'replaceJobDefinition',
      async (principal, { params, body, request, reply }) =>
        withEtag(reply, await service.replace(principal, params.id, body, readIfMatch(request))),
      { ...takes, errors: [...takes.errors, 'precondition_needed', 'precondition_failed'] },
    ),
    apiRoute(
      'cloneJob',
      async (principal, { params, body, reply }) => withEtag(reply, await service.clone(principal, params.id, body)),
      { errors: ['licence_needed'] },
    ),
    apiRoute('enableJobs', (principal, { body }) => bulkService.change(principal, 'enable', body.ids), bulk),
    apiRoute('disableJobs', (principal, { body }) => bulkService.change(principal, 'disable', body.ids), bulk),
    apiRoute('cancelJobs', (principal, { body }) => bulkService.change(principal, 'cancel', body.ids), bulk),
    apiRoute('deleteJobs', (principal, { body }) => bulkService.change(principal, 'delete', body.ids), bulk),
    apiRoute('previewSchedule', async (_, { body }) => previewOf(body, clock.nowMs()), { errors: ['job_invalid'] }),
    apiRoute('importAssets', (principal, { body }) =>
      database.inSubscription(principal.subscriptionId, trx => importAssets(trx, principal, body, clock.nowMs()), {
        readOnly: true,
      }),
    ),
    apiRoute('jobTemplates', async () => ({
      templates: jobTemplates(clock.nowMs()).map(one => ({ ...one, fillIn: [...one.fillIn] })),
    })),
  ]
}
