import type { Clock } from '@patchyard/domain'
import { agentPaths, ProtocolError } from '@patchyard/protocol'
import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify'
import { Problem } from '../../../errors/problem.ts'
import { attachBellSockets } from './adapters/bell-sockets.ts'
import { peerAddress } from './peer-address.ts'
import type { BellTower } from './bell-tower.ts'
import type { Admission, Door } from './door.ts'
import { type DoorReply, refusal, refuse } from './door-reply.ts'
import { readBody } from './read-body.ts'

declare module 'fastify' {
  interface FastifyRequest {
    admission: Admission | null
  }
}

/** The agents' door over HTTP: raw bodies, constant paths, nothing read before its signature is known to be good. */
export function doorPlugin(ports: { door: Door; bells: BellTower; clock: Clock }): FastifyPluginAsync {
  const { door, clock } = ports
  return async scope => {
    scope.decorateRequest('admission', null)
    // A logger for each request costs 7 µs; what the door logs names the peer itself.
    scope.setChildLoggerFactory(logger => logger)
    scope.removeAllContentTypeParsers()
    scope.addContentTypeParser('*', async (request: FastifyRequest, payload: import('node:stream').Readable) => {
      const cap = request.admission?.bodyCap ?? 0
      return readBody(payload, cap, clock)
    })
    scope.addHook('onRequest', async request => {
      request.admission = await door.admit({
        method: request.method,
        target: request.raw.url ?? '',
        headers: request.headers,
        peer: peerAddress(request.ip),
      })
    })
    scope.setErrorHandler((error, request, reply) => write(reply, replyTo(error, request)))
    for (const path of agentPaths) {
      const method = path === '/agent/v1/bell' ? 'GET' : 'POST'
      scope.route({
        method,
        url: path.slice('/agent/v1'.length),
        // Agents behind one address are many; the door has limits of its own that only failures count against.
        config: { rateLimit: false },
        schema: { hide: true },
        async handler(request, reply) {
          const admission = request.admission as Admission
          const body = Buffer.isBuffer(request.body) ? request.body : EMPTY
          return write(reply, await door.handle(admission, body))
        },
      })
    }
    // Every other path or method: the hook above has refused it with the protocol's own words.
    scope.setNotFoundHandler((_request, reply) => write(reply, refuse('not_found', 'no such path')))
    attachBellSockets({ server: scope.server, door, bells: ports.bells, clock })
  }
}

const EMPTY = Buffer.alloc(0)

function replyTo(error: unknown, request: FastifyRequest): DoorReply {
  if (error instanceof ProtocolError) {
    request.log.debug({ code: error.code, field: error.field, peer: request.ip }, error.message)
    return refusal(error)
  }
  if (error instanceof Problem && error.status === 503) return refuse('busy', error.message)
  const { statusCode } = error as { statusCode?: number }
  if (statusCode === 413) return refuse('too_large', 'body')
  if (statusCode !== undefined && statusCode >= 400 && statusCode < 500) return refuse('malformed', 'request')
  // A fault of ours must not look like one of the agent's: it keeps everything and tries again.
  request.log.error({ err: error }, "the agents' door failed")
  return refuse('busy', 'internal')
}

function write(reply: FastifyReply, { status, body, retryAfterS }: DoorReply): FastifyReply {
  reply.code(status)
  if (retryAfterS !== undefined) reply.header('retry-after', String(retryAfterS))
  if (body === null) return reply.send()
  if (body instanceof Uint8Array) return reply.header('content-type', 'application/octet-stream').send(body)
  const type = status >= 400 ? 'application/problem+json' : 'application/json'
  return reply.header('content-type', type).send(JSON.stringify(body))
}
