import { shown } from '../problems/shown.ts'
import type { Argument, ClauseExpression, Operator, Word } from '../syntax/expression.ts'
import type { Token } from '../tokens/token.ts'
import type { ClauseNode, SingleTest, Test } from '../tree/tree.ts'
import type { Checking } from './checking.ts'
import { isOrdered, orderedTest } from './ordered-values.ts'
import { readers } from './values.ts'
import { warnInstant, warnInvisible, warnOneDay } from './warn-value.ts'

type Valued = Exclude<Argument, { kind: 'null' | 'notNull' | 'broken' | 'group' }>

/** A clause on a token that has values of its own. */
export function checkClause(checking: Checking, clause: ClauseExpression, token: Token): ClauseNode | null {
  const test = testOf(checking, clause, token)
  return test === null ? null : { kind: 'clause', token: token.name, test, from: clause.from, to: clause.to }
}

function testOf(checking: Checking, clause: ClauseExpression, token: Token): Test | null {
  const { argument } = clause
  switch (argument.kind) {
    case 'broken':
      return null
    case 'null':
    case 'notNull':
      return { kind: argument.kind }
    case 'group': {
      const message = isOrdered(token.type)
        ? `${token.name} has no parts: ( ) behind it is a range (a .. b)`
        : `${token.name} has no parts: put several values into a list [a, b]`
      checking.errors.report({ code: 'E_QUERY_GROUP', from: argument.from, to: argument.to, message })
      return null
    }
    default:
      return isKnownOperator(checking, clause, argument.operator, token)
        ? valueTest(checking, clause, argument, token)
        : null
  }
}

const comparisons = new Set(['>', '>=', '<', '<='])
const equalities = new Set([':', '='])

function isKnownOperator(checking: Checking, clause: ClauseExpression, operator: Operator, token: Token): boolean {
  const { text, from, to } = operator
  const refuse = (message: string, label?: string, insert?: string, whole?: boolean): false => {
    const span = whole === true ? { from: clause.from, to: clause.to } : { from, to }
    const suggestions = label === undefined || insert === undefined ? [] : [{ label, insert, ...span }]
    checking.errors.report({ code: 'E_QUERY_OPERATOR', from, to, message, suggestions })
    return false
  }
  if (text === '!=' || text === '<>') {
    const rest = checking.text.slice(to, clause.to).trim()
    const negated = `not ${token.name}:${rest}`
    return refuse(`there is no ${shown(text)}; write ${shown(negated)}`, negated, negated, true)
  }
  if (text === '==') return refuse('there is no "=="; write ":" or "="', ':', ':')
  if (equalities.has(text) || !comparisons.has(text)) return true
  if (!isOrdered(token.type)) {
    return refuse(
      `${token.name} has no order: ${shown(text)} compares numbers, dates and versions; write ":"`,
      ':',
      ':',
    )
  }
  const { kind } = clause.argument
  if (kind === 'value') return true
  return refuse(`${shown(text)} compares with one value, not with a ${kind}; write ":"`, ':', ':')
}

function valueTest(checking: Checking, clause: ClauseExpression, argument: Valued, token: Token): Test | null {
  const { report } = checking.errors
  switch (argument.kind) {
    case 'range': {
      if (!isOrdered(token.type)) {
        const message = `${token.name} has no order: ranges are for numbers, dates and versions`
        report({ code: 'E_QUERY_RANGE', from: argument.from, to: argument.to, message })
        return null
      }
      const { included } = argument
      const range = { low: { word: argument.low, included }, high: { word: argument.high, included } }
      return orderedTest(token.type, range, token, argument, report)
    }
    case 'list': {
      const tests = argument.values.map(value => single(checking, value, token))
      const read = tests.filter(test => test !== null)
      if (read.length < tests.length) return null
      const [[first], [word]] = [read, argument.values]
      if (first === undefined || word === undefined || read.length > 1) return { kind: 'any', tests: read }
      warnOneDay(checking, clause, token, word)
      return first
    }
    case 'value': {
      if (comparisons.has(argument.operator.text))
        return compared(checking, argument.operator.text, argument.value, token)
      const test = single(checking, argument.value, token)
      if (test !== null) warnInstant(checking, clause, token, test)
      return test
    }
  }
}

function single(checking: Checking, word: Word, token: Token): SingleTest | null {
  warnInvisible(checking, word)
  return token.type === 'group' ? null : readers[token.type](word, token, checking.errors.report)
}

function compared(checking: Checking, operator: string, word: Word, token: Token): SingleTest | null {
  if (!isOrdered(token.type)) return null
  const bound = { word, included: operator.endsWith('=') }
  const range = operator.startsWith('>') ? { low: bound, high: null } : { low: null, high: bound }
  return orderedTest(token.type, range, token, word, checking.errors.report)
}
