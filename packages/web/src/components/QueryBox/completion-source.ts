import {
  type Completion as Option,
  type CompletionContext,
  type CompletionResult,
  insertCompletionText,
  startCompletion,
} from '@codemirror/autocomplete'
import type { EditorView } from '@codemirror/view'
import type { CompletionOption, QueryCompletion } from '@patchyard/api'
import { complete, type Entity } from '@patchyard/query'
import { t } from '../../i18n/text.ts'
import { shownText } from '../../text/shown-text.ts'

/** Asks the server for stored values with their counts. Throws when there is no answer. */
export type AskCompletion = (text: string, position: number, signal: AbortSignal) => Promise<QueryCompletion>

type Offered = Omit<CompletionOption, 'count'> & { readonly count?: number | null }

/** What was chosen is put in; behind a token or an operator the next thing is offered at once. */
const applied =
  (option: Offered) =>
  (view: EditorView, _: unknown, from: number, to: number): void => {
    view.dispatch({ ...insertCompletionText(view.state, option.insert, from, to), userEvent: 'input.complete' })
    if (option.kind === 'token' || option.kind === 'operator') startCompletion(view)
  }

const shownOption = (option: Offered): Option => ({
  label: shownText(option.label, 120),
  detail: option.count == null ? shownText(option.detail, 120) : t('query.times', { count: option.count }),
  type: option.kind,
  apply: applied(option),
})

/**
 * Tokens, operators and fixed values are known here and come at once; values that are stored come from the server. The editor
 * waits for a pause in typing before it asks, and lets go of answers to texts that are no longer there.
 */
export const completionSource =
  (entity: Entity, ask: AskCompletion) =>
  async (context: CompletionContext): Promise<CompletionResult | null> => {
    const text = context.state.doc.toString()
    const local = complete(text, context.pos, { entity })
    const result = (from: number, to: number, options: readonly Offered[]): CompletionResult | null =>
      options.length === 0 ? null : { from, to, filter: false, options: options.map(shownOption) }
    const here = () => result(local.from, local.to, local.options)
    if (local.values === null) return here()
    const stop = new AbortController()
    context.addEventListener('abort', () => stop.abort(), { onDocChange: true })
    try {
      const stored = await ask(text, context.pos, stop.signal)
      return result(stored.from, stored.to, stored.options)
    } catch {
      // Completion is a help: without an answer one goes on typing.
      return here()
    }
  }
