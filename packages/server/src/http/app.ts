import cookie from '@fastify/cookie'
import rateLimit from '@fastify/rate-limit'
import swagger from '@fastify/swagger'
import type { Clock, Random } from '@patchyard/domain'
import Fastify, { type FastifyInstance, type FastifyPluginAsync, LogController } from 'fastify'
import type { Logger } from 'pino'
import type { Database } from '../database/database.ts'
import { Problem } from '../errors/problem.ts'
import type { TlsMaterial } from '../tls/tls-material.ts'
import { version } from '../version.ts'
import type { AnswerOnce } from './answer-once.ts'
import { addApiScope, apiPrefix } from './scopes/api-scope.ts'
import { addDownloadScope, type AgentPackages } from './scopes/download-scope.ts'
import './fastify-types.ts'
import { addAuthorityCertificate, addHealthScope } from './scopes/health-scope.ts'
import { type OnLeakedKey, refuseKeysInAddress } from './guards/keys-in-address.ts'
import { addPageScope } from './scopes/page-scope.ts'
import { peerKey } from './peer-key.ts'
import type { PrincipalResolver } from './principal.ts'
import { handleError, type sendProblem } from './problem-reply.ts'
import type { AnyRoute } from './route.ts'
import { addSecurityHeaders } from './guards/security-headers.ts'

export interface AppOptions {
  readonly log: Logger
  readonly clock: Clock
  readonly random: Random
  readonly database: Database
  /** PEM texts; null: plain HTTP. */
  readonly tls: TlsMaterial | null
  readonly hsts: boolean
  readonly trustedProxies: readonly string[]
  readonly routes: readonly AnyRoute[]
  readonly resolvePrincipal: PrincipalResolver
  readonly answerOnce: AnswerOnce | null
  readonly onLeakedKey: OnLeakedKey
  readonly agentDoor: FastifyPluginAsync | null
  readonly pageFolder: string | null
  readonly agentPackages: AgentPackages
  readonly isOwnOrigin: (origin: string) => boolean
  readonly isStopping: () => boolean
}

const mib = 1024 * 1024
/** The longest query of the language, 16 KiB, stands in an address with three bytes for each that is escaped. */
const maxHeaderSize = 64 * 1024
/** A page that loads twenty things and polls ten lists a second stays far below; a loop gone wild does not. */
const requestsPerMinute = 6000

/** The whole HTTP surface, not listening yet. Throws StartError for routes that are not complete. */
export async function createApp(options: AppOptions): Promise<FastifyInstance> {
  const app = newFastify(options)
  app.decorateRequest('principal', null)
  app.setErrorHandler(handleError)
  app.addHook('onRequest', async (request, reply) => {
    reply.header('x-request-id', request.id)
    if (!options.isStopping()) return
    reply.header('connection', 'close')
    throw new Problem('busy', { detail: 'the server is stopping', retryAfterS: 5 })
  })
  if (options.log.isLevelEnabled('debug')) logAnswers(app)
  const { agentDoor } = options
  if (agentDoor !== null) await app.register(agentDoor, { prefix: '/agent/v1' })
  // The door has its own limits and no cookies: what is for people and programs is not in its way.
  await app.register(web => addWeb(web, options))
  await app.ready()
  return app
}

/** Everything but the agents' door. */
async function addWeb(web: FastifyInstance, options: AppOptions): Promise<void> {
  await addSecurityHeaders(web, { hsts: options.hsts })
  refuseKeysInAddress(web, options.onLeakedKey)
  await web.register(rateLimit, {
    max: requestsPerMinute,
    timeWindow: 60_000,
    keyGenerator: request => peerKey(request.ip),
    errorResponseBuilder: (_request, context) => new Problem('rate', { retryAfterS: Math.ceil(context.ttl / 1000) }),
  })
  await web.register(cookie)
  await web.register(swagger, documentOptions)
  await web.register(
    async scope => {
      addApiScope(scope, options)
      scope.get('/openapi.json', async () => scope.swagger())
    },
    { prefix: apiPrefix },
  )
  addHealthScope(web, options)
  addAuthorityCertificate(web, options.tls?.ca ?? null)
  await addDownloadScope(web, options.agentPackages)
  await addPageScope(web, { folder: options.pageFolder, routes: options.routes })
}

function logAnswers(app: FastifyInstance): void {
  app.addHook('onResponse', async (request, reply) => {
    // The pattern of the route, not the address: a query may hold what does not belong into a log.
    const { url = 'none', method } = request.routeOptions
    request.log.debug({ method, route: url, status: reply.statusCode, ms: Math.round(reply.elapsedTime) }, 'answered')
  })
}

function newFastify(options: AppOptions): FastifyInstance {
  const common = {
    loggerInstance: options.log,
    logController: new LogController({ disableRequestLogging: true, requestIdLogLabel: 'requestId' }),
    bodyLimit: mib,
    // Slow senders: a request must be there completely within a minute.
    requestTimeout: 60_000,
    keepAliveTimeout: 75_000,
    genReqId: () => options.random.uuid(),
    // An id that a client made up must not be mistaken for ours in the log.
    requestIdHeader: false,
    trustProxy: options.trustedProxies.length === 0 ? false : [...options.trustedProxies],
    exposeHeadRoutes: false,
    // `onRequest` above answers while stopping; Fastify's own answer has no code.
    return503OnClosing: false,
    forceCloseConnections: 'idle',
    routerOptions: {
      ignoreTrailingSlash: false,
      ignoreDuplicateSlashes: false,
      caseSensitive: true,
      maxParamLength: 200,
    },
    frameworkErrors: (
      error: unknown,
      request: Parameters<typeof sendProblem>[0],
      reply: Parameters<typeof sendProblem>[1],
    ) => {
      void handleError(error, request, reply)
    },
  } as const
  // One type for both: nothing behind this line asks which server it is.
  const app =
    options.tls === null
      ? Fastify({ ...common, http: { maxHeaderSize } })
      : Fastify({ ...common, https: { cert: options.tls.cert, key: options.tls.key, maxHeaderSize } })
  return app as unknown as FastifyInstance
}

const documentOptions = {
  openapi: {
    openapi: '3.1.0',
    info: {
      title: 'Patchyard',
      version,
      description: 'Errors are problem+json with a stable `code`; docs/errors.md lists them.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/' }],
    components: {
      securitySchemes: {
        apiKey: { type: 'http', scheme: 'bearer', description: 'An API key: `patchyard key create`.' },
        session: { type: 'apiKey', in: 'cookie', name: '__Host-patchyard', description: 'A signed-in browser.' },
      },
    },
  },
  // Routes of the API have a tag; health, page and the agents' door are no part of the document.
  hideUntagged: true,
  // Components keep the names of their schemas; the default would call them def-0, def-1 ….
  refResolver: { buildLocalReference: (schema: { $id?: unknown }) => String(schema.$id) },
} as unknown as Parameters<typeof swagger>[1]
