import type { Entity } from '../entities.ts'
import type { QueryProblem } from '../problems/problem.ts'
import { ProblemList } from '../problems/problem-list.ts'
import { readExpression } from '../syntax/read-expression.ts'
import { withinLimits } from '../syntax/limits.ts'
import type { QueryTree } from '../tree/tree.ts'
import { checkExpression } from './check-expression.ts'
import { warnNever } from './warn-never.ts'
import { warnPlatform } from './warn-platform.ts'

export interface CheckOptions {
  readonly entity: Entity
  /** The query is about a past instant: tokens without history are refused. */
  readonly past?: boolean
}

export interface CheckResult {
  /** Null when there are errors: a query is understood wholly or refused. */
  readonly tree: QueryTree | null
  /** In the order of the text. */
  readonly errors: readonly QueryProblem[]
  /** Only of a text without errors. */
  readonly warnings: readonly QueryProblem[]
}

/**
 * Reads a query about objects of an entity. All mistakes are told at once, up to a hundred. Never throws; takes time that
 * grows with at most 16 KiB of text.
 */
export function check(text: string, { entity, past = false }: CheckOptions): CheckResult {
  const errors = new ProblemList()
  const refused = (): CheckResult => ({ tree: null, errors: errors.inOrder(), warnings: [] })
  if (!withinLimits(text, errors.report)) return refused()
  const expression = readExpression(text, errors)
  const warnings = new ProblemList()
  const root =
    expression === null ? null : checkExpression({ text, entity, past, errors, warnings, group: null }, expression)
  // What could not be read and was not reported would otherwise be the empty query, which means everything.
  if (root === null && errors.isEmpty && text.trim() !== '') {
    errors.report({ code: 'E_QUERY_UNEXPECTED', from: 0, to: text.length, message: 'the query could not be read' })
  }
  if (!errors.isEmpty) return refused()
  const tree: QueryTree = { entity, root }
  warnNever(tree, text, warnings.report)
  warnPlatform(tree, warnings.report)
  return { tree, errors: [], warnings: warnings.inOrder() }
}
