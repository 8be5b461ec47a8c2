import { type Entity, findToken, type QueryNode } from '@patchyard/query'
import { shownValue } from '../../queries/shown-value.ts'
import { mainTokens } from './why-read-model.ts'

const MOST_SHOWN = 20
const LONGEST = 200

/** What an object has where a clause looks; null for what only joins clauses. */
export function foundBy(node: QueryNode, entity: Entity, values: Readonly<Record<string, unknown>>): string[] | null {
  if (node.kind === 'clause') return shown(valuesOf(node.token, entity, values))
  if (node.kind === 'text') return shown(mainTokens(entity).flatMap(token => valuesOf(token, entity, values)))
  if (node.kind !== 'group') return null
  const children = values[node.token]
  return Array.isArray(children) ? shown(children.map(childText)) : []
}

function valuesOf(token: string, entity: Entity, values: Readonly<Record<string, unknown>>): string[] {
  let found: unknown[] = [values]
  for (const part of token.split('.')) {
    found = found.flatMap(value => {
      const inner = typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[part] : undefined
      return Array.isArray(inner) ? (inner as unknown[]) : [inner]
    })
  }
  const definition = findToken(entity, token)
  return [...new Set(found.filter(isThere).map(value => shownValue(definition, personText(value))))]
}

const isThere = (value: unknown): boolean => value !== undefined && value !== null && value !== ''

const personText = (value: unknown): unknown =>
  typeof value === 'object' && value !== null && 'email' in value ? value.email : value

/** One child of a group, `name nginx, version 1.24.0`. */
function childText(child: unknown): string {
  if (typeof child !== 'object' || child === null) return String(child)
  return Object.entries(child)
    .filter(([name, value]) => isThere(value) && name !== 'scheme' && name !== 'id')
    .map(([name, value]) => `${name} ${String(value)}`)
    .join(', ')
}

function shown(texts: readonly string[]): string[] {
  const some = texts
    .slice(0, MOST_SHOWN)
    .map(text => (text.length > LONGEST ? `${text.slice(0, LONGEST).toWellFormed()}…` : text))
  return texts.length > MOST_SHOWN ? [...some, `… and ${texts.length - MOST_SHOWN} more`] : some
}
