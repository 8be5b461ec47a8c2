import { shown } from '../problems/shown.ts'
import type { ClauseExpression, Expression } from '../syntax/expression.ts'
import type { Token } from '../tokens/token.ts'
import type { QueryNode } from '../tree/tree.ts'
import { childrenOf } from '../tokens/find-token.ts'
import { checkClause } from './check-clause.ts'
import type { Checking } from './checking.ts'
import { resolveToken } from './resolve-token.ts'
import { textMatch } from './text-match.ts'
import { warnInvisible, warnTokenAsText } from './warn-value.ts'

/** The tree of an expression; null when something in it was refused (and reported). Depth is bounded by syntax/limits. */
export function checkExpression(checking: Checking, expression: Expression): QueryNode | null {
  const { from, to } = expression
  switch (expression.kind) {
    case 'and':
    case 'or': {
      const nodes = expression.nodes.map(node => checkExpression(checking, node))
      const read = nodes.filter(node => node !== null)
      return read.length < nodes.length ? null : { kind: expression.kind, nodes: read, from, to }
    }
    case 'not': {
      const node = checkExpression(checking, expression.node)
      return node === null ? null : { kind: 'not', node, from, to }
    }
    case 'text': {
      warnInvisible(checking, expression.value)
      if (checking.group === null) {
        warnTokenAsText(checking, expression)
        return { kind: 'text', match: textMatch(expression.value), from, to }
      }
      const { name } = checking.group
      const message = `inside ${name}:( ) each value needs one of its tokens: ${shortNames(checking.group)}`
      checking.errors.report({ code: 'E_QUERY_GROUP', from, to, message })
      return null
    }
    case 'clause':
      return checkNamed(checking, expression)
  }
}

function checkNamed(checking: Checking, clause: ClauseExpression): QueryNode | null {
  const token = resolveToken(checking, clause.name)
  // What is inside an unknown group cannot be looked up, and is not reported beside it.
  if (token === null) return null
  if (checking.past && token.hasNoPast === true) {
    const { from, to } = clause.name
    const message = `no history is kept of ${token.name}, and its value of today says nothing about a past instant`
    checking.errors.report({ code: 'E_QUERY_NO_PAST', from, to, message })
    return null
  }
  if (token.type !== 'group') return checkClause(checking, clause, token)
  const { argument, from, to } = clause
  if (argument.kind === 'broken') return null
  if (argument.kind !== 'group') {
    const message = `${token.name} has no value of its own; write ${shown(token.example)}, or one of ${childNames(token)}`
    checking.errors.report({ code: 'E_QUERY_GROUP', from: argument.from, to: argument.to, message })
    return null
  }
  if (argument.operator.text !== ':' && argument.operator.text !== '=') {
    const message = `a nested group stands behind ":", not behind ${shown(argument.operator.text)}`
    checking.errors.report({
      code: 'E_QUERY_OPERATOR',
      from: argument.operator.from,
      to: argument.operator.to,
      message,
    })
    return null
  }
  if (argument.node === null) return null
  const node = checkExpression({ ...checking, group: token }, argument.node)
  return node === null ? null : { kind: 'group', token: token.name, node, from, to }
}

const childNames = (group: Token): string =>
  childrenOf(group)
    .map(token => token.name)
    .join(', ')

const shortNames = (group: Token): string =>
  childrenOf(group)
    .map(token => token.name.slice(group.name.length + 1))
    .join(', ')
