import type { Entity } from '../entities.ts'
import type { QueryTree, TextMatch } from '../tree/tree.ts'
import { findToken, tokensOf } from '../tokens/find-token.ts'
import { QueryCompileError } from './compile-error.ts'
import { allOf, anyOf, joinSql, param, type SqlFragment, sql } from './fragment.ts'
import type { EntityHomes, Relation, TokenHome, ValueHome } from './homes/home.ts'
import { homesOf } from './homes/homes-of.ts'
import { among, plainly } from './matched.ts'
import type { QueryContext } from './query-context.ts'
import { textCondition } from './text-condition.ts'

/**
 * Rows (id) in no order: which of these objects match, or of all with null. Ids that are not in the list at all, or not in scope,
 * match nothing.
 */
export function compileMatches(tree: QueryTree, ids: readonly number[] | null, context: QueryContext): SqlFragment {
  const homes = homesOf(tree.entity, context)
  const more = ids === null ? [] : [among(homes, ids)]
  const { source } = plainly({ entity: tree.entity, query: tree }, context, { more })
  return sql`select ${homes.id} as id ${source}`
}

/** Of a group's children only those that one of these fits, by the token of a text: `software.name`. None: no child at all. */
export type ChildrenRead = Readonly<Record<string, readonly TextMatch[]>>

/**
 * One row (object): the values of these tokens as the evaluator in memory takes them (memory/query-object.ts); no row when the
 * object is not there or not in scope. A group gives its children: `software` is a list of {name, version, …}.
 */
export function compileObject(
  entity: Entity,
  tokens: readonly string[],
  id: number,
  context: QueryContext,
  only: ChildrenRead = {},
): SqlFragment {
  const homes = homesOf(entity, context)
  const { source } = plainly({ entity, query: { entity, root: null } }, context, { more: [among(homes, [id])] })
  const names = [...new Set(tokens.flatMap(name => expanded(entity, name)))]
  return sql`select ${record(fieldsOf(names, homes, only))} as object ${source}`
}

/** A group stands for its children; a child alone too, since it is read with its group. */
function expanded(entity: Entity, name: string): string[] {
  const token = findToken(entity, name)
  if (token === undefined) throw new QueryCompileError(`${entity} has no token of that name`)
  const [head = '', child] = token.name.split('.')
  const isGroup = findToken(entity, head)?.type === 'group'
  if (!isGroup && (child === undefined || token.many !== true)) return [token.name]
  return tokensOf(entity)
    .map(one => one.name)
    .filter(other => other.startsWith(`${head}.`))
    .concat(isGroup || child !== undefined ? [] : [token.name])
}

interface Field {
  readonly name: string
  readonly value: SqlFragment
}

/** One field for each first part of a name: `hardware` for hardware.model, `tags` for tags.name. */
function fieldsOf(names: readonly string[], homes: EntityHomes, only: ChildrenRead): Field[] {
  const byHead = Map.groupBy(names, name => name.split('.')[0] as string)
  return [...byHead].map(([head, members]) => {
    const [first = ''] = members
    const home = homes.tokens[first]
    if (home === undefined) throw new QueryCompileError('that token has no home')
    const children = members.length > 1 || first !== head
    if (home.relation !== undefined) {
      const relation = homes.relations[home.relation] as Relation
      const one = children ? record(childFields(members, homes)) : jsonOf(home.value)
      return {
        name: head,
        value: sql`(select coalesce(jsonb_agg(${one}), '[]') from ${relation.from} where ${allOf([
          relation.on,
          ...Object.entries(only).flatMap(([token, matches]) =>
            token.startsWith(`${head}.`) ? [anyOf(matches.map(match => fits(match, token, homes)))] : [],
          ),
        ])})`,
      }
    }
    return { name: head, value: children ? record(childFields(members, homes)) : jsonOf(home.value) }
  })
}

function fits(match: TextMatch, token: string, homes: EntityHomes): SqlFragment {
  const home = homes.tokens[token]?.value
  if (home?.form !== 'text') throw new QueryCompileError(`${token} is no text of a group's children`)
  return textCondition(match, home)
}

const childFields = (names: readonly string[], homes: EntityHomes): Field[] =>
  names.flatMap(name => {
    const { value } = homes.tokens[name] as TokenHome
    const field = { name: name.slice(name.indexOf('.') + 1), value: jsonOf(value) }
    // Whoever compares versions needs to know by which rules.
    return value.form === 'version' && typeof value.scheme !== 'string'
      ? [field, { name: 'scheme', value: sql`to_jsonb(${value.scheme})` }]
      : [field]
  })

// PostgreSQL functions take at most 100 arguments.
const fieldsPerCall = 40

function record(fields: readonly Field[]): SqlFragment {
  const calls: SqlFragment[] = []
  for (let at = 0; at < fields.length; at += fieldsPerCall) {
    const some = fields.slice(at, at + fieldsPerCall).map(field => sql`${param(field.name)}::text, ${field.value}`)
    calls.push(sql`jsonb_build_object(${joinSql(some, sql`, `)})`)
  }
  return calls.length === 0 ? sql`'{}'::jsonb` : joinSql(calls, sql` || `)
}

const jsonOf = (home: ValueHome): SqlFragment => json[home.form](home as never)

const json: { readonly [F in ValueHome['form']]: (home: Extract<ValueHome, { form: F }>) => SqlFragment } = {
  text: home => sql`nullif(${home.raw}, '')`,
  cve: home => home.column,
  choice: home => sql`nullif(${home.column}, '')`,
  flags: home =>
    sql`to_jsonb(array_remove(array[${joinSql(
      Object.entries(home.flags).map(([name, holds]) => sql`case when ${holds} then ${param(name)}::text end`),
      sql`, `,
    )}], null))`,
  boolean: home => home.expression,
  integer: home => home.expression,
  decimal: home => home.expression,
  date: home => sql`to_char(${home.expression} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`,
  version: home => sql`nullif(${home.raw}, '')`,
  address: home => sql`host(${home.column})`,
  id: home => home.column,
  person: home => sql`jsonb_build_object('id', ${home.id}, 'name', ${home.name.raw}, 'email', ${home.email.raw})`,
  group: () => sql`true`,
}
