import type { Entity } from '../entities.ts'
import { foldText } from '../text/fold.ts'
import { findToken } from '../tokens/find-token.ts'
import type { Token } from '../tokens/token.ts'
import { QueryCompileError } from './compile-error.ts'
import { FALSE, param, type SqlFragment, sql } from './fragment.ts'
import type { TokenHome, ValueHome } from './homes/home.ts'
import { homesOf } from './homes/homes-of.ts'
import { plainly } from './matched.ts'
import type { QueryContext } from './query-context.ts'
import { shownValue } from './shown-value.ts'
import { canBeStored, likeLiteral } from './text-condition.ts'

/**
 * Rows (value, n): values of a token that begin with `prefix` in any case, with the number of objects in scope that have
 * them, most first, at most 20. Errors: QueryCompileError for a token whose values are not counted.
 */
export function compileValues(entity: Entity, name: string, prefix: string, context: QueryContext): SqlFragment {
  const token = findToken(entity, name)
  const homes = homesOf(entity, context)
  const home = token === undefined ? undefined : homes.tokens[token.name]
  if (token?.completes !== true || home === undefined) {
    throw new QueryCompileError('the values of that token are not counted')
  }
  const { value, relation, has } = shownValue(home, homes)
  const begins = beginsWith(home, token, prefix, value)
  const everything = { entity, query: { entity, root: null } }
  if (relation === null) {
    const { source } = plainly(everything, context, { more: [has, begins] })
    return sql`select ${value} as value, count(*) as n ${source} group by 1 order by 2 desc, 1 limit 20`
  }
  const { source } = plainly(everything, context, {
    join: sql` join ${relation.from} on ${relation.on}`,
    more: [has, begins],
  })
  return sql`select d.value, count(*) as n from (select distinct ${homes.id} as id, ${value} as value ${source}) d group by 1 order by 2 desc, 1 limit 20`
}

function beginsWith(home: TokenHome, token: Token, prefix: string, value: SqlFragment): SqlFragment {
  const folded = foldText(prefix)
  if (!canBeStored(folded)) return FALSE
  if (token.values !== undefined) {
    const fitting = token.values.filter(one => foldText(one.name).startsWith(folded)).map(one => one.stored)
    return sql`${value} = any(${param(fitting)}::text[])`
  }
  return sql`${textOf(home.value, value)} like ${param(`${likeLiteral(folded)}%`)}`
}

function textOf(home: ValueHome, value: SqlFragment): SqlFragment {
  if (home.form === 'text') return home.folded
  if (home.form === 'person') return home.email.folded
  // Made of ASCII alone, so that no collation's lower() has another idea.
  return sql`lower(${value} collate "C")`
}
