import type { Permission } from '@patchyard/domain'
import type { TSchema } from 'typebox'

/** Who may call: everybody, whoever is signed in, or holders of one permission. */
export type RoutePermission = 'public' | 'session' | Permission

export interface RouteContract {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE'
  /** Fastify form, below /api/v1. */
  readonly path: string
  readonly permission: RoutePermission
  readonly summary: string
  readonly params?: TSchema
  readonly query?: TSchema
  readonly body?: TSchema
  readonly response: TSchema
  /** Default: application/json. */
  readonly produces?: 'text/csv'
  readonly status?: 200 | 201
}

/** Literal types are kept so that handlers and the client are typed from the lists of routes. */
export const contract = <const R extends { readonly [name: string]: RouteContract }>(routes: R): R => routes
