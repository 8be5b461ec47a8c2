import { type CallResult, type RouteName, routes } from '@patchyard/api'
import type { Readable } from 'node:stream'
import type { TSchema } from 'typebox'
import type { ErrorCode } from '../errors/registry.ts'
import type { Principal } from './principal.ts'
import type { AnyRoute, RouteInput } from './route.ts'

type Contract<N extends RouteName> = (typeof routes)[N]
type Schema<R, K extends string> = R extends { readonly [P in K]: infer S extends TSchema } ? S : undefined
type PrincipalFor<N extends RouteName> = Contract<N>['permission'] extends 'public' ? Principal | null : Principal

export type ApiInput<N extends RouteName> = RouteInput<
  Schema<Contract<N>, 'params'>,
  Schema<Contract<N>, 'query'>,
  Schema<Contract<N>, 'body'>
>

/** JSON by its schema, or a body that is written while it is made. */
type Answer<N extends RouteName> = Contract<N> extends { readonly produces: string } ? Readable : CallResult<N>

export interface ApiRouteOptions {
  readonly errors?: readonly ErrorCode[]
  readonly ratePerMinute?: number
  /** Of bytes; default 1 MiB. */
  readonly bodyLimit?: number
}

/**
 * Serves one route of the contract in `@patchyard/api`: method, path, permission and schemas come from there, so the
 * server, its document, the page and the CLI cannot disagree.
 */
export function apiRoute<N extends RouteName>(
  name: N,
  handler: (principal: PrincipalFor<N>, input: ApiInput<N>) => Promise<Answer<N>>,
  options: ApiRouteOptions = {},
): AnyRoute {
  const contract: {
    method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
    path: string
    permission: string
    summary: string
    params?: TSchema
    query?: TSchema
    body?: TSchema
    response: TSchema
    produces?: 'text/csv' | 'application/x-ndjson' | 'application/x-tar'
    status?: number
    stepUp?: true
    keys?: 'allowed'
    beforeSecondFactor?: true
    ifMatch?: true
    whileSuspended?: true
  } = routes[name]
  return {
    method: contract.method,
    path: contract.path,
    permission: contract.permission,
    operationId: name,
    summary: contract.summary,
    tag: contract.path.split('/')[1] ?? 'server',
    ...(contract.params ? { params: contract.params } : {}),
    ...(contract.query ? { query: contract.query } : {}),
    ...(contract.body ? { body: contract.body } : {}),
    response: contract.response,
    ...(contract.produces ? { produces: contract.produces } : {}),
    ...(contract.status ? { status: contract.status } : {}),
    ...(contract.stepUp ? { stepUp: contract.stepUp } : {}),
    ...(contract.keys ? { keys: contract.keys } : {}),
    ...(contract.beforeSecondFactor ? { beforeSecondFactor: contract.beforeSecondFactor } : {}),
    ...(contract.ifMatch ? { ifMatch: contract.ifMatch } : {}),
    ...(contract.whileSuspended ? { whileSuspended: contract.whileSuspended } : {}),
    ...options,
    handler: handler,
  }
}
