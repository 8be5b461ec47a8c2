// The checked tree: what printer, SQL and in-memory back end, explain and why work on. Every text that the checker accepts has
// exactly one tree, and nothing in a tree needs the text again except to show where a clause stands.
//
// Two-valued: a test on a property that an object does not have is false, and `not` of it true. A test on a token that has
// several values (tags.name, cve) holds when it holds for one of them; so `not tags.name:x` means "no tag x".
import type { DateBound } from '../dates/date-bound.ts'
import type { Entity } from '../entities.ts'
import type { Span } from '../span.ts'

/** `root` null: the empty query, everything in scope. */
export interface QueryTree {
  readonly entity: Entity
  readonly root: QueryNode | null
}

export type QueryNode = AndNode | OrNode | NotNode | ClauseNode | GroupNode | TextNode

/** Two or more; never directly inside another of its kind. */
export interface AndNode extends Span {
  readonly kind: 'and'
  readonly nodes: readonly QueryNode[]
}
export interface OrNode extends Span {
  readonly kind: 'or'
  readonly nodes: readonly QueryNode[]
}
export interface NotNode extends Span {
  readonly kind: 'not'
  readonly node: QueryNode
}
/** `token` is the canonical dotted name, also inside a group (`software.version`). */
export interface ClauseNode extends Span {
  readonly kind: 'clause'
  readonly token: string
  readonly test: Test
}
/** `path:( … )`: all inside holds for the same child. Its clauses are those of children of `token`; groups do not nest. */
export interface GroupNode extends Span {
  readonly kind: 'group'
  readonly token: string
  readonly node: QueryNode
}
/** Text without a token: holds when one of the entity's main text fields matches. */
export interface TextNode extends Span {
  readonly kind: 'text'
  readonly match: TextMatch
}

export type Test =
  | { readonly kind: 'null' }
  | { readonly kind: 'notNull' }
  /** A list: one of these. Never nested, never empty. */
  | { readonly kind: 'any'; readonly tests: readonly SingleTest[] }
  | SingleTest

export type SingleTest =
  | { readonly kind: 'text'; readonly match: TextMatch }
  /** A token with a fixed set of values; `value` is written as in the token's list. */
  | { readonly kind: 'choice'; readonly value: string }
  | { readonly kind: 'boolean'; readonly value: boolean }
  /** A public id, lower case. */
  | { readonly kind: 'id'; readonly value: string }
  /** `owner:me`: whoever asks. */
  | { readonly kind: 'me' }
  | ({ readonly kind: 'number' } & Range<number>)
  /** Bounds are whole stretches: from `low` on means from its beginning, up to `high` included means until its end. */
  | ({ readonly kind: 'date' } & Range<DateBound>)
  /** Compared by the scheme of the object. */
  | ({ readonly kind: 'version' } & Range<string>)
  | { readonly kind: 'address'; readonly match: AddressMatch }

/** One bound or both; equality is both bounds, included. */
export interface Range<T> {
  readonly low: Bound<T> | null
  readonly high: Bound<T> | null
}
export interface Bound<T> {
  readonly value: T
  readonly included: boolean
}

export type TextMatch =
  /** These words next to each other and in order (wordsOf); one or more. `quoted` only says how it was written. */
  | { readonly kind: 'words'; readonly text: string; readonly words: readonly string[]; readonly quoted: boolean }
  /** The whole value, exactly, case included. */
  | { readonly kind: 'exact'; readonly value: string }
  /**
   * Any case, against the whole value: `parts` are the folded texts between the stars, so `web*` has ['web', ''] and matches
   * what begins with web. A value without letters or digits (`"--"`) is looked for anywhere: ['', '--', ''].
   */
  | { readonly kind: 'wildcard'; readonly text: string; readonly parts: readonly string[]; readonly quoted: boolean }

export type AddressMatch =
  /** Exact address: prefix of all bits. `network` is the canonical text of the masked address. */
  | { readonly kind: 'network'; readonly network: string; readonly prefix: number; readonly version: 4 | 6 }
  /** `10.0.*`: on the canonical text of the address; parts as in TextMatch. */
  | { readonly kind: 'wildcard'; readonly parts: readonly string[] }
