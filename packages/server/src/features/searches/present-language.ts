import { check, type Entity, LANGUAGE_VERSION, print, type QueryProblem } from '@patchyard/query'
import { secondEntity } from '../../queries/read-query.ts'
import type { SearchTexts } from './saved-search-store.ts'

export interface PresentTexts {
  readonly query: string
  readonly having: string | null
  readonly errors: readonly QueryProblem[]
}

/**
 * A kept search as the language writes it today. Of an older version the canonical text is read: names that changed
 * since are aliases now, and print as what they are called today. What is no longer understood keeps its text and says
 * why; whoever runs it is refused, it never finds more than it did.
 */
export function inPresentLanguage(entity: Entity, search: SearchTexts, version = LANGUAGE_VERSION): PresentTexts {
  if (search.languageVersion === version) return { query: search.query, having: search.having, errors: [] }
  const query = rewritten(entity, search.queryCanonical)
  const other = secondEntity(entity)
  const having = search.havingCanonical === null || other === null ? null : rewritten(other, search.havingCanonical)
  return {
    query: query.text,
    having: having?.text ?? null,
    errors: [...query.errors, ...(having?.errors ?? [])],
  }
}

function rewritten(entity: Entity, text: string): { text: string; errors: readonly QueryProblem[] } {
  const { tree, errors } = check(text, { entity })
  return tree === null ? { text, errors } : { text: print(tree), errors: [] }
}
