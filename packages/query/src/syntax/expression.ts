// What a text says before anything is known about tokens: the result of syntax/, the input of check/.
import type { Span } from '../span.ts'

export type Expression = AndOr | NotExpression | ClauseExpression | TextExpression

export interface AndOr extends Span {
  readonly kind: 'and' | 'or'
  readonly nodes: readonly Expression[]
}
export interface NotExpression extends Span {
  readonly kind: 'not'
  readonly node: Expression
}
export interface ClauseExpression extends Span {
  readonly kind: 'clause'
  readonly name: Word
  readonly argument: Argument
}
export interface TextExpression extends Span {
  readonly kind: 'text'
  readonly value: Word
}

/** A name or value. `text` is without quotes and escapes; in a bare one, blanks between words are single. */
export interface Word extends Span {
  readonly style: 'bare' | 'quoted' | 'exact'
  readonly text: string
}

export type Argument =
  | ({ readonly kind: 'null' | 'notNull' } & Span)
  | (Compared & { readonly kind: 'value'; readonly value: Word })
  | (Compared & { readonly kind: 'list'; readonly values: readonly Word[] })
  | (Compared & {
      readonly kind: 'range'
      readonly low: Word
      readonly high: Word
      readonly included: boolean
    })
  /** `node` null: what is inside was refused already. */
  | (Compared & { readonly kind: 'group'; readonly node: Expression | null })
  /** Refused already; the name is still looked up, so that all mistakes are told at once. */
  | ({ readonly kind: 'broken' } & Span)

/** `operator` is ':' where a comparison after it says nothing else. The span is that of the value alone. */
interface Compared extends Span {
  readonly operator: Operator
}

export interface Operator extends Span {
  readonly text: string
}
