import type { QueryNode, QueryTree, SingleTest, Test, TextMatch } from '../tree/tree.ts'

/** What a child's text is to be, for one of some queries to look at it; null: any child may count. */
export type ChildrenAsked = readonly TextMatch[] | null

/**
 * Which children of a group (`software`) can decide these queries: those whose `token` (`software.name`), a text, fits one of the
 * matches. Whatever a query asks, it asks it of each child alone (tree.ts), so a child that no part of it can hold for is as if it
 * were not there; without the others it answers the same. Names too many rather than too few.
 */
export function childrenAsked(trees: readonly QueryTree[], token: string): ChildrenAsked {
  const group = token.slice(0, token.indexOf('.'))
  const found: TextMatch[] = []
  for (const { root } of trees) {
    for (const part of root === null ? [] : partsAbout(root, group)) {
      const matches = limitsOf(part, token)
      if (matches === null) return null
      found.push(...matches)
    }
  }
  return [...new Map(found.map(match => [JSON.stringify([match.kind, shapeOf(match)]), match])).values()]
}

/** Clauses about children of the group, and the group itself. */
function partsAbout(node: QueryNode, group: string): readonly QueryNode[] {
  switch (node.kind) {
    case 'and':
    case 'or':
      return node.nodes.flatMap(inner => partsAbout(inner, group))
    case 'not':
      return partsAbout(node.node, group)
    case 'group':
      return node.token === group ? [node] : []
    case 'clause':
      return node.token === group || node.token.startsWith(`${group}.`) ? [node] : []
    // Searches the object's own texts.
    case 'text':
      return []
  }
}

/** One of these matches wherever the condition holds for a child; null: nothing is known. */
function limitsOf(node: QueryNode, token: string): readonly TextMatch[] | null {
  switch (node.kind) {
    case 'and':
      return node.nodes.map(inner => limitsOf(inner, token)).find(limits => limits !== null) ?? null
    case 'or': {
      const all = node.nodes.map(inner => limitsOf(inner, token))
      return all.includes(null) ? null : all.flatMap(limits => limits ?? [])
    }
    case 'group':
      return limitsOf(node.node, token)
    case 'clause':
      return node.token === token ? textsOf(node.test) : null
    case 'not':
    case 'text':
      return null
  }
}

function textsOf(test: Test): readonly TextMatch[] | null {
  const tests: readonly (Test | SingleTest)[] = test.kind === 'any' ? test.tests : [test]
  const texts = tests.flatMap(one => (one.kind === 'text' ? [one.match] : []))
  return texts.length === tests.length ? texts : null
}

function shapeOf(match: TextMatch): string | readonly string[] {
  if (match.kind === 'exact') return match.value
  return match.kind === 'words' ? match.words : match.parts
}
