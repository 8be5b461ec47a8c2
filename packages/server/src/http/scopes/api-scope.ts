import { Readable } from 'node:stream'
import type { FastifyInstance, FastifyReply, FastifyRequest, onRequestAsyncHookHandler } from 'fastify'
import { type Clock, operatorPermission, permissions } from '@patchyard/domain'
import { Problem } from '../../errors/problem.ts'
import { StartError } from '../../errors/start-error.ts'
import { type AnswerOnce, idempotencyHeaderSchema, idempotencyKeyOf, takesIdempotencyKey } from '../answer-once.ts'
import { checkBody, checkNoBody, checkTexts, type InputCheck } from '../input/check-input.ts'
import { takeStrictJson } from '../input/json-body.ts'
import { refuseKeysOnFree } from '../guards/licence-gate.ts'
import { Components, documentRoute, ifMatchHeaderSchema, successStatus } from '../openapi.ts'
import { refuseOtherOrigins } from '../guards/own-origin.ts'
import type { PrincipalResolver } from '../principal.ts'
import { refuseWithoutProof } from '../guards/step-up.ts'
import { watchSpeaker } from '../guards/watch-speaker.ts'
import type { AnyRoute } from '../route.ts'

export const apiPrefix = '/api/v1'

export interface ApiScopeOptions {
  readonly routes: readonly AnyRoute[]
  readonly resolvePrincipal: PrincipalResolver
  /** null: requests cannot be named. */
  readonly answerOnce: AnswerOnce | null
  readonly isOwnOrigin: (origin: string) => boolean
  readonly clock: Clock
}

/**
 * Serves the routes under `/api/v1`. Each route carries its own permission into its own hook, so the spelling of a path
 * cannot lead past it. Order: origin → speaker → permission → body → schema → handler; nothing of a body is read for
 * somebody who may not send it. Throws StartError `route` for a definition that is not complete.
 */
export function addApiScope(app: FastifyInstance, options: ApiScopeOptions): void {
  takeStrictJson(app)
  const components = new Components()
  const documented = options.routes.map(route => ({ route, schema: documentRoute(route, components) }))
  for (const { route, schema } of documented) {
    refuseIncomplete(route)
    // A scope for each route, with the schemas that it refers to: what writes an answer is made with all that its scope has. With
    // 180 schemas and 176 routes in one scope that took 2.7 s of processor time at each start.
    void app.register(async scope => {
      for (const named of components.neededBy(schema)) scope.addSchema(named)
      addRoute(scope, route, schema, options)
    })
  }
}

const known: ReadonlySet<string> = new Set(['public', 'session', operatorPermission, ...permissions])

/** Deny by default: what says nothing about who may use it does not exist. */
function refuseIncomplete(route: AnyRoute): void {
  const name = `${route.method} ${route.path}`
  if (typeof (route.permission as unknown) !== 'string' || route.permission === '') {
    throw new StartError('route', `the route ${name} does not say who may use it`)
  }
  if (!known.has(route.permission)) {
    throw new StartError('route', `the route ${name} asks for "${route.permission}", which is no permission`)
  }
  for (const part of ['params', 'query', 'body'] as const) {
    const schema: { readonly type?: unknown; readonly additionalProperties?: unknown } | undefined = route[part]
    if (schema?.type === 'object' && schema.additionalProperties !== false) {
      throw new StartError('route', `the route ${name} takes unknown members in its ${part}`)
    }
  }
}

function addRoute(
  app: FastifyInstance,
  route: AnyRoute,
  schema: Record<string, unknown>,
  options: ApiScopeOptions,
): void {
  const checks = {
    params: route.params === undefined ? nothing : checkTexts('params', route.params),
    query: route.query === undefined ? refuseQuery : checkTexts('query', route.query),
    body: route.body === undefined ? checkNoBody : checkBody(route.body),
  }
  const { answerOnce } = options
  const mayBeNamed = answerOnce !== null && takesIdempotencyKey(route)
  app.route({
    method: route.method,
    url: route.path,
    schema: mayBeNamed
      ? { ...schema, headers: idempotencyHeaderSchema }
      : route.ifMatch === true
        ? { ...schema, headers: ifMatchHeaderSchema }
        : schema,
    // Values are checked in the handler below; Fastify's schema is for the document and the writing of answers.
    validatorCompiler: () => () => true,
    ...(route.bodyLimit === undefined ? {} : { bodyLimit: route.bodyLimit }),
    config: {
      ...(route.ratePerMinute === undefined ? {} : { rateLimit: { max: route.ratePerMinute, timeWindow: 60_000 } }),
    },
    onRequest: admit(route, options),
    async handler(request: FastifyRequest, reply: FastifyReply) {
      reply.header('cache-control', 'no-store')
      const input = {
        params: checks.params(request.params),
        query: checks.query(request.query),
        body: checks.body(request.body),
        request,
        reply,
      }
      const work = () => route.handler(request.principal as never, input as never)
      const answer: unknown = await (mayBeNamed ? once(request, reply, input.body, work, answerOnce) : work())
      if (reply.sent || answer instanceof Readable) endWithSpeaker(request, reply, options)
      if (reply.sent) return reply
      return reply.code(successStatus(route)).send(answer)
    },
  })
}

/** Streams and exports outlive the question who asks: they end with the speaker's rights. */
function endWithSpeaker(request: FastifyRequest, reply: FastifyReply, options: ApiScopeOptions): void {
  const { principal } = request
  const { raw } = reply
  if (principal === null || raw.writableEnded || raw.destroyed) return
  const look = () => options.resolvePrincipal(request)
  const stop = watchSpeaker({ clock: options.clock, look }, principal, () => raw.destroy())
  raw.once('close', stop)
  raw.once('finish', stop)
}

/** Does the work, once if the client named its request. Only a body that its schema knows takes a name. */
async function once(
  request: FastifyRequest,
  reply: FastifyReply,
  body: unknown,
  work: () => Promise<unknown>,
  answerOnce: AnswerOnce,
): Promise<unknown> {
  const key = idempotencyKeyOf(request)
  if (key === null || request.principal === null) return work()
  const content = JSON.stringify([request.method, request.raw.url, body ?? null])
  const { answer, replayed } = await answerOnce({ principal: request.principal, key, content }, work)
  if (replayed) reply.header('idempotency-replayed', 'true')
  return answer
}

/** Who speaks, and whether they may. On public routes nobody is asked: an old cookie must not keep anybody from signing in. */
function admit(route: AnyRoute, options: ApiScopeOptions): onRequestAsyncHookHandler {
  return async request => {
    if (request.headers['content-encoding'] !== undefined) throw new Problem('unsupported_media_type')
    refuseOtherOrigins(request, options.isOwnOrigin)
    if (route.permission === 'public') return
    const principal = await options.resolvePrincipal(request)
    if (principal === null) throw new Problem('unauthenticated')
    if (principal.suspended && route.whileSuspended !== true && route.permission !== operatorPermission) {
      throw new Problem('subscription_suspended')
    }
    if (route.permission !== 'session' && !principal.can(route.permission)) {
      throw new Problem('forbidden', { permission: route.permission })
    }
    refuseKeysOnFree(route, principal)
    refuseWithoutProof(route, principal, options.clock.nowMs())
    request.principal = principal
  }
}

const nothing: InputCheck = () => undefined

const refuseQuery: InputCheck = value => {
  const [name] = Object.keys(value ?? {})
  if (name !== undefined)
    throw new Problem('malformed', { detail: 'this route takes no query', field: name.slice(0, 120) })
  return undefined
}
