import type { AuditExportQuery } from '@patchyard/api'
import { foldText } from '@patchyard/query'
import { type RawBuilder, sql } from 'kysely'
import { contains } from '../../paging/keyset-page.ts'
import type { CursorKey } from '../../paging/cursor.ts'
import type { ChainNumber } from './audit-chains.ts'

const kinds = ['session', 'apiKey', 'operator', 'system', 'anonymous']
/**
 * Who acted in a subscription was its member, and is named. Operators are not: of them a subscription sees a number, and does not find
 * whose it is by asking for addresses. The installation's own chain is read by operators, who may know everybody.
 */
export const namedKinds = (chain: ChainNumber): string[] =>
  chain === 0 ? ['session', 'apiKey', 'operator'] : ['session', 'apiKey']

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** Rows that are asked for, as a condition on `audit a`. */
export function auditCondition(chain: ChainNumber, filter: AuditExportQuery): RawBuilder<boolean> {
  const parts = [
    sql<boolean>`a.subscription_id = ${chain}`,
    contains(sql`lower(a.actor || ' ' || a.action || ' ' || a.object || ' ' || a.detail::text)`, filter.search),
  ]
  if (filter.actor !== undefined) parts.push(actorIs(chain, filter.actor))
  if (filter.action !== undefined) parts.push(beginsOrIs(sql`a.action`, filter.action))
  if (filter.object !== undefined) parts.push(objectIs(filter.object))
  if (filter.since !== undefined) parts.push(sql`a.at >= ${new Date(filter.since)}`)
  if (filter.until !== undefined) parts.push(sql`a.at < ${new Date(filter.until)}`)
  return sql<boolean>`${sql.join(parts, sql` and `)}`
}

/** What a cursor is bound to. */
export const filterKeys = (filter: AuditExportQuery): CursorKey[] =>
  [filter.search, filter.actor, filter.action, filter.object, filter.since, filter.until].map(one => one ?? '')

export const isFiltered = (filter: AuditExportQuery): boolean => filterKeys(filter).some(key => key !== '')

function actorIs(chain: ChainNumber, text: string): RawBuilder<boolean> {
  if (kinds.includes(text)) return sql`a.actor like ${`${text}:%`}`
  const id = text.toLowerCase()
  if (uuid.test(id)) return sql`a.actor = any(${namedKinds(0).map(kind => `${kind}:${id}`)})`
  if (text.includes('@')) {
    return sql`a.actor in (select kind || ':' || p.public_id from unnest(${namedKinds(chain)}::text[]) as kind
      cross join person p where p.email_folded = ${foldText(text)})`
  }
  return sql`a.actor = any(${[text, ...['system', 'operator', 'anonymous'].map(kind => `${kind}:${text}`)]})`
}

function objectIs(text: string): RawBuilder<boolean> {
  if (uuid.test(text)) return sql`a.object like ${`%:${text}`}`
  return beginsOrIs(sql`a.object`, text)
}

/** `tag.*` is all that begins with `tag.`; every other character means itself. */
function beginsOrIs(column: RawBuilder<unknown>, text: string): RawBuilder<boolean> {
  if (!text.endsWith('*')) return sql`${column} = ${text}`
  return sql`${column} like ${`${text.slice(0, -1).replace(/[\\%_]/g, match => `\\${match}`)}%`}`
}
