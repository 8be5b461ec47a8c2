import { findToken, mainTokens } from '../tokens/find-token.ts'
import type { Entity } from '../entities.ts'
import type { QueryNode, QueryTree, Test } from '../tree/tree.ts'
import { type MatchContext, matchTest } from './match-test.ts'
import type { QueryObject } from './query-object.ts'
import { childrenAt, valuesAt } from './read-value.ts'

/**
 * Whether an object is what a query asks for: the language's meaning read from tree.ts once more, without SQL. Where both
 * answer, they answer the same; a test over random trees and objects holds them to it.
 */
export function matches(tree: QueryTree, object: QueryObject, context: MatchContext): boolean {
  return tree.root === null || matchNode(tree.root, object, '', { entity: tree.entity, context })
}

interface At {
  readonly entity: Entity
  readonly context: MatchContext
}

/** `above` is the group whose child `object` is; '' for the object itself. */
function matchNode(node: QueryNode, object: QueryObject, above: string, at: At): boolean {
  switch (node.kind) {
    case 'and':
      return node.nodes.every(one => matchNode(one, object, above, at))
    case 'or':
      return node.nodes.some(one => matchNode(one, object, above, at))
    case 'not':
      return !matchNode(node.node, object, above, at)
    case 'group':
      return childrenAt(object, node.token.split('.')).some(child => matchNode(node.node, child, node.token, at))
    case 'clause':
      return matchClause(node.token, node.test, object, above, at)
    case 'text': {
      const test: Test = { kind: 'text', match: node.match }
      return mainTokens(at.entity).some(name => matchClause(name, test, object, above, at))
    }
  }
}

const paths = new Map<string, Map<string, readonly string[]>>()

/** The parts of a token's name below the group that its clause stands in. There are as many as there are tokens. */
function pathOf(name: string, above: string): readonly string[] {
  const known = paths.get(above)?.get(name)
  if (known !== undefined) return known
  const path = name.split('.').slice(above === '' ? 0 : above.split('.').length)
  const inside = paths.get(above) ?? new Map<string, readonly string[]>()
  paths.set(above, inside.set(name, path))
  return path
}

function matchClause(name: string, test: Test, object: QueryObject, above: string, at: At): boolean {
  const path = pathOf(name, above)
  // Inside a group, the group's own name stands for the child that is looked at.
  const found = path.length === 0 ? [{ value: object, beside: object }] : valuesAt(object, path)
  if (test.kind === 'null') return found.length === 0
  if (test.kind === 'notNull') return found.length > 0
  const choices = findToken(at.entity, name)?.values ?? []
  const tests = test.kind === 'any' ? test.tests : [test]
  return found.some(({ value, beside }) => tests.some(one => matchTest(one, value, beside, choices, at.context)))
}
