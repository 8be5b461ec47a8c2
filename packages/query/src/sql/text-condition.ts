import type { TextMatch } from '../tree/tree.ts'
import { FALSE, param, type SqlFragment, sql } from './fragment.ts'
import type { TextHome } from './homes/home.ts'

/** `%`, `_` and `\` of a value mean themselves. */
export const likeLiteral = (text: string): string => text.replace(/[\\%_]/g, '\\$&')

/** No text in the database holds NUL or half a surrogate pair, and PostgreSQL would refuse the parameter. */
export const canBeStored = (text: string): boolean => text.isWellFormed() && !text.includes('\0')

export const likePattern = (parts: readonly string[]): string => parts.map(likeLiteral).join('%')

/** Never null. */
export const textCondition = (match: TextMatch, home: TextHome): SqlFragment =>
  conditions[match.kind](match as never, home)

const conditions: {
  readonly [K in TextMatch['kind']]: (match: Extract<TextMatch, { kind: K }>, home: TextHome) => SqlFragment
} = {
  words: ({ words }, home) => {
    const phrase = words.join(' ')
    return canBeStored(phrase) ? sql`${home.words} like ${param(`% ${likeLiteral(phrase)} %`)}` : FALSE
  },
  exact: ({ value }, home) => (value !== '' && canBeStored(value) ? sql`${home.raw} = ${param(value)}` : FALSE),
  wildcard: ({ parts }, home) => {
    if (!parts.every(canBeStored)) return FALSE
    // `*` alone asks for anything, not for nothing: what an object does not have matches no test.
    if (parts.every(part => part === '')) return sql`${home.raw} <> ''`
    return sql`${home.folded} like ${param(likePattern(parts))}`
  },
}

/**
 * On `CVE-2024-3094`: the form is fixed and ASCII, so no computed column is needed. A whole number is compared as one, which
 * an index answers.
 */
export function cveCondition(match: TextMatch, column: SqlFragment): SqlFragment {
  if (match.kind === 'exact') return canBeStored(match.value) ? sql`${column} = ${param(match.value)}` : FALSE
  if (match.kind === 'wildcard') {
    if (!match.parts.every(canBeStored)) return FALSE
    return sql`${column} like ${param(likePattern(match.parts.map(upperAscii)))}`
  }
  const [prefix = '', year = '', number = '', ...more] = match.words
  if (prefix === 'cve' && /^\d{4}$/.test(year) && /^\d{4,}$/.test(number) && more.length === 0) {
    return sql`${column} = ${param(`CVE-${year}-${number}`)}`
  }
  const phrase = upperAscii(match.words.join('-'))
  return canBeStored(phrase) ? sql`('-' || ${column} || '-') like ${param(`%-${likeLiteral(phrase)}-%`)}` : FALSE
}

// Not toUpperCase: it makes an ASCII letter of some that are none (ı).
const upperAscii = (text: string): string => text.replace(/[a-z]/g, letter => letter.toUpperCase())
