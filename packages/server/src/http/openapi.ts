import { Problem as ProblemSchema } from '@patchyard/api'
import type { AnyRoute } from './route.ts'

export type JsonSchema = { readonly [keyword: string]: unknown }

/** Schemas that have a name (`$id`), which become components of the document and are referred to. */
export class Components {
  readonly #schemas = new Map<string, JsonSchema>()

  get all(): ReadonlyMap<string, JsonSchema> {
    return this.#schemas
  }

  /** The schema with every named one inside it replaced by a reference. Two schemas of one name must be equal. */
  refer(schema: unknown): JsonSchema {
    const { $id, ...body } = this.#inside(schema) as JsonSchema
    if (typeof $id !== 'string') return body
    const named = { $id, ...body }
    const earlier = this.#schemas.get($id)
    if (earlier !== undefined && JSON.stringify(earlier) !== JSON.stringify(named)) {
      throw new Error(`two schemas have the name ${$id}`)
    }
    this.#schemas.set($id, named)
    return { $ref: `${$id}#` }
  }

  /** The named schemas that one refers to, also through others. */
  neededBy(schema: unknown): readonly JsonSchema[] {
    const found = new Set<JsonSchema>()
    const look = (value: unknown): void => {
      if (typeof value !== 'object' || value === null) return
      for (const [key, part] of Object.entries(value)) {
        const named = key === '$ref' && typeof part === 'string' ? this.#schemas.get(part.replace(/#$/, '')) : undefined
        if (named === undefined) look(part)
        else if (!found.has(named)) {
          found.add(named)
          look(named)
        }
      }
    }
    look(schema)
    return [...found]
  }

  #inside(value: unknown): unknown {
    if (Array.isArray(value)) return value.map(part => this.#reduce(part))
    if (typeof value !== 'object' || value === null) return value
    return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, this.#reduce(part)]))
  }

  #reduce(value: unknown): unknown {
    if (typeof value === 'object' && value !== null && '$id' in value) return this.refer(value)
    return this.#inside(value)
  }
}

/** What Fastify and the document are told about a route. */
export function documentRoute(route: AnyRoute, components: Components): Record<string, unknown> {
  const problem = components.refer(ProblemSchema)
  const status = String(successStatus(route))
  const codes = [...new Set(['internal', ...baseCodes(route), ...(route.errors ?? [])])].sort()
  return {
    operationId: route.operationId,
    summary: route.summary,
    description: `Permission: \`${route.permission}\`.`,
    tags: [route.tag],
    security: route.permission === 'public' ? [] : [{ apiKey: [] }, { session: [] }],
    ...(route.params === undefined ? {} : { params: components.refer(route.params) }),
    ...(route.query === undefined ? {} : { querystring: components.refer(route.query) }),
    ...(route.body === undefined ? {} : { body: components.refer(route.body) }),
    response: {
      [status]:
        route.response === undefined
          ? { type: 'null', description: 'Done; no body.' }
          : {
              description: route.summary,
              content: { [route.produces ?? 'application/json']: { schema: components.refer(route.response) } },
            },
      default: {
        description: `Refused or failed. Codes: ${codes.map(code => `\`${code}\``).join(', ')}.`,
        content: { 'application/problem+json': { schema: problem } },
      },
    },
  }
}

/** For the document; the handler reads it (a missing one is 428, not 400). */
export const ifMatchHeaderSchema = {
  type: 'object',
  properties: {
    'if-match': {
      type: 'string',
      description: 'The ETag of what is replaced, as it was read; `*`: whatever is there.',
    },
  },
} as const

export function successStatus(route: AnyRoute): number {
  return route.status ?? (route.response === undefined ? 204 : 200)
}

function baseCodes(route: AnyRoute): string[] {
  const codes = ['busy', 'rate']
  if (route.permission !== 'public') codes.push('unauthenticated')
  if (route.permission !== 'public' && route.permission !== 'session') codes.push('forbidden')
  if (!['public', 'operator'].includes(route.permission) && route.whileSuspended !== true) {
    codes.push('subscription_suspended')
  }
  if (route.params !== undefined) codes.push('not_found')
  if (route.params !== undefined || route.query !== undefined || route.body !== undefined) codes.push('malformed')
  if (route.body !== undefined) codes.push('too_large', 'unsupported_media_type')
  if (route.method !== 'GET') codes.push('cross_origin', 'unknown_outcome', 'disk_full')
  return codes
}
