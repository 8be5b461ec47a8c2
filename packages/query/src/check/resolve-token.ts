import { entities, type Entity } from '../entities.ts'
import { shown } from '../problems/shown.ts'
import type { Word } from '../syntax/expression.ts'
import { childrenOf, findToken, tokensOf } from '../tokens/find-token.ts'
import { nearestTokens } from '../tokens/nearest-tokens.ts'
import type { Token } from '../tokens/token.ts'
import type { Checking } from './checking.ts'

const pluralOf: { readonly [E in Entity]: string } = {
  asset: 'assets',
  patch: 'patches',
  job: 'jobs',
  task: 'results',
  vulnerability: 'vulnerabilities',
  audit: 'rows of the audit',
}

const MOST_GUESSES = 20

/** The token of a name; null when there is none, reported with the nearest ones. */
export function resolveToken(checking: Checking, name: Word): Token | null {
  const { entity, group } = checking
  const token = group === null ? findToken(entity, name.text) : findChild(group, name.text)
  if (token !== undefined) return token
  const { from, to } = name
  const known = group === null ? tokensOf(entity) : childrenOf(group)
  // The nearest names cost more than the rest of the check: 0.2 ms for each mistake.
  const nearest = (checking.errors.size < MOST_GUESSES ? nearestTokens(name.text, known) : []).map(found =>
    inGroup(found, group),
  )
  checking.errors.report({
    code: 'E_QUERY_UNKNOWN_TOKEN',
    from,
    to,
    message: `${pluralOf[entity]} have no token ${shown(group === null ? name.text : `${group.name}.${name.text}`)}${hint(checking, name.text, nearest)}`,
    suggestions: nearest.map(insert => ({ label: insert, insert, from, to })),
  })
  return null
}

/** By its own name or by its full one. */
function findChild(group: Token, name: string): Token | undefined {
  const token = findToken(group.entity, `${group.name}.${name}`) ?? findToken(group.entity, name)
  return token?.name.startsWith(`${group.name}.`) === true ? token : undefined
}

const inGroup = (token: Token, group: Token | null): string =>
  group === null ? token.name : token.name.slice(group.name.length + 1)

function hint(checking: Checking, name: string, nearest: readonly string[]): string {
  if (nearest.length > 0) return `; did you mean ${nearest.map(found => shown(found)).join(' or ')}?`
  const { group } = checking
  if (group !== null) {
    return `; it has ${childrenOf(group)
      .map(token => inGroup(token, group))
      .join(', ')}`
  }
  const others = entities.filter(entity => findToken(entity, name) !== undefined)
  if (others.length > 0) return `; it is a token of ${others.map(entity => pluralOf[entity]).join(' and ')}`
  return '; put quotes around it to search for the text'
}
