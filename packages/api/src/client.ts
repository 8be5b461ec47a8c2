import type { Static, TSchema } from 'typebox'
import { routeTable } from './route-table.ts'
import type { RouteName, routes } from './routes.ts'
import type { Problem, QueryProblem } from './schemas/common.ts'

type Routes = typeof routes
type Of<R, K extends string> = R extends { readonly [P in K]: infer S extends TSchema } ? Static<S> : undefined

export interface CallInput<N extends RouteName> {
  params?: Of<Routes[N], 'params'>
  query?: Of<Routes[N], 'query'>
  body?: Of<Routes[N], 'body'>
  signal?: AbortSignal
  /** The ETag (`revision`) of what is replaced, for routes that need `If-Match`. */
  ifMatch?: string
  /** Of an answer that is a file: its bytes as they come; the text that is returned is empty then. */
  onBytes?: (bytes: Uint8Array) => void
}
export type CallResult<N extends RouteName> = Of<Routes[N], 'response'>

/** What the server refused, with its stable code. */
export class ApiError extends Error {
  readonly status: number
  readonly code: string
  readonly field: string | undefined
  readonly requestId: string | undefined
  /** Of a query that was refused: all that is wrong with the text of `field`. */
  readonly errors: readonly QueryProblem[]
  /** Of a definition that was refused: all that is wrong with it. */
  readonly problems: NonNullable<Problem['problems']>
  /** Of too many attempts: how long to wait, in seconds. */
  readonly retryAfterS: number | undefined
  constructor(problem: Problem, retryAfterS?: number) {
    super(problem.detail ?? problem.title)
    this.status = problem.status
    this.code = problem.code
    this.field = problem.field
    this.requestId = problem.requestId
    this.errors = problem.errors ?? []
    this.problems = problem.problems ?? []
    this.retryAfterS = retryAfterS
  }
}

/** The server was not reached, or what answered is not a Patchyard server. `cause` has the reason. */
export class UnreachableError extends Error {
  readonly code = 'unreachable'
}

/** One exchange; `fetch` of browsers and Node fits: what knows `onBytes` gives it the body of a success, and no text. */
export type Send = (
  url: string,
  init: {
    method: string
    headers: Record<string, string>
    body?: string
    signal?: AbortSignal
    onBytes?: (bytes: Uint8Array) => void
  },
) => Promise<{ status: number; headers?: { get(name: string): string | null }; text(): Promise<string> }>

export interface ClientOptions {
  /** '' in the page; 'https://patch.example.org' elsewhere, without a trailing slash. */
  readonly baseUrl: string
  readonly send: Send
  /** API key; without one the browser's cookie speaks. */
  readonly apiKey?: string
}

export interface Client {
  /** Throws {@link ApiError} on a refusal and {@link UnreachableError} when there was no answer. */
  call<N extends RouteName>(name: N, input?: CallInput<N>): Promise<CallResult<N>>
}

function fillPath(path: string, params: Record<string, unknown>): string {
  return path.replace(/:([a-z]+)/gi, (_, name: string) => encodeURIComponent(String(params[name])))
}

function queryString(query: Record<string, unknown> | undefined): string {
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(query ?? {})) if (value !== undefined) search.set(name, String(value))
  const text = search.toString()
  return text === '' ? '' : `?${text}`
}

/** `Retry-After` in seconds, as this server writes it; the form with a date is nobody's here. */
const secondsOf = (text: string | null): number | undefined =>
  text !== null && /^\d{1,6}$/.test(text) ? Number(text) : undefined

export function createClient({ baseUrl, send, apiKey }: ClientOptions): Client {
  return {
    async call(name, input = {}) {
      const route = routeTable[name]
      const url = `${baseUrl}/api/v1${fillPath(route.path, input.params ?? {})}${queryString(input.query)}`
      const headers: Record<string, string> = { accept: route.produces ?? 'application/json' }
      if (apiKey !== undefined) headers['authorization'] = `Bearer ${apiKey}`
      if (route.hasBody) headers['content-type'] = 'application/json'
      if (input.ifMatch !== undefined) headers['if-match'] = input.ifMatch
      let status: number
      let text: string
      let retryAfterS: number | undefined
      try {
        const answer = await send(url, {
          method: route.method,
          headers,
          ...(route.hasBody ? { body: JSON.stringify(input.body ?? {}) } : {}),
          ...(input.signal ? { signal: input.signal } : {}),
          ...(input.onBytes && route.produces !== undefined ? { onBytes: input.onBytes } : {}),
        })
        status = answer.status
        retryAfterS = secondsOf(answer.headers?.get('retry-after') ?? null)
        text = await answer.text()
      } catch (cause) {
        throw new UnreachableError(`no answer from ${baseUrl || 'the server'}`, { cause })
      }
      if (route.produces !== undefined && status >= 200 && status < 300) {
        if (input.onBytes === undefined) return text as never
        input.onBytes(new TextEncoder().encode(text))
        return '' as never
      }
      let value: unknown
      try {
        value = text === '' ? {} : JSON.parse(text)
      } catch (cause) {
        throw new UnreachableError(`the answer of ${url} is not JSON (status ${status})`, { cause })
      }
      if (status >= 200 && status < 300) return value as never
      if (typeof value === 'object' && value !== null && 'code' in value)
        throw new ApiError(value as Problem, retryAfterS)
      throw new UnreachableError(`the answer of ${url} has status ${status} and no error code`)
    },
  }
}
