// The tokenizer of what Lezer's own tokens cannot tell: names, bare values of several words, quotes.
//
// Every function looks ahead in the stream by offsets and returns an offset. Each unit is looked at a bounded number of
// times: a run is one token, and a look behind blanks is repeated only where a word ends.
import { ExternalTokenizer, type InputStream, type Stack } from '@lezer/lr'
import {
  BACKSLASH,
  BACKTICK,
  beginsName,
  COLON,
  COMMA,
  DOT,
  endsWord,
  EQUALS,
  isBlank,
  isHex,
  isInName,
  isOperatorSign,
  OPEN_BRACKET,
  QUOTE,
} from './characters.ts'
import * as terms from './query-terms.gen.ts'

/** What ends a word here besides blanks, brackets and quotes. */
interface Place {
  readonly dots: boolean
  readonly commas: boolean
  readonly names: boolean
}

export const words = new ExternalTokenizer(
  (input, stack) => {
    const unit = input.next
    if (unit === -1) {
      if (stack.canShift(terms.End)) input.acceptToken(terms.End)
    } else if (unit === QUOTE) quoted(input, QUOTE, terms.String, terms.UnclosedString)
    else if (unit === BACKTICK) quoted(input, BACKTICK, terms.Exact, terms.UnclosedExact)
    else if (!endsWord(unit)) word(input, stack)
  },
  { contextual: true },
)

function quoted(input: InputStream, quote: number, closed: number, unclosed: number): void {
  for (let at = 1; ; at++) {
    const unit = input.peek(at)
    if (unit === quote) return input.acceptToken(closed, at + 1)
    if (unit === -1) return input.acceptToken(unclosed, at)
    // A backslash before anything else stands for itself.
    const next = unit === BACKSLASH ? input.peek(at + 1) : -1
    if (next === quote || next === BACKSLASH) at++
  }
}

function word(input: InputStream, stack: Stack): void {
  if (stack.canShift(terms.IsNull)) {
    const { end, not } = nullTest(input, 0)
    if (end > 0) input.acceptToken(not ? terms.IsNotNull : terms.IsNull, end)
    return
  }
  if (!stack.canShift(terms.Bare)) return
  const place = {
    dots: stack.canShift(terms.Dots),
    commas: stack.canShift(terms.Comma),
    names: stack.canShift(terms.Name),
  }
  if (place.commas && input.next === COMMA) return input.acceptToken(terms.Comma, 1)
  if (place.dots && isDots(input, 0)) return input.acceptToken(terms.Dots, input.peek(2) === DOT ? 3 : 2)
  // What stands directly behind an operator is a value, whatever it holds: `name:http://x`, `address:fe80::1`.
  const glued = isOperatorSign(input.peek(-1))
  const address = addressEnd(input, 0)
  if (address === 0) {
    if (isOperatorSign(input.next)) return
    const keyword = keywordAt(input, 0)
    if (keyword !== null) {
      if (keyword.term !== terms.Not || !beginsValue(input, place)) return input.acceptToken(keyword.term, keyword.end)
      return input.acceptToken(terms.Bare, runEnd(input, keyword.end, place))
    }
    const name = place.names && !glued ? nameEnd(input, 0) : 0
    if (name > 0) return input.acceptToken(terms.Name, name)
  }
  input.acceptToken(terms.Bare, runEnd(input, Math.max(address, wordEnd(input, 0, place)), place))
}

/**
 * Whether the `not` that stands here is the first word of a value of several: `scanStatus:Not Scanned`. Where a value is
 * expected there is nothing to negate, and states that begin with the word must be writable as they are shown.
 */
function beginsValue(input: InputStream, place: Place): boolean {
  let before = -1
  while (isBlank(input.peek(before))) before--
  const unit = input.peek(before)
  if (!isOperatorSign(unit) && !(place.commas && (unit === OPEN_BRACKET || unit === COMMA))) return false
  const at = afterBlanks(input, 3)
  const next = input.peek(at)
  if (at === 3 || endsWord(next) || isOperatorSign(next) || (place.commas && next === COMMA)) return false
  return keywordAt(input, at) === null && !(place.names && nameEnd(input, at) > 0)
}

