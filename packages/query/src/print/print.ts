// The canonical text of a tree: `check(print(tree))` gives the same tree but for its offsets. Names are canonical, blanks are
// single, brackets stand only where precedence needs them.
import type { ClauseNode, QueryNode, QueryTree, SingleTest } from '../tree/tree.ts'
import { printBound, printMatch, printValue, staysBare } from './print-value.ts'

/** '' for the empty query. */
export const print = (tree: QueryTree): string => (tree.root === null ? '' : printNode(tree.root, null))

/** The canonical text of one node as it stands in `group` (the name of a nested group's token) or outside of all. */
export function printNode(node: QueryNode, group: string | null): string {
  switch (node.kind) {
    case 'and':
      return node.nodes.map(part => bracketed(part, part.kind === 'or', group)).join(' and ')
    case 'or':
      return node.nodes.map(part => printNode(part, group)).join(' or ')
    case 'not':
      return `not ${bracketed(node.node, node.node.kind === 'and' || node.node.kind === 'or', group)}`
    case 'clause':
      return printClause(node, group)
    case 'group':
      return `${node.token}:(${printNode(node.node, node.token)})`
    case 'text':
      return printMatch(node.match, 'alone')
  }
}

const bracketed = (node: QueryNode, needed: boolean, group: string | null): string =>
  needed ? `(${printNode(node, group)})` : printNode(node, group)

function printClause({ token, test }: ClauseNode, group: string | null): string {
  const name = group === null ? token : token.slice(group.length + 1)
  switch (test.kind) {
    case 'null':
      return `${name} is null`
    case 'notNull':
      return `${name} is not null`
    case 'any':
      return `${name}:[${test.tests.map(single => printValue(single, 'inList')).join(', ')}]`
    case 'number':
    case 'date':
    case 'version':
      return name + printRange(test)
    default:
      return `${name}:${printAlone(test)}`
  }
}

/** A bare value with colons or commas in it can stand only in a list. */
function printAlone(test: Exclude<SingleTest, { low: unknown }>): string {
  if (test.kind !== 'text' || test.match.kind === 'exact' || test.match.quoted) return printValue(test, 'afterColon')
  const alone = printValue(test, 'afterColon')
  return alone.startsWith('"') && staysBare(test.match.text, 'inList') ? `[${test.match.text}]` : alone
}

function printRange(test: Extract<SingleTest, { low: unknown }>): string {
  const { low, high } = test
  if (low === null) return `${high?.included === true ? '<=' : '<'}${printBound(test, 'high')}`
  if (high === null) return `${low.included ? '>=' : '>'}${printBound(test, 'low')}`
  const [from, to] = [printBound(test, 'low'), printBound(test, 'high')]
  if (from === to) return `:${from}`
  return low.included ? `:[${from} .. ${to}]` : `:(${from} .. ${to})`
}
