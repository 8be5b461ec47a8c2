import type { SyntaxNode } from '@lezer/common'
import { parser } from '../grammar/query-parser.gen.ts'
import * as terms from '../grammar/query-terms.gen.ts'
import type { ProblemList } from '../problems/problem-list.ts'
import { shown } from '../problems/shown.ts'
import { reportUnclosed, reportUnopened } from './brackets.ts'
import type { Expression } from './expression.ts'
import { MAX_DEPTH, MAX_TERMS } from './limits.ts'
import { readClause } from './read-clause.ts'
import { readWord } from './read-word.ts'
import type { Reading } from './reading.ts'
import { Sequence } from './sequence.ts'

/**
 * The expression of a text that is within the limits; null for an empty text and for one in which nothing can be read.
 * Mistakes are reported, and what is around them is still read.
 */
export function readExpression(text: string, errors: ProblemList): Expression | null {
  const { report } = errors
  let [count, nots] = [0, 0]
  const reading: Reading = {
    text,
    report,
    errors,
    items: parent => readItems(reading, parent),
    negated: by => (nots += by),
    term(from) {
      count++
      if (count !== MAX_TERMS + 1) return count <= MAX_TERMS
      const message = `the query has more than ${MAX_TERMS.toLocaleString('en')} terms from here on (each value of a list is one)`
      report({ code: 'E_QUERY_TOO_MANY_TERMS', from, to: text.length, message })
      return false
    },
  }
  return readItems(reading, parser.parse(text).topNode)
}

/** The items inside a pair of brackets or of the whole text, put together by precedence: not, and, or. */
function readItems(reading: Reading, parent: SyntaxNode): Expression | null {
  const { report } = reading
  const sequence = new Sequence(reading.text, report)
  let pending = 0
  // Passes must not recurse deeper than the limit: what stands behind more than 64 `not` is left out, and refused.
  const operand = (node: SyntaxNode, expression: Expression | null): void => {
    sequence.operand(node, reading.negated(0) > MAX_DEPTH ? null : expression)
    reading.negated(-pending)
    pending = 0
  }
  for (let node = parent.firstChild; node !== null; node = node.nextSibling) {
    if (reading.errors.isFull) return null
    switch (node.type.id) {
      case terms.And:
      case terms.Or:
        sequence.operator(node.type.id === terms.And ? 'and' : 'or', node)
        break
      case terms.Not:
        sequence.not(node)
        pending++
        if (reading.negated(1) === MAX_DEPTH + 1) {
          const message = `"not" stands more than ${MAX_DEPTH} times before the same clause`
          report({ code: 'E_QUERY_TOO_DEEP', from: node.from, to: node.to, message })
        }
        break
      case terms.Clause:
        operand(node, readClause(reading, node))
        break
      case terms.Parens:
        operand(node, readParens(reading, node))
        break
      case terms.List: {
        const message = 'a list stands behind a token: token:[a, b]; ( ) put clauses together'
        report({ code: 'E_QUERY_UNEXPECTED', from: node.from, to: node.to, message })
        reportUnclosed(reading, node)
        operand(node, null)
        break
      }
      case terms.OpenParen:
      case terms.CloseParen:
      case terms.CloseBracket:
        if (!isOwnBracket(parent, node)) reportUnopened(reading, node)
        break
      case terms.Colon:
      case terms.Compare: {
        const found = reading.text.slice(node.from, node.to)
        const message = `${shown(found)} needs the name of a token before it, without quotes`
        report({ code: 'E_QUERY_UNEXPECTED', from: node.from, to: node.to, message })
        break
      }
      case terms.Dots:
      case terms.End:
        break
      default: {
        if (!reading.term(node.from)) return null
        const value = readWord(reading, node)
        operand(node, value === null ? null : { kind: 'text', value, from: node.from, to: node.to })
      }
    }
  }
  reading.negated(-pending)
  return sequence.end()
}

function readParens(reading: Reading, node: SyntaxNode): Expression | null {
  reportUnclosed(reading, node)
  if (isEmpty(node)) {
    const message = '( ) holds nothing; put a clause inside or take the brackets away'
    reading.report({ code: 'E_QUERY_EMPTY_BRACKETS', from: node.from, to: node.to, message })
    return null
  }
  return readItems(reading, node)
}

const isEmpty = (node: SyntaxNode): boolean => {
  const inside = node.firstChild?.nextSibling
  return inside === null || inside === undefined || (inside.nextSibling === null && inside.type.id !== terms.End)
}

/** The node's own bracket at its beginning or end. */
const isOwnBracket = (parent: SyntaxNode, node: SyntaxNode): boolean =>
  node.type.id === terms.OpenParen || (node.type.id === terms.CloseParen && parent.type.id !== terms.Query)
