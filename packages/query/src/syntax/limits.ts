// What is looked at before anything is parsed: one pass over the text, constant space but for 64 brackets. After it, length
// and depth are bounded, so what follows may recurse.
import { BACKSLASH, BACKTICK, COMMA, isBracket, isOperatorSign, QUOTE } from '../grammar/characters.ts'
import type { QueryProblem, Report } from '../problems/problem.ts'

export const MAX_BYTES = 16_384
export const MAX_DEPTH = 64
export const MAX_TERMS = 1000
/**
 * Brackets, commas, quotes and operators: 1,000 terms need no more than six each. 16,384 of them cost the parser 60 ms in a
 * process that has just begun, 6,000 cost 20.
 */
const MAX_SIGNS = 6000

/** Characters reported one by one; texts of nothing else would only repeat themselves. */
const MAX_CHARACTER_PROBLEMS = 20

/** Reports what no query may be. False: the text must not be parsed. */
export function withinLimits(text: string, report: Report): boolean {
  const tooLong = lengthProblem(text)
  if (tooLong !== null) {
    report(tooLong)
    return false
  }
  reportCharacters(text, report)
  const refusal = shapeProblem(text)
  if (refusal !== null) report(refusal)
  return refusal === null
}

function lengthProblem(text: string): QueryProblem | null {
  const code = 'E_QUERY_TOO_LONG'
  let bytes = 0
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at)
    // A pair has four bytes, two for each half; half of a pair alone is replaced by U+FFFD, which has three.
    bytes += unit < 0x80 ? 1 : unit < 0x800 ? 2 : isPaired(text, at) ? 2 : 3
    if (bytes > MAX_BYTES) {
      const message = `the query is longer than ${MAX_BYTES.toLocaleString('en')} bytes (its UTF-8 form passes that here)`
      return { code, from: at, to: text.length, message }
    }
  }
  return null
}

function isPaired(text: string, at: number): boolean {
  const unit = text.charCodeAt(at)
  if (unit >= 0xd800 && unit < 0xdc00) {
    const next = text.charCodeAt(at + 1)
    return next >= 0xdc00 && next < 0xe000
  }
  if (unit < 0xdc00 || unit >= 0xe000 || at === 0) return false
  const before = text.charCodeAt(at - 1)
  return before >= 0xd800 && before < 0xdc00
}

function reportCharacters(text: string, report: Report): void {
  let reported = 0
  for (let at = 0; at < text.length && reported < MAX_CHARACTER_PROBLEMS; at++) {
    if (!isForbidden(text, at)) continue
    const from = at
    while (at + 1 < text.length && isForbidden(text, at + 1)) at++
    report({ code: 'E_QUERY_CHARACTER', from, to: at + 1, message: characterMessage(text.charCodeAt(from)) })
    reported++
  }
}

/** Tab, line feed and carriage return are blanks; the other controls (C0, DEL, C1) have no place in a query. */
function isForbidden(text: string, at: number): boolean {
  const unit = text.charCodeAt(at)
  if (unit < 0x20) return unit !== 9 && unit !== 10 && unit !== 13
  if (unit >= 0x7f && unit < 0xa0) return true
  return unit >= 0xd800 && unit < 0xe000 && !isPaired(text, at)
}

function characterMessage(unit: number): string {
  const code = `U+${unit.toString(16).toUpperCase().padStart(4, '0')}`
  if (unit >= 0xd800) return `${code} is half of a surrogate pair and no character`
  return unit === 0 ? `${code} (NUL) cannot stand in a query` : `the control character ${code} cannot stand in a query`
}

/**
 * What refuses a text by its brackets and signs alone. Brackets meet as in the grammar: one that does not fit the innermost
 * open one closes nothing.
 */
function shapeProblem(text: string): QueryProblem | null {
  const open: number[] = []
  let [quote, signs] = [0, 0]
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at)
    if (quote !== 0) {
      if (unit === quote) quote = 0
      else if (unit === BACKSLASH) {
        const next = text.charCodeAt(at + 1)
        if (next === quote || next === BACKSLASH) at++
      }
      continue
    }
    if (unit === QUOTE || unit === BACKTICK) quote = unit
    else if (unit === 40 || unit === 91) {
      if (open.length === MAX_DEPTH) return tooDeep(at)
      open.push(unit === 40 ? 41 : 93)
    } else if (unit === open.at(-1)) open.pop()
    if (isSign(unit) && ++signs > MAX_SIGNS) return tooManySigns(at, text.length)
  }
  return null
}

const isSign = (unit: number): boolean =>
  unit === QUOTE || unit === BACKTICK || unit === COMMA || isBracket(unit) || isOperatorSign(unit)

const tooDeep = (from: number): QueryProblem => ({
  code: 'E_QUERY_TOO_DEEP',
  from,
  to: from + 1,
  message: `brackets are nested more than ${MAX_DEPTH} deep from here on`,
})

const tooManySigns = (from: number, to: number): QueryProblem => ({
  code: 'E_QUERY_TOO_MANY_TERMS',
  from,
  to,
  message: `more than ${MAX_SIGNS.toLocaleString('en')} brackets, commas, quotes and operators; ${MAX_TERMS.toLocaleString('en')} terms, the most that is allowed, need fewer`,
})
