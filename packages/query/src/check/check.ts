import type { Entity } from '../entities.ts'
import type { QueryProblem } from '../problems/problem.ts'
import { readExpression } from '../syntax/read-expression.ts'
import { withinLimits } from '../syntax/limits.ts'
import type { QueryTree } from '../tree/tree.ts'
import { checkExpression } from './check-expression.ts'

export interface CheckOptions {
  readonly entity: Entity
}

export interface CheckResult {
  /** Null when there are errors: a query is understood wholly or refused. */
  readonly tree: QueryTree | null
  /** In the order of the text. */
  readonly errors: readonly QueryProblem[]
  readonly warnings: readonly QueryProblem[]
}

/** Reads a query about objects of an entity. Never throws; takes time that grows with at most 16 KiB of text. */
export function check(text: string, { entity }: CheckOptions): CheckResult {
  const errors: QueryProblem[] = []
  const report = (problem: QueryProblem): void => {
    errors.push(problem)
  }
  const refused = (): CheckResult => ({ tree: null, errors: inOrder(errors), warnings: [] })
  if (!withinLimits(text, report)) return refused()
  const expression = readExpression(text, report)
  const root = expression === null ? null : checkExpression({ text, entity, report, group: null }, expression)
  // What could not be read and was not reported would otherwise be the empty query, which means everything.
  if (root === null && errors.length === 0 && text.trim() !== '') {
    report({ code: 'E_QUERY_UNEXPECTED', from: 0, to: text.length, message: 'the query could not be read' })
  }
  if (errors.length > 0) return refused()
  return { tree: { entity, root }, errors, warnings: [] }
}

const inOrder = (problems: readonly QueryProblem[]): readonly QueryProblem[] =>
  problems.toSorted((a, b) => a.from - b.from || a.to - b.to)
