// How a value is stored. Homes are the only place from which column names come.
import type { VersionScheme } from '@patchyard/domain'
import type { SqlFragment } from '../fragment.ts'

export type ValueHome =
  /** '' where the object does not have it. `folded`, `words`: see foldText, wordLine. */
  | { readonly form: 'text'; readonly raw: SqlFragment; readonly folded: SqlFragment; readonly words: SqlFragment }
  /** `CVE-2024-3094`, held to that form by a check of the table. Never null. */
  | { readonly form: 'cve'; readonly column: SqlFragment }
  /** The stored word of a choice; '' or null where the object does not have it. */
  | { readonly form: 'choice'; readonly column: SqlFragment; readonly nullable?: true }
  /** A choice of which several can hold at once, each a condition that is never null. */
  | { readonly form: 'flags'; readonly flags: Readonly<Record<string, SqlFragment>> }
  /** Never null. */
  | { readonly form: 'boolean'; readonly expression: SqlFragment }
  | { readonly form: 'integer'; readonly expression: SqlFragment; readonly nullable?: true }
  | { readonly form: 'decimal'; readonly expression: SqlFragment; readonly nullable?: true }
  | { readonly form: 'date'; readonly expression: SqlFragment; readonly nullable?: true }
  /** `key` is that of the scheme; `scheme` a fixed one, or the column that names it. '' where the object does not have it. */
  | {
      readonly form: 'version'
      readonly raw: SqlFragment
      readonly key: SqlFragment
      readonly scheme: VersionScheme | SqlFragment
    }
  /** inet without a mask. */
  | { readonly form: 'address'; readonly column: SqlFragment; readonly nullable?: true }
  /** uuid. */
  | { readonly form: 'id'; readonly column: SqlFragment; readonly nullable?: true }
  /** Nullable: who is no person, or a hidden one, has no id and no address, and a name alone. */
  | {
      readonly form: 'person'
      readonly id: SqlFragment
      readonly name: TextHome
      readonly email: TextHome
      readonly nullable?: true
    }
  /** The group itself, `software`: it is there when a child is. */
  | { readonly form: 'group' }

export type TextHome = Extract<ValueHome, { form: 'text' }>

/** Rows that belong to an object: `from … where on`. `on` ties them to the object and holds each table to the subscription. */
export interface Relation {
  readonly from: SqlFragment
  readonly on: SqlFragment
  /** The same rows by way of their dictionary, for conditions. */
  readonly keyed?: KeyedRelation
}

/**
 * Where what an object has stands in a dictionary, conditions are asked of the dictionary, once for the whole statement, and
 * then who has one of the ids that fit: dictionaries are small, and an index knows who has what.
 */
export interface KeyedRelation {
  /** The dictionary, held to the subscription, and the id that objects refer to. */
  readonly keys: { readonly from: SqlFragment; readonly where: SqlFragment; readonly id: SqlFragment }
  readonly from: SqlFragment
  /** Holds the rows to the subscription, and to what else they must be. */
  readonly where: SqlFragment
  /** The object's id in a row. */
  readonly object: SqlFragment
  /** The row has one of these ids, an int[]. */
  readonly has: (ids: SqlFragment) => SqlFragment
  /** Where a row has one id, and no other row of the object has it: that id. */
  readonly one?: SqlFragment
  /** Where a row has all its ids in one array. */
  readonly ids?: SqlFragment
}

export interface TokenHome {
  readonly value: ValueHome
  /** Name of the relation whose rows have the value; the object itself when absent. */
  readonly relation?: string
}

/** Where the words of one entity are stored, for one subscription and scope. */
export interface EntityHomes {
  readonly from: SqlFragment
  /** Subscription, scope, and what is no object of this entity's lists. Every statement has all of them. */
  readonly where: readonly SqlFragment[]
  /** The object's id inside the database, unique in the list. */
  readonly id: SqlFragment
  /** Tokens whose order, with the id behind it, an index has. */
  readonly indexed: readonly string[]
  readonly relations: Readonly<Record<string, Relation>>
  readonly tokens: Readonly<Record<string, TokenHome>>
}
