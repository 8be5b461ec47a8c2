import { printNode } from '../print/print.ts'
import type { Report } from '../problems/problem.ts'
import { shown } from '../problems/shown.ts'
import { findToken } from '../tokens/find-token.ts'
import type { QueryNode, QueryTree } from '../tree/tree.ts'
import { disjoint } from './disjoint.ts'

/** Clauses on one token that are compared with each other: bounds the pairs of a query of 1,000 terms. */
const MOST_COMPARED = 20

/** Warns where two clauses joined by `and` exclude each other. A token with several values can meet both. */
export function warnNever(tree: QueryTree, text: string, report: Report): void {
  const visit = (node: QueryNode, group: string | null): void => {
    switch (node.kind) {
      case 'and':
        warnTests(tree, node.nodes, { group, text, report })
        warnNegations(node.nodes, { group, text, report })
        for (const part of node.nodes) visit(part, group)
        return
      case 'or':
        for (const part of node.nodes) visit(part, group)
        return
      case 'not':
        visit(node.node, group)
        return
      case 'group':
        visit(node.node, node.token)
        return
      case 'clause':
      case 'text':
    }
  }
  if (tree.root !== null) visit(tree.root, null)
}

interface At {
  /** The token of the nested group around. */
  readonly group: string | null
  readonly text: string
  readonly report: Report
}

function warnTests(tree: QueryTree, nodes: readonly QueryNode[], at: At): void {
  const clauses = nodes.filter(node => node.kind === 'clause')
  // The child of a group has each of its tokens once.
  const single = clauses.filter(({ token }) => at.group !== null || findToken(tree.entity, token)?.many !== true)
  for (const same of Map.groupBy(single, ({ token }) => token).values()) {
    const compared = same.slice(0, MOST_COMPARED)
    for (const [index, later] of compared.entries()) {
      const earlier = compared.slice(0, index).find(clause => disjoint(clause.test, later.test))
      if (earlier !== undefined) never(earlier, later, at)
    }
  }
}

/** Only what has no parts of its own is compared: each of those is printed once, whatever the depth. */
function warnNegations(nodes: readonly QueryNode[], at: At): void {
  const negated = nodes.filter(node => node.kind === 'not' && isLeaf(node.node))
  if (negated.length === 0) return
  const byText = new Map(nodes.filter(isLeaf).map(node => [printNode(node, at.group), node] as const))
  for (const node of negated) {
    const opposite = node.kind === 'not' ? byText.get(printNode(node.node, at.group)) : undefined
    if (opposite !== undefined) never(opposite, node, at)
  }
}

const isLeaf = (node: QueryNode): boolean => node.kind === 'clause' || node.kind === 'text'

function never(earlier: QueryNode, later: QueryNode, { text, report }: At): void {
  const [first, second] = [earlier, later].map(node => shown(text.slice(node.from, node.to)))
  const { from, to } = later
  report({ code: 'W_QUERY_NEVER', from, to, message: `nothing can match: ${second} contradicts ${first}` })
}
