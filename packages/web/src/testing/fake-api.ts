import { type CallInput, type CallResult, type RouteName, routes } from '@patchyard/api'
import { misfits } from '@patchyard/api/check'

/**
 * The API as the page sees it, without a server. A test declares what it expects to be asked; anything else fails the
 * test. Answers and requests are checked against the contract, so that a fake never drifts from it.
 */
export type Answer<N extends RouteName> = (
  input: Required<Pick<CallInput<N>, 'params' | 'query' | 'body'>> & Pick<CallInput<N>, 'ifMatch'>,
) => CallResult<N>
export type Answers = { readonly [N in RouteName]?: Answer<N> }

/** Thrown by an answer: the server refuses. */
export class Refusal extends Error {
  readonly status: number
  readonly code: string
  constructor(status: number, code: string, detail: string) {
    super(detail)
    this.status = status
    this.code = code
  }
}

export interface FakeRequest {
  readonly method: string
  /** Path and query string. */
  readonly url: string
  readonly body: string
  /** The header of that name. */
  readonly ifMatch?: string | undefined
}
export interface FakeReply {
  readonly status: number
  readonly body: unknown
}
export interface FakeApi {
  handle(request: FakeRequest): FakeReply
  /** Calls in their order, such as "POST /jobs". */
  readonly calls: readonly string[]
  /** What a test must look at in the end: undeclared calls, requests and answers against the contract. */
  readonly mistakes: readonly string[]
}

interface Match {
  readonly name: RouteName
  readonly params: Record<string, string>
}

function match(method: string, path: string): Match | null {
  for (const name of Object.keys(routes) as RouteName[]) {
    const route = routes[name]
    if (route.method !== method) continue
    const pattern = new RegExp(`^${route.path.replace(/:(\w+)/g, '(?<$1>[^/]+)')}$`)
    const found = pattern.exec(path)
    if (found !== null) return { name, params: { ...found.groups } }
  }
  return null
}

/** Query strings carry text; the schema says which of it is a number or yes/no. */
function readQuery(search: URLSearchParams): Record<string, unknown> {
  return Object.fromEntries(
    [...search].map(([name, value]) => {
      if (name === 'limit') return [name, Number(value)]
      return [name, value === 'true' ? true : value === 'false' ? false : value]
    }),
  )
}

export function createFakeApi(answers: Answers): FakeApi {
  const calls: string[] = []
  const mistakes: string[] = []
  const problem = (status: number, code: string, detail: string): FakeReply => ({
    status,
    body: { type: 'about:blank', title: code, status, code, detail, requestId: 'fake' },
  })
  const wrong = (text: string): FakeReply => {
    mistakes.push(text)
    return problem(500, 'undeclared', text)
  }
  return {
    calls,
    mistakes,
    handle({ method, url, body, ifMatch }) {
      const [path = '', search = ''] = url.split('?')
      const short = path.replace(/^\/api\/v1/, '')
      calls.push(`${method} ${short}`)
      const found = match(method, short)
      if (found === null) return wrong(`${method} ${url} is no route of the contract`)
      const route = routes[found.name]
      const answer = answers[found.name]
      if (answer === undefined) return wrong(`${found.name} was called, but the test does not declare it`)
      const query = readQuery(new URLSearchParams(search))
      const value: unknown = body === '' ? undefined : JSON.parse(body)
      if ('query' in route) mistakes.push(...misfits(route.query, query).map(line => `query of ${found.name}: ${line}`))
      else if (search !== '') mistakes.push(`${found.name} takes no query string: ${search}`)
      if ('ifMatch' in route && ifMatch === undefined) return wrong(`${found.name} needs If-Match`)
      const asked = 'body' in route ? misfits(route.body, value) : []
      if (asked.length > 0) return problem(400, 'malformed', asked.join('; '))
      try {
        const result = answer({ params: found.params, query, body: value, ifMatch } as never)
        mistakes.push(...misfits(route.response, result).map(line => `answer of ${found.name}: ${line}`))
        return { status: 'status' in route ? route.status : 200, body: result }
      } catch (error) {
        if (error instanceof Refusal) return problem(error.status, error.code, error.message)
        throw error
      }
    },
  }
}
