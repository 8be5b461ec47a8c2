export { entities, isEntity } from './entities.ts'
export type { Entity } from './entities.ts'
export type { Span } from './span.ts'
export { foldText } from './text/fold.ts'
export { wordLine, wordsOf } from './text/words.ts'
export type { ChoiceValue, Platform, Token, TokenType } from './tokens/token.ts'
export { childrenOf, findToken, tokensOf } from './tokens/find-token.ts'
export type { DateBound, DateShift, DateUnit } from './dates/date-bound.ts'
export { resolveDate, type ResolvedDate } from './dates/resolve-date.ts'
export type {
  AddressMatch,
  Bound,
  QueryNode,
  QueryTree,
  Range,
  SingleTest,
  Test,
  TextMatch,
} from './tree/tree.ts'
