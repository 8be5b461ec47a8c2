/** Stable codes with what each means; docs/errors.md is made from these texts. */
export const queryProblemTexts = {
  E_QUERY_TOO_LONG: 'The query is longer than 16 KiB in UTF-8; it was not read.',
  E_QUERY_TOO_DEEP: 'Brackets or `not` are nested more than 64 deep; the query was not read further.',
  E_QUERY_TOO_MANY_TERMS: 'The query has more than 1,000 terms; each value of a list is one.',
  E_QUERY_CHARACTER: 'A control character or half of a surrogate pair, which no query may hold.',
  E_QUERY_UNCLOSED_QUOTE: 'A quote or backtick has no end.',
  E_QUERY_UNCLOSED_BRACKET: 'A bracket is not closed.',
  E_QUERY_UNOPENED_BRACKET: 'A closing bracket has no opening one.',
  E_QUERY_MISSING_OPERATOR: 'Two clauses stand side by side: `and` or `or` is expected between them.',
  E_QUERY_MISSING_CLAUSE: '`and`, `or` or `not` has no clause where it needs one.',
  E_QUERY_EMPTY_VALUE: 'A token has no value, or an empty one.',
  E_QUERY_EMPTY_BRACKETS: 'Brackets hold nothing.',
  E_QUERY_UNEXPECTED: 'Something stands where it means nothing.',
  E_QUERY_UNKNOWN_TOKEN: 'There is no such token here; the nearest ones are named.',
  E_QUERY_GROUP: 'The token has parts and needs a nested group, or has none and cannot take one.',
  E_QUERY_OPERATOR: 'The comparison does not exist, or the token has no order to compare by.',
  E_QUERY_TYPE: 'The value is not of the kind that the token has.',
  E_QUERY_VALUE: 'The token has a fixed set of values and this is none of them; they are named.',
  E_QUERY_DATE: 'The date does not exist or is not written in a known form.',
  E_QUERY_RANGE: 'The range is not written as two values with `..` between them, or the token has no ranges.',
  E_QUERY_RANGE_INVERTED: 'The range begins after its end.',
  E_QUERY_RANGE_EMPTY: 'No value lies inside the range.',
  E_QUERY_NO_PAST: 'The token has no history, so no query about a past instant can ask for it.',
  E_QUERY_LIST: 'The list is not written as values with commas between them.',
  W_QUERY_NEVER: 'Two clauses that must both hold contradict each other, so nothing can match.',
  W_QUERY_PLATFORM: 'The token means nothing on the platform that the query asks for.',
  W_QUERY_ONE_DAY: 'One date in brackets means that day alone.',
  W_QUERY_INSTANT: 'The date is one instant, which hardly anything matches exactly.',
  W_QUERY_TOKEN_AS_TEXT: 'The name of a token is read as text, because no operator follows it.',
  W_QUERY_INVISIBLE: 'The value holds characters that cannot be seen or turn the direction of writing.',
} as const

export type QueryProblemCode = keyof typeof queryProblemTexts

export const queryProblemCodes = Object.keys(queryProblemTexts) as readonly QueryProblemCode[]
