import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify'
import { Problem } from '../errors/problem.ts'
import { errorRegistry, type ErrorCode } from '../errors/registry.ts'

// Fastify's own refusals (fastify/docs/Reference/Errors.md) as our codes.
const fastifyCodes: Readonly<Record<string, ErrorCode>> = {
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'unsupported_media_type',
  FST_ERR_CTP_BODY_TOO_LARGE: 'too_large',
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: 'malformed',
  FST_ERR_CTP_EMPTY_JSON_BODY: 'malformed',
  FST_ERR_CTP_INVALID_JSON_BODY: 'malformed',
  FST_ERR_BAD_URL: 'malformed',
  FST_ERR_ASYNC_CONSTRAINT: 'malformed',
  FST_ERR_VALIDATION: 'malformed',
}

/** Whatever was thrown, as the answer it becomes. What nobody foresaw is `internal` and keeps its text to the log. */
export function problemOf(error: unknown): Problem {
  if (error instanceof Problem) return error
  const { code, statusCode } = error as Partial<FastifyError>
  const known = code === undefined ? undefined : fastifyCodes[code]
  if (known !== undefined) return new Problem(known, {}, error)
  // The static files' way to say that a path leads out of them, or to a hidden one.
  if (statusCode === 403 || statusCode === 404) return new Problem('not_found', {}, error)
  if (statusCode === 415) return new Problem('unsupported_media_type', {}, error)
  if (statusCode !== undefined && statusCode >= 400 && statusCode < 500) return new Problem('malformed', {}, error)
  return new Problem('internal', {}, error)
}

/** The body of a problem (RFC 9457). `title` is the same for every occurrence of a code, `detail` is this one. */
export function problemBody(problem: Problem, requestId: string): Record<string, unknown> {
  const { retryAfterS: _, ...extras } = problem.extras
  return {
    type: `urn:patchyard:problem:${problem.code}`,
    title: errorRegistry[problem.code].title,
    status: problem.status,
    code: problem.code,
    ...extras,
    requestId,
  }
}

/** Sent as text, so that no response schema of the route applies to it. */
export function sendProblem(request: FastifyRequest, reply: FastifyReply, problem: Problem): FastifyReply {
  if (problem.extras.retryAfterS !== undefined) reply.header('retry-after', String(problem.extras.retryAfterS))
  if (problem.code === 'unauthenticated') reply.header('www-authenticate', 'Bearer')
  reply.removeHeader('etag')
  return reply
    .code(problem.status)
    .header('cache-control', 'no-store')
    .type('application/problem+json')
    .send(JSON.stringify(problemBody(problem, request.id)))
}

export function handleError(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const problem = problemOf(error)
  if (problem.code === 'internal') request.log.error({ err: error }, 'a request failed')
  else if (problem.status >= 500)
    request.log.warn({ err: problem.cause ?? problem, code: problem.code }, 'a request was turned away')
  return sendProblem(request, reply, problem)
}
