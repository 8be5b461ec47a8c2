import type { OperatorPermission, Permission } from '@patchyard/domain'
import type { TSchema } from 'typebox'

/** Who may call: everybody, whoever is signed in, holders of one permission, or the installation's operator. */
export type RoutePermission = 'public' | 'session' | Permission | OperatorPermission

export interface RouteContract {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** Fastify form, below /api/v1. */
  readonly path: string
  readonly permission: RoutePermission
  readonly summary: string
  readonly params?: TSchema
  readonly query?: TSchema
  readonly body?: TSchema
  readonly response: TSchema
  /** Default: application/json. */
  readonly produces?: 'text/csv' | 'application/x-ndjson' | 'application/x-tar'
  readonly status?: 200 | 201
  /** Needs `If-Match` with the ETag of what is replaced: 428 without, 412 when it is another one by now. */
  readonly ifMatch?: true
  /**
   * Dangerous: the person must have proven who they are in the last ten minutes (`POST /session/prove`), otherwise 403
   * `step_up_needed`. API keys cannot prove anything and are refused, unless `keys` allows them.
   */
  readonly stepUp?: true
  readonly keys?: 'allowed'
  /** Answers people who have yet to set up the second factor that their subscription demands; all else is refused them. */
  readonly beforeSecondFactor?: true
  /** Answers people whose subscription is suspended, too; what needs `operator` does anyway. */
  readonly whileSuspended?: true
}

/** Literal types are kept so that handlers and the client are typed from the lists of routes. */
export const contract = <const R extends { readonly [name: string]: RouteContract }>(routes: R): R => routes
