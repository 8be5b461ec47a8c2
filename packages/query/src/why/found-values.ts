import type { Entity } from '../entities.ts'
import type { QueryObject, QueryValue } from '../memory/query-object.ts'
import { childrenAt, isRecord, isThere, valuesAt } from '../memory/read-value.ts'
import { childrenOf, findToken, mainTokens } from '../tokens/find-token.ts'
import type { Token } from '../tokens/token.ts'
import type { QueryNode } from '../tree/tree.ts'

const MOST_SHOWN = 20
const LONGEST = 200

/**
 * What an object has where a clause looks, as a query would be written with it, in order of its characters: both back ends
 * then say it alike. Empty: nothing; null for what only joins clauses.
 */
export function foundBy(node: QueryNode, entity: Entity, object: QueryObject): readonly string[] | null {
  switch (node.kind) {
    case 'clause':
      return shown(valuesOf(node.token, entity, object))
    case 'text':
      return shown(mainTokens(entity).flatMap(token => valuesOf(token, entity, object)))
    case 'group':
      return shown(childrenAt(object, node.token.split('.')).map(child => childText(node.token, entity, child)))
    default:
      return null
  }
}

const valuesOf = (name: string, entity: Entity, object: QueryObject): string[] => {
  const token = findToken(entity, name)
  return valuesAt(object, name.split('.')).map(({ value }) => textOf(token, value))
}

/** One child of a group, `name nginx, version 1.24.0`: in the order of its tokens. */
function childText(group: string, entity: Entity, child: QueryObject): string {
  const token = findToken(entity, group)
  return (token === undefined ? [] : childrenOf(token))
    .map(one => ({ one, name: one.name.slice(group.length + 1) }))
    .filter(({ one, name }) => one.type !== 'id' && isThere(child[name]))
    .map(({ one, name }) => `${name} ${textOf(one, child[name])}`)
    .join(', ')
}

function textOf(token: Token | undefined, value: QueryValue): string {
  if (isRecord(value)) return 'email' in value ? String(value['email']) : ''
  const text = String(value)
  return token?.values?.find(choice => choice.stored === text)?.name ?? text
}

function shown(texts: readonly string[]): readonly string[] {
  const all = [...new Set(texts)].filter(text => text !== '').toSorted()
  const some = all
    .slice(0, MOST_SHOWN)
    .map(text => (text.length > LONGEST ? `${text.slice(0, LONGEST).toWellFormed()}…` : text))
  return all.length > MOST_SHOWN ? [...some, `… and ${all.length - MOST_SHOWN} more`] : some
}
