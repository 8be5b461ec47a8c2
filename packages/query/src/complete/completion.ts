import type { Span } from '../span.ts'

/** What fits at one place of a text. `from`..`to` is what a chosen option replaces. */
export interface Completion extends Span {
  /** Best first. */
  readonly options: readonly CompletionOption[]
  /**
   * Stored values of this token that begin with `prefix` fit, too; who has the data can be asked for them and how often they
   * occur. Those of a fixed set are among the options already.
   */
  readonly values: { readonly token: string; readonly prefix: string } | null
}

export interface CompletionOption {
  readonly label: string
  readonly kind: 'token' | 'operator' | 'value' | 'keyword'
  /** What it means, or ''. */
  readonly detail: string
  readonly insert: string
}
