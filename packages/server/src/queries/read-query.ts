import type { QueryProblem as ProblemShown } from '@patchyard/api'
import { check, type Entity, print, type QueryProblem, type QueryTree } from '@patchyard/query'
import { Problem } from '../errors/problem.ts'

export type QueryField = 'query' | 'having' | 'text'

export interface ReadQuery {
  readonly tree: QueryTree
  /** The one text of this tree: two texts that mean the same by their form are equal here. */
  readonly canonical: string
}

/** The entity that a second query is about; null: there is none on this list. */
export function secondEntity(entity: Entity): Entity | null {
  if (entity === 'asset') return 'patch'
  return entity === 'patch' ? 'asset' : null
}

/**
 * Reads a text of the language. `past`: about a past instant. Throws Problem `query_invalid` with every error in it: a text that fails is never
 * "no filter".
 */
export function readQuery(entity: Entity, text: string, field: QueryField, past = false): ReadQuery {
  const { tree, errors } = check(text, { entity, past })
  if (tree !== null && errors.length === 0) return { tree, canonical: print(tree) }
  const [first] = errors
  throw new Problem('query_invalid', {
    field,
    ...(first === undefined ? {} : { detail: first.message }),
    errors: shownProblems(errors),
  })
}

// A text of thousands of mistakes must not be answered with as many.
const MOST_PROBLEMS = 50

export const shownProblems = (problems: readonly QueryProblem[]): ProblemShown[] =>
  problems.slice(0, MOST_PROBLEMS).map(({ code, from, to, message, suggestions }) => ({
    code,
    from,
    to,
    message,
    ...(suggestions === undefined
      ? {}
      : {
          suggestions: suggestions.map(({ label, insert, from: at, to: end }) => ({
            label,
            insert,
            from: at,
            to: end,
          })),
        }),
  }))

/** The second query of a list, if there is one. */
export function readHaving(entity: Entity, text: string | null | undefined, past = false): ReadQuery | null {
  if (text === null || text === undefined || text.trim() === '') return null
  const other = secondEntity(entity)
  if (other === null) {
    throw new Problem('malformed', { field: 'having', detail: `a list of ${entity}s takes no second query` })
  }
  return readQuery(other, text, 'having', past)
}

export function refuseStatus(entity: Entity, status: string | null | undefined): void {
  if (status === null || status === undefined || secondEntity(entity) !== null) return
  throw new Problem('malformed', { field: 'status', detail: `a list of ${entity}s has no missing and installed` })
}
