import type { FastifyRequest } from 'fastify'
import { Problem } from '../errors/problem.ts'
import type { Principal } from './principal.ts'
import type { AnyRoute } from './route.ts'

/** A request that its client named, so that sending it again has no second effect (invariant I5). */
export interface NamedRequest {
  readonly principal: Principal
  /** The client's own name for it, unique for the person. */
  readonly key: string
  /** Method, address and body: what makes two requests the same one. */
  readonly content: string
}

/**
 * Does `work` at most once for a named request and hands out the same answer each time. Throws Problem `idempotency_reused` for
 * another request under the same name, `idempotency_pending` while the first one has no known end.
 */
export type AnswerOnce = (
  request: NamedRequest,
  work: () => Promise<unknown>,
) => Promise<{ readonly answer: unknown; readonly replayed: boolean }>

export const idempotencyHeader = 'idempotency-key'

/** Visible ASCII. 16 and more, because the answer is kept under it: a UUID has 36. */
const keyPattern = /^[\x21-\x7e]{16,128}$/

/** What somebody who is signed in asks to be done. Reading needs no name, and signing out is as good twice. */
export const takesIdempotencyKey = (route: Pick<AnyRoute, 'method' | 'permission'>): boolean =>
  route.method === 'POST' && route.permission !== 'public' && route.permission !== 'session'

/** The name that the client gave this request; null: none. Throws Problem `malformed`. */
export function idempotencyKeyOf(request: FastifyRequest): string | null {
  const given = request.headers[idempotencyHeader]
  if (given === undefined) return null
  if (typeof given === 'string' && keyPattern.test(given)) return given
  throw new Problem('malformed', {
    detail: 'Idempotency-Key is 16 to 128 visible ASCII characters, such as a UUID, and given once',
    field: 'Idempotency-Key',
  })
}

export const idempotencyHeaderSchema = {
  type: 'object',
  properties: {
    [idempotencyHeader]: {
      type: 'string',
      minLength: 16,
      maxLength: 128,
      pattern: keyPattern.source,
      description:
        'Your own name for this request, such as a UUID. For 24 hours the same request under the same name has no second effect and gets the same answer (`Idempotency-Replayed: true`).',
    },
  },
} as const
