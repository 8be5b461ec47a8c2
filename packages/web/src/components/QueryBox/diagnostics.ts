import type { Diagnostic } from '@codemirror/lint'
import type { QueryProblem } from '@patchyard/query'
import { shownText } from '../../text/shown-text.ts'
import { fixed } from './fixed.ts'

/** A problem between two characters, or behind the last one, marks a character beside it. */
function placeOf({ from, to }: QueryProblem, length: number): { readonly from: number; readonly to: number } {
  if (to > from && from < length) return { from, to: Math.min(to, length) }
  const at = Math.max(0, Math.min(from, length - 1))
  return { from: at, to: Math.min(at + 1, length) }
}

/** Problems as the editor underlines them; F8 goes from one to the next, and what mends them stands there, too. */
export function diagnosticsOf(
  text: string,
  errors: readonly QueryProblem[],
  warnings: readonly QueryProblem[],
): Diagnostic[] {
  const read = (problem: QueryProblem, severity: 'error' | 'warning'): Diagnostic => ({
    ...placeOf(problem, text.length),
    severity,
    message: shownText(problem.message),
    actions: (problem.suggestions ?? []).slice(0, 3).map(suggestion => ({
      name: shownText(suggestion.label, 80),
      apply: view => {
        const insert = fixed(text, suggestion)
        view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert }, userEvent: 'input.fix' })
      },
    })),
  })
  return [...errors.map(one => read(one, 'error')), ...warnings.map(one => read(one, 'warning'))]
}
