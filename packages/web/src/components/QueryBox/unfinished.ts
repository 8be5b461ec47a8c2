import type { QueryProblem, QueryProblemCode } from '@patchyard/query'

/** What every text goes through on its way to a query: a value, a clause or a closing sign still to come. */
const passing: ReadonlySet<QueryProblemCode> = new Set([
  'E_QUERY_EMPTY_VALUE',
  'E_QUERY_MISSING_CLAUSE',
  'E_QUERY_UNCLOSED_QUOTE',
  'E_QUERY_UNCLOSED_BRACKET',
])
const closing: ReadonlySet<QueryProblemCode> = new Set(['E_QUERY_UNCLOSED_QUOTE', 'E_QUERY_UNCLOSED_BRACKET'])

/** Whether a problem will be gone when one writes on; such are not told before the query is run. */
export function isUnfinished({ code, to }: QueryProblem, text: string): boolean {
  // A token without its value ends before the operator behind it: at most ">=".
  return passing.has(code) && (closing.has(code) || to >= text.trimEnd().length - 2)
}
