import { QueryCompileError } from './compile-error.ts'
import { param, type SqlFragment, sql } from './fragment.ts'
import type { EntityHomes, Relation, TokenHome, ValueHome } from './homes/home.ts'
import { present } from './value-condition.ts'

export interface ShownValue {
  /** As the object in memory has it: what a query would be written with, or its stored word. */
  readonly value: SqlFragment
  /** Where to look for it besides the object. */
  readonly relation: Relation | null
  readonly has: SqlFragment
}

export function shownValue(home: TokenHome, homes: EntityHomes): ShownValue {
  const relation = home.relation === undefined ? null : (homes.relations[home.relation] as Relation)
  if (home.value.form === 'flags') {
    const { from, on, value } = flagRows(home.value.flags)
    return { value, relation: { from, on }, has: sql`true` }
  }
  return { value: shown[home.value.form](home.value as never), relation, has: present(home.value) }
}

/** The flags that hold, as rows. */
function flagRows(flags: Readonly<Record<string, SqlFragment>>): Relation & { value: SqlFragment } {
  const rows = Object.entries(flags).map(([name, condition]) => sql`(${param(name)}::text, ${condition})`)
  const listed = rows.reduce((before, row) => sql`${before}, ${row}`)
  return { from: sql`lateral (values ${listed}) fl(value, holds)`, on: sql`fl.holds`, value: sql`fl.value` }
}

const shown: { readonly [F in ValueHome['form']]: (home: Extract<ValueHome, { form: F }>) => SqlFragment } = {
  text: home => home.raw,
  cve: home => home.column,
  choice: home => home.column,
  flags: refuse,
  boolean: home => home.expression,
  integer: home => home.expression,
  decimal: home => home.expression,
  date: home => home.expression,
  version: home => home.raw,
  address: home => sql`host(${home.column})`,
  id: home => home.column,
  person: home =>
    home.nullable === true ? sql`coalesce(nullif(${home.email.raw}, ''), ${home.name.raw})` : home.email.raw,
  group: refuse,
}

function refuse(): never {
  throw new QueryCompileError('a group has no value of its own')
}
