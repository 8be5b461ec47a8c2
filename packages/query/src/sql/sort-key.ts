import type { Entity } from '../entities.ts'
import { findToken } from '../tokens/find-token.ts'
import { QueryCompileError } from './compile-error.ts'
import { param, type SqlFragment, sql } from './fragment.ts'
import type { EntityHomes, ValueHome } from './homes/home.ts'

/** What a list is ordered by: null stands behind everything, in both directions. */
export interface SortKey {
  readonly expression: SqlFragment
  readonly nullable: boolean
  /** The type that a cursor's value is read as. */
  readonly cast: SqlFragment
}

/** Throws QueryCompileError for a token that cannot be sorted by. */
export function sortKeyOf(entity: Entity, name: string, homes: EntityHomes): SortKey {
  const token = findToken(entity, name)
  const home = token !== undefined && Object.hasOwn(homes.tokens, token.name) ? homes.tokens[token.name] : undefined
  if (token?.sortable !== true || home === undefined || home.relation !== undefined) {
    throw new QueryCompileError(`the list of ${entity} cannot be sorted by that token`)
  }
  const order = (token.values ?? []).map(value => value.stored)
  return keys[home.value.form](home.value as never, order)
}

const keys: {
  readonly [F in ValueHome['form']]: (home: Extract<ValueHome, { form: F }>, order: readonly string[]) => SortKey
} = {
  text: home => ({ expression: home.folded, nullable: false, cast: sql`text` }),
  cve: home => ({ expression: home.column, nullable: false, cast: sql`text` }),
  // What it does not have, or a word that is not in the list, comes before the first.
  choice: (home, order) => ({
    expression: sql`coalesce(array_position(${param([...order])}::text[], ${home.column}), 0)`,
    nullable: false,
    cast: sql`int`,
  }),
  flags: refuse,
  boolean: home => ({ expression: sql`(${home.expression})::int`, nullable: false, cast: sql`int` }),
  integer: home => ({ expression: home.expression, nullable: home.nullable === true, cast: sql`bigint` }),
  decimal: home => ({ expression: home.expression, nullable: home.nullable === true, cast: sql`double precision` }),
  date: home => ({ expression: home.expression, nullable: home.nullable === true, cast: sql`timestamptz` }),
  // As text, because cursors travel as JSON; hexadecimal digits sort as the bytes do.
  version: home => ({
    expression: sql`(encode(${home.key}, 'hex') collate "C")`,
    nullable: false,
    cast: sql`text collate "C"`,
  }),
  address: refuse,
  id: home => ({ expression: home.column, nullable: home.nullable === true, cast: sql`uuid` }),
  person: home => ({
    expression:
      home.nullable === true ? sql`coalesce(nullif(${home.email.folded}, ''), ${home.name.folded})` : home.email.folded,
    nullable: false,
    cast: sql`text`,
  }),
  group: refuse,
}

function refuse(home: ValueHome): never {
  throw new QueryCompileError(`what is stored as ${home.form} cannot be sorted by`)
}