/** Further words of the same value, up to an operator, a bracket, a quote, another `token:` or the end. */
function runEnd(input: InputStream, first: number, place: Place): number {
  for (let end = first; ; ) {
    const at = afterBlanks(input, end)
    const unit = input.peek(at)
    if (endsWord(unit) || isOperatorSign(unit) || (at === end && at > first)) return end
    if (at === end || (place.commas && unit === COMMA) || (place.dots && isDots(input, at))) return end
    if (keywordAt(input, at) !== null || (place.names && nameEnd(input, at) > 0)) return end
    end = wordEnd(input, at, place)
  }
}

function wordEnd(input: InputStream, from: number, place: Place): number {
  for (let at = from; ; at++) {
    const unit = input.peek(at)
    if (endsWord(unit) || (place.commas && unit === COMMA) || (place.dots && isDots(input, at))) return at
  }
}

function afterBlanks(input: InputStream, from: number): number {
  let at = from
  while (isBlank(input.peek(at))) at++
  return at
}

const isDots = (input: InputStream, at: number): boolean => input.peek(at) === DOT && input.peek(at + 1) === DOT

/** Offset behind a name that an operator or a test for null follows; 0 when the word is none. */
function nameEnd(input: InputStream, from: number): number {
  if (!beginsName(input.peek(from))) return 0
  let end = from + 1
  // Two dots are those of a range; without that stop, a chain of them would be looked at again from each of its words.
  while (isInName(input.peek(end)) && !isDots(input, end)) end++
  const at = afterBlanks(input, end)
  const unit = input.peek(at)
  if (isOperatorSign(unit) || (unit === 33 && input.peek(at + 1) === EQUALS)) return end
  return at > end && nullTest(input, at).end > 0 ? end : 0
}

function nullTest(input: InputStream, from: number): { end: number; not: boolean } {
  const is = literalEnd(input, from, 'is')
  if (is === 0) return { end: 0, not: false }
  const second = afterBlanks(input, is)
  const not = literalEnd(input, second, 'not')
  return { end: literalEnd(input, not === 0 ? second : afterBlanks(input, not), 'null'), not: not > 0 }
}

const keywords = [
  ['and', terms.And],
  ['or', terms.Or],
  ['not', terms.Not],
] as const

function keywordAt(input: InputStream, from: number): { term: number; end: number } | null {
  for (const [text, term] of keywords) {
    const end = literalEnd(input, from, text)
    if (end > 0) return { term, end }
  }
  return null
}

/** Offset behind the word `text` in any case, standing alone; 0 when something else is there. */
function literalEnd(input: InputStream, from: number, text: string): number {
  for (let i = 0; i < text.length; i++) {
    const unit = input.peek(from + i)
    if (unit !== text.charCodeAt(i) && unit + 32 !== text.charCodeAt(i)) return 0
  }
  const unit = input.peek(from + text.length)
  return endsWord(unit) || unit === COMMA ? from + text.length : 0
}

/** Eight groups of four digits with their colons, and one unit to tell that something is longer. */
const LONGEST_ADDRESS = 40

/**
 * Offset behind what looks like an IPv6 or MAC address: hexadecimal groups with `::`, or six or eight of them. 0 for anything
 * else; what follows (`/64`, an IPv4 ending) is read by `wordEnd`.
 */
function addressEnd(input: InputStream, from: number): number {
  let [at, colons, digits, doubled] = [from, 0, 0, false]
  for (; at < from + LONGEST_ADDRESS && (isHex(input.peek(at)) || input.peek(at) === COLON); at++) {
    if (input.peek(at) !== COLON) digits++
    else {
      colons++
      doubled ||= input.peek(at + 1) === COLON
    }
  }
  const isAddress = doubled ? colons <= 8 && (digits > 0 || colons === 2) : digits > 0 && (colons === 5 || colons === 7)
  return isAddress ? at : 0
}
