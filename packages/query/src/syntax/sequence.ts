import type { Report } from '../problems/problem.ts'
import { shown } from '../problems/shown.ts'
import type { Span } from '../span.ts'
import type { Expression } from './expression.ts'

/**
 * Puts clauses and operators together in the order in which they stand: not binds before and, and before or. Reports what is
 * missing between them and goes on as if it were there.
 */
export class Sequence {
  readonly #text: string
  readonly #report: Report
  /** Clauses joined by `and`, joined by `or`. */
  readonly #alternatives: Expression[][] = [[]]
  #nots: Span[] = []
  /** The operator or `not` that still waits for its clause. */
  #waiting: Span | null = null
  #hasOperand = false

  constructor(text: string, report: Report) {
    this.#text = text
    this.#report = report
  }

  operator(kind: 'and' | 'or', span: Span): void {
    if (!this.#hasOperand) {
      const message = `${shown(this.#slice(span))} needs a clause before it`
      this.#report({ code: 'E_QUERY_MISSING_CLAUSE', from: span.from, to: span.to, message })
      // One mistake is told once: `a and or b`.
      if (this.#waiting !== null) return
    }
    if (kind === 'or') this.#alternatives.push([])
    this.#waiting = span
    this.#hasOperand = false
  }

  not(span: Span): void {
    if (this.#hasOperand) this.#missingOperator(span)
    this.#hasOperand = false
    this.#waiting = span
    this.#nots.push(span)
  }

  /** `node` null: a clause stands there, but was refused. */
  operand(span: Span, node: Expression | null): void {
    if (this.#hasOperand) this.#missingOperator(span)
    this.#hasOperand = true
    this.#waiting = null
    const nots = this.#nots
    this.#nots = []
    if (node === null) return
    const negated = nots.reduceRight<Expression>(
      (inner, not) => ({ kind: 'not', node: inner, from: not.from, to: span.to }),
      node,
    )
    this.#alternatives.at(-1)?.push(negated)
  }

  end(): Expression | null {
    if (this.#waiting !== null) {
      const message = `${shown(this.#slice(this.#waiting))} needs a clause after it`
      this.#report({ code: 'E_QUERY_MISSING_CLAUSE', from: this.#waiting.from, to: this.#waiting.to, message })
    }
    return joined(
      'or',
      this.#alternatives.map(nodes => joined('and', nodes)).filter(node => node !== null),
    )
  }

  #missingOperator(span: Span): void {
    const message = `expected and, or before ${shown(this.#slice(span))}`
    const suggestions = ['and', 'or'].map(word => ({ label: word, insert: `${word} `, from: span.from, to: span.from }))
    this.#report({ code: 'E_QUERY_MISSING_OPERATOR', from: span.from, to: span.to, message, suggestions })
  }

  #slice(span: Span): string {
    return this.#text.slice(span.from, span.to)
  }
}

/** One node alone stays itself; one of the same kind inside is taken apart. */
function joined(kind: 'and' | 'or', nodes: readonly Expression[]): Expression | null {
  const [first] = nodes
  if (nodes.length < 2 || first === undefined) return first ?? null
  const flat = nodes.flatMap(node => (node.kind === kind ? node.nodes : [node]))
  return { kind, nodes: flat, from: first.from, to: nodes.at(-1)?.to ?? first.to }
}
