export { entities, isEntity } from './entities.ts'
export type { Entity } from './entities.ts'
export type { Span } from './span.ts'
export { LANGUAGE_VERSION } from './language-version.ts'
export { foldText } from './text/fold.ts'
export { wordLine, wordsOf } from './text/words.ts'
export type { ChoiceValue, Platform, Token, TokenType } from './tokens/token.ts'
export { childrenOf, findToken, mainTokens, tokensOf } from './tokens/find-token.ts'
export type { DateBound, DateShift, DateUnit } from './dates/date-bound.ts'
export { check, type CheckOptions, type CheckResult } from './check/check.ts'
export { parser } from './grammar/query-parser.gen.ts'
export { complete } from './complete/complete.ts'
export type { Completion, CompletionOption } from './complete/completion.ts'
export { valueText } from './complete/value-options.ts'
export { print, printNode } from './print/print.ts'
export type { QueryProblem, Suggestion } from './problems/problem.ts'
export { type QueryProblemCode, queryProblemCodes, queryProblemTexts } from './problems/problem-codes.ts'
export { addressText, masked, parseAddress, type Address } from './addresses/address.ts'
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
export {
  assetInScope,
  namedActorKinds,
  jobDetailsSeen,
  compileList,
  compileAssetCounts,
  compileMatches,
  compileObject,
  compilePatchCounts,
  compileStream,
  compileScopePrint,
  compileSum,
  compileValues,
  findingRows,
  QueryCompileError,
  statementOf,
} from './sql/index.ts'
export type {
  CompiledList,
  ListRequest,
  Matching,
  QueryContext,
  Scope,
  ScopeBits,
  SqlFragment,
  StatusFilter,
  SummedKind,
} from './sql/index.ts'
export { matches } from './memory/matches.ts'
export type { MatchContext } from './memory/match-test.ts'
export type { QueryObject, QueryValue } from './memory/query-object.ts'
export { type ClausePlace } from './explain/clauses.ts'
export { type Counted, explain, type ExplainedClause, explainPlainly } from './explain/explain.ts'
export { type ChildrenAsked, childrenAsked } from './asked/children-asked.ts'
export { tokensAsked } from './asked/tokens-asked.ts'
export { type Why, why, type WhyClause, whyInMemory } from './why/why.ts'
