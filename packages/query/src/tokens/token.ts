import type { Entity } from '../entities.ts'

export type TokenType =
  | 'text'
  /** A fixed set of values: `values` is there. */
  | 'choice'
  | 'boolean'
  | 'integer'
  | 'decimal'
  | 'date'
  | 'version'
  | 'address'
  | 'id'
  /** A person: text on name or e-mail, and `me`. */
  | 'person'
  /** Has no value of its own: `software:( … )`. Its children are tokens named `software.x`. */
  | 'group'

export type Platform = 'windows' | 'linux' | 'mac'

/** One word of the language on one entity. Where it is stored is a matter of the back ends, by `name`. */
export interface Token {
  readonly entity: Entity
  /** Canonical, dotted for children: `tags.name`. Matched without regard to case. */
  readonly name: string
  /** Other names that mean the same and print as `name`. */
  readonly aliases?: readonly string[]
  readonly type: TokenType
  /** One sentence. */
  readonly help: string
  /** A clause that uses it, as one would write it. */
  readonly example: string
  /** Of a choice: as shown, in the order that sorting uses (lowest first). */
  readonly values?: readonly ChoiceValue[]
  /** Where it means something; all when absent. */
  readonly platforms?: readonly Platform[]
  /** An object can have several (tags, CVEs). */
  readonly many?: boolean
  readonly sortable?: boolean
  /** One of the fields that text without a token searches. */
  readonly mainText?: boolean
  /** Values can be counted for completion. Off for dates, counts and the like. */
  readonly completes?: boolean
  /** Can be a facet of the entity's list. */
  readonly facet?: boolean
  /** It moves with time and no history is kept of it: refused in a question about a past instant, where today's value would mislead. */
  readonly hasNoPast?: true
}

export interface ChoiceValue {
  /** As shown and printed: `Not Scanned`. */
  readonly name: string
  /** As stored, or as the object in memory has it: `never`. */
  readonly stored: string
  readonly aliases?: readonly string[]
}
