import { check, type Entity, print } from '@patchyard/query'
import { toggleTerm } from './facet-terms.ts'

/** What the server is asked for a view; null when one of its queries has errors, so that nothing may be asked. */
export interface Asked {
  readonly query?: string
  readonly having?: string
}

interface Queries {
  readonly query: string
  readonly having: string | null
  /** Value of the platform token, from a tab; null: all. */
  readonly platform?: string | null
  /** About a past instant, of which not everything can be asked. */
  readonly past?: boolean
}

/** The entity that the second query is about; null: there is none. */
export const secondEntity = (entity: Entity): Entity | null =>
  entity === 'asset' ? 'patch' : entity === 'patch' ? 'asset' : null

/** A tab is one more condition of the query: written into its tree, never glued to its text. */
export function askedOf(entity: Entity, { query, having, platform = null, past = false }: Queries): Asked | null {
  const first = check(query, { entity, past })
  if (first.tree === null) return null
  const second = secondEntity(entity)
  const isSecond = second !== null && having !== null && having.trim() !== ''
  if (isSecond && check(having, { entity: second, past }).tree === null) return null
  const text = platform === null ? query.trim() : withPlatform(entity, query, platform)
  return { ...(text === '' ? {} : { query: text }), ...(isSecond ? { having: having.trim() } : {}) }
}

function withPlatform(entity: Entity, query: string, platform: string): string {
  const { tree } = check(query, { entity })
  if (tree === null) return query
  const term = { token: 'platform', value: platform }
  // Beside what the query itself says about platforms: both must hold.
  const only = toggleTerm({ entity, root: null }, term).root
  if (only === null) return query
  const root = tree.root
  if (root === null) return print({ entity, root: only })
  return print({
    entity,
    root: { kind: 'and', nodes: [only, ...(root.kind === 'and' ? root.nodes : [root])], from: 0, to: 0 },
  })
}
