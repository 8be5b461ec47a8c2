/** A tree that no checker made: a token that does not exist on the entity, a test that does not fit its token. */
export class QueryCompileError extends Error {
  override readonly name = 'QueryCompileError'
  readonly code = 'E_QUERY_TREE'
}
