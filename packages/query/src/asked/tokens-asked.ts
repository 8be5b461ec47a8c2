import type { Entity } from '../entities.ts'
import { mainTokens } from '../tokens/find-token.ts'
import type { QueryNode, QueryTree } from '../tree/tree.ts'

/** The tokens whose values decide a query: what must be read of an object to say why. May name one twice. */
export const tokensAsked = ({ entity, root }: QueryTree): readonly string[] =>
  root === null ? [] : tokensIn(root, entity)

function tokensIn(node: QueryNode, entity: Entity): readonly string[] {
  switch (node.kind) {
    case 'and':
    case 'or':
      return node.nodes.flatMap(inner => tokensIn(inner, entity))
    case 'not':
      return tokensIn(node.node, entity)
    case 'group':
      return [node.token, ...tokensIn(node.node, entity)]
    case 'clause':
      return [node.token]
    case 'text':
      return mainTokens(entity)
  }
}
