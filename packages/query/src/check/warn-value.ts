// Doubts about single values, told while they are read.
import { hasInvisible, shown } from '../problems/shown.ts'
import type { ClauseExpression, TextExpression, Word } from '../syntax/expression.ts'
import { findToken } from '../tokens/find-token.ts'
import type { Token } from '../tokens/token.ts'
import type { SingleTest } from '../tree/tree.ts'
import type { Checking } from './checking.ts'

/** `publishedDate:[2015-12-31]`: some products read it as "until that day" (decisions: it is that day). */
export function warnOneDay({ warnings }: Checking, clause: ClauseExpression, token: Token, word: Word): void {
  if (token.type !== 'date') return
  const until = `${token.name}<=${word.text.trim()}`
  const { from, to } = clause
  warnings.report({
    code: 'W_QUERY_ONE_DAY',
    from,
    to,
    message: `one date in brackets means that time alone; what lies before it, too, is ${shown(until)}`,
    suggestions: [{ label: until, insert: until, from, to }],
  })
}

/** `scanDateTime:now-7d` asks for one millisecond. */
export function warnInstant({ warnings }: Checking, clause: ClauseExpression, token: Token, test: SingleTest): void {
  if (test.kind !== 'date' || test.low?.value.kind !== 'now' || test.low.value.round !== null) return
  const { argument, from, to } = clause
  if (argument.kind !== 'value') return
  const text = argument.value.text.trim()
  const suggestions = ['>=', '<='].map(operator => {
    const insert = `${token.name}${operator}${text}`
    return { label: insert, insert, from, to }
  })
  const message = `${shown(text)} is one instant; write ${suggestions.map(({ label }) => shown(label)).join(' or ')}`
  warnings.report({ code: 'W_QUERY_INSTANT', from, to, message, suggestions })
}

/** Bidirectional and other invisible characters may stand in a value, but never unseen. */
export function warnInvisible({ warnings }: Checking, word: Word): void {
  if (!hasInvisible(word.text)) return
  const message = `the value holds characters that cannot be seen: ${shown(word.text)}`
  warnings.report({ code: 'W_QUERY_INVISIBLE', from: word.from, to: word.to, message })
}

/** `licensed true`: a name whose operator was forgotten. */
export function warnTokenAsText({ entity, warnings }: Checking, { value, from, to }: TextExpression): void {
  if (value.style !== 'bare') return
  const [, name = '', rest = ''] = /^(\S+) (.+)$/s.exec(value.text) ?? []
  const token = findToken(entity, name)
  if (token === undefined || token.type === 'group') return
  const insert = `${token.name}:${rest}`
  const message = `${shown(value.text)} is searched for as text; for the token write ${shown(insert)}`
  warnings.report({
    code: 'W_QUERY_TOKEN_AS_TEXT',
    from,
    to,
    message,
    suggestions: [{ label: insert, insert, from, to }],
  })
}
