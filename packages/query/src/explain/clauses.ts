import { printNode } from '../print/print.ts'
import type { QueryNode, QueryTree } from '../tree/tree.ts'
import type { Entity } from '../entities.ts'
import type { Span } from '../span.ts'
import { sentenceOf } from './sentence.ts'

/** One node of a query with its place in the tree, as explain and why show it. */
export interface Clause {
  readonly node: QueryNode
  readonly depth: number
  readonly children: readonly Clause[]
}

/** What is shown of a clause: it belongs to the last one before it of less depth. */
export interface ClausePlace extends Span {
  readonly depth: number
  readonly kind: QueryNode['kind']
  /** Canonical text; of a clause inside a group with its whole name, since it is shown as what it asks alone. */
  readonly text: string
  /** The same in plain language. */
  readonly sentence: string
}

/** The tree of a query; null: the empty query. */
export const clauseTree = (tree: QueryTree): Clause | null => (tree.root === null ? null : clauseOf(tree.root, 0))

const clauseOf = (node: QueryNode, depth: number): Clause => ({
  node,
  depth,
  children: innerOf(node).map(inner => clauseOf(inner, depth + 1)),
})

function innerOf(node: QueryNode): readonly QueryNode[] {
  if (node.kind === 'and' || node.kind === 'or') return node.nodes
  return node.kind === 'not' || node.kind === 'group' ? [node.node] : []
}

/** Each before its parts. */
export const clausesInOrder = (clause: Clause | null): readonly Clause[] =>
  clause === null ? [] : [clause, ...clause.children.flatMap(clausesInOrder)]

export const placeOf = ({ node, depth }: Clause, entity: Entity): ClausePlace => ({
  depth,
  kind: node.kind,
  text: printNode(node, null),
  sentence: sentenceOf(node, entity),
  from: node.from,
  to: node.to,
})
