import type { Entity } from '../entities.ts'
import type { Token } from './token.ts'

type Definition = Omit<Token, 'entity' | 'name'>

/** The tokens of one entity from a record by canonical name, in the record's order. */
export const defineTokens = (entity: Entity, definitions: Readonly<Record<string, Definition>>): readonly Token[] =>
  Object.entries(definitions).map(([name, definition]) => ({ entity, name, ...definition }))
