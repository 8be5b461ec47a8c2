import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Static, TSchema } from 'typebox'
import type { ErrorCode } from '../errors/registry.ts'
import type { Principal } from './principal.ts'

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

/** `public`: anybody. `session`: any signed-in person or key. Otherwise the permission that the speaker must hold. */
export type Access = 'public' | 'session' | (string & {})

/** The speaker is certain to be there except on public routes, where nobody is asked. */
export type PrincipalOf<A extends Access> = A extends 'public' ? null : Principal

type ValueOf<S extends TSchema | undefined> = S extends TSchema ? Static<S> : undefined

export interface RouteInput<
  P extends TSchema | undefined,
  Q extends TSchema | undefined,
  B extends TSchema | undefined,
> {
  readonly params: ValueOf<P>
  readonly query: ValueOf<Q>
  readonly body: ValueOf<B>
  /** For the address, headers and cookies of the speaker; bodies come from `body`, checked. */
  readonly request: FastifyRequest
  /** For cookies and headers; the body is what the handler returns. */
  readonly reply: FastifyReply
}

/**
 * One route in one object: what the server serves, checks and documents come from the same text.
 * Bodies and answers are JSON; unknown members of a body are refused.
 */
export interface RouteDefinition<
  A extends Access = Access,
  P extends TSchema | undefined = TSchema | undefined,
  Q extends TSchema | undefined = TSchema | undefined,
  B extends TSchema | undefined = TSchema | undefined,
  R extends TSchema | undefined = TSchema | undefined,
> {
  readonly method: Method
  /** Below `/api/v1`, parameters as `:name`. */
  readonly path: string
  readonly permission: A
  /** Stable name for generated clients, camelCase. */
  readonly operationId: string
  readonly summary: string
  readonly tag: string
  readonly params?: P
  readonly query?: Q
  readonly body?: B
  /** Status of success; default 200, or 204 without `response`. */
  readonly status?: number
  readonly response?: R
  /** Media type of success, default application/json; of another the handler returns text or a stream. */
  readonly produces?: 'text/csv' | 'application/x-ndjson' | 'application/x-tar'
  /** Codes beyond those that every route can answer with. */
  readonly errors?: readonly ErrorCode[]
  /** Largest body in bytes; default 1 MiB. */
  readonly bodyLimit?: number
  /** Answers people whose subscription is suspended, too. What needs the permission `operator` does anyway. */
  readonly whileSuspended?: true
  /** Requests a minute and peer address; default is the server's. */
  readonly ratePerMinute?: number
  /** As in the contract of `@patchyard/api`. */
  readonly stepUp?: true
  readonly keys?: 'allowed'
  readonly beforeSecondFactor?: true
  readonly ifMatch?: true
  handler(principal: PrincipalOf<A>, input: RouteInput<P, Q, B>): Promise<ValueOf<R>>
}

/** Any route, for lists of them; `route()` keeps the types of one. */
export type AnyRoute = Omit<RouteDefinition, 'handler'> & {
  // The types of one handler are checked where the route is written; a list of routes cannot keep them.
  handler(principal: never, input: never): Promise<unknown>
}

/** Writes a route with its types inferred: `route({ method: 'GET', path: '/api/v1/assets', permission: 'asset.read', … })`. */
export function route<
  const A extends Access,
  P extends TSchema | undefined = undefined,
  Q extends TSchema | undefined = undefined,
  B extends TSchema | undefined = undefined,
  R extends TSchema | undefined = undefined,
>(definition: RouteDefinition<A, P, Q, B, R>): RouteDefinition<A, P, Q, B, R> {
  return definition
}
