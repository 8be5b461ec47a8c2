import type { Entity } from '../entities.ts'
import { findToken, tokensOf } from '../tokens/find-token.ts'
import type { QueryNode, Test } from '../tree/tree.ts'
import { QueryCompileError } from './compile-error.ts'
import { allOf, anyOf, type SqlFragment, sql } from './fragment.ts'
import type { EntityHomes, KeyedRelation, Relation, TokenHome } from './homes/home.ts'
import type { QueryContext } from './query-context.ts'
import { type Asking, type Condition, valueCondition } from './value-condition.ts'

export interface Compiling {
  readonly entity: Entity
  readonly homes: EntityHomes
  readonly context: QueryContext
  /** Inside `path:( … )`: its relation, whose row is already there. */
  readonly relation: string | null
}

/**
 * The condition of a node, or of its opposite. Negation is carried down to the clauses: there `not exists` can be joined by
 * the planner, and `is not true` makes of "null" the "no" that the language has (tree.ts, two-valued). A condition that may be
 * null stands only where null and false lead to the same.
 */
export const compileNode = (node: QueryNode, at: Compiling, negated: boolean): SqlFragment =>
  kinds[node.kind](node as never, at, negated)

const kinds: {
  readonly [K in QueryNode['kind']]: (
    node: Extract<QueryNode, { kind: K }>,
    at: Compiling,
    negated: boolean,
  ) => SqlFragment
} = {
  and: (node, at, negated) => combined(node.nodes, at, negated, negated ? 'or' : 'and'),
  or: (node, at, negated) => combined(node.nodes, at, negated, negated ? 'and' : 'or'),
  not: (node, at, negated) => compileNode(node.node, at, !negated),
  clause: (node, at, negated) => clause(node.token, node.test, at, negated),
  group: (node, at, negated) => {
    const home = homeOf(node.token, at)
    const relation = relationOf(home, at)
    if (relation === null) throw new QueryCompileError(`${node.token} has no children`)
    const inside = compileNode(node.node, { ...at, relation: home.relation ?? null }, false)
    return exists(relation, inside, at, negated)
  },
  text: (node, at, negated) => {
    const test: Test = { kind: 'text', match: node.match }
    const names = tokensOf(at.entity).filter(token => token.mainText === true)
    const parts = names.map(token => clause(token.name, test, at, negated))
    return negated ? brackets(parts) : anyOf(parts)
  },
}

function combined(nodes: readonly QueryNode[], at: Compiling, negated: boolean, by: 'and' | 'or'): SqlFragment {
  const parts = nodes.map(node => compileNode(node, at, negated))
  return by === 'and' ? brackets(parts) : anyOf(parts)
}

const brackets = (parts: readonly SqlFragment[]): SqlFragment =>
  parts.length === 1 ? (parts[0] as SqlFragment) : sql`(${allOf(parts)})`

function clause(name: string, test: Test, at: Compiling, negated: boolean): SqlFragment {
  const home = homeOf(name, at)
  const relation = relationOf(home, at)
  if (relation === null) {
    const condition = valueCondition(test, home.value, askingOf(name, at))
    return negated ? opposite(condition) : condition.sql
  }
  // Of something that an object has several of: null is "none has a value".
  const asked: Test = test.kind === 'null' ? { kind: 'notNull' } : test
  const inside = valueCondition(asked, home.value, askingOf(name, at))
  return exists(relation, inside.sql, at, negated !== (test.kind === 'null'))
}

const opposite = ({ sql: condition, nullable }: Condition): SqlFragment =>
  nullable ? sql`(${condition}) is not true` : sql`not (${condition})`

function exists(relation: Relation, condition: SqlFragment, at: Compiling, negated: boolean): SqlFragment {
  const { from, on, keyed } = relation
  const rows =
    keyed === undefined
      ? sql`select 1 from ${from} where ${on} and ${condition}`
      : sql`select 1 from ${keyed.from} where ${keyed.object} = ${at.homes.id} and ${keyed.where} and ${keyed.has(sql`array(${keysOf(keyed, condition)})`)}`
  return negated ? sql`not exists (${rows})` : sql`exists (${rows})`
}

const keysOf = ({ keys }: KeyedRelation, condition: SqlFragment): SqlFragment =>
  sql`select ${keys.id} from ${keys.from} where ${keys.where} and ${condition}`

/** A clause or group that asks whether an object has something of a dictionary: who has it, and the ids that fit. */
export function keyedClause(node: QueryNode, at: Compiling): { keyed: KeyedRelation; keys: SqlFragment } | null {
  if (node.kind !== 'group' && (node.kind !== 'clause' || node.test.kind === 'null')) return null
  const home = homeOf(node.token, at)
  const keyed = relationOf(home, at)?.keyed
  if (keyed === undefined) return null
  const condition =
    node.kind === 'group'
      ? compileNode(node.node, { ...at, relation: home.relation ?? null }, false)
      : valueCondition(node.test, home.value, askingOf(node.token, at)).sql
  return { keyed, keys: keysOf(keyed, condition) }
}

export function homeOf(name: string, { entity, homes }: Pick<Compiling, 'entity' | 'homes'>): TokenHome {
  const home = Object.hasOwn(homes.tokens, name) ? homes.tokens[name] : undefined
  if (home === undefined) throw new QueryCompileError(`${entity} has no token of that name`)
  return home
}

/** The rows to look for the value in; null when that row (or the object) is at hand. */
function relationOf(home: TokenHome, { homes, relation }: Compiling): Relation | null {
  if (home.relation === undefined || home.relation === relation) {
    if (home.relation === undefined && relation !== null)
      throw new QueryCompileError('a clause that is no child of its group')
    return null
  }
  if (relation !== null) throw new QueryCompileError('a clause that is no child of its group')
  return homes.relations[home.relation] as Relation
}

export function askingOf(name: string, { entity, context }: Pick<Compiling, 'entity' | 'context'>): Asking {
  return {
    stored: choice => {
      const value = findToken(entity, name)?.values?.find(one => one.name === choice)
      if (value === undefined) throw new QueryCompileError(`${name} has no such value`)
      return value.stored
    },
    personId: context.personId,
    nowMs: context.nowMs,
  }
}
