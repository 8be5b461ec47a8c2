import { printNode, type QueryNode, type QueryTree } from '@patchyard/query'

/** One node of a query with its place in the tree, as explain and why show it. */
export interface Clause {
  readonly node: QueryNode
  readonly depth: number
  readonly children: readonly Clause[]
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
export const inOrder = (clause: Clause | null): readonly Clause[] =>
  clause === null ? [] : [clause, ...clause.children.flatMap(inOrder)]

export const placeOf = ({ node, depth }: Clause) => ({
  depth,
  kind: node.kind,
  // Of a clause inside a group the whole name: it is shown as what it asks alone.
  text: printNode(node, null),
  from: node.from,
  to: node.to,
})
