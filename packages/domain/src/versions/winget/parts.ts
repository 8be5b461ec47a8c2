import { asByteText } from '../byte-text.ts'
import { endOfDigits, endOfZeros, isDigit } from '../digit-run.ts'

/** One part between dots: an unsigned 64-bit number, as digits without leading zeros (zero is empty), and what follows it. */
export interface WingetPart {
  readonly number: string
  readonly rest: string
}

export interface WingetParts {
  /** `Unknown` is below and `Latest` above everything else, in any case of letters. */
  readonly kind: 'unknown' | 'version' | 'latest'
  /** `< 1.0` is just below 1.0 and `> 1.0` just above it: where an installer's own version is known only by a bound. */
  readonly bound: -1 | 0 | 1
  /** Without the parts at the end that are zero: 1.0.0 is 1. */
  readonly parts: readonly WingetPart[]
}

const ZERO: WingetPart = { number: '', rest: '' }
const LARGEST = 2n ** 64n - 1n
const LARGEST_DIGITS = String(LARGEST).length

/**
 * Reads a version as winget does: class `Version` of winget-cli cae2465, `src/AppInstallerSharedLib/Versions.cpp`. `Assign` trims
 * the whole, takes the bound, drops what stands before the first digit unless a dot comes earlier, and trims each part.
 */
export function splitWinget(version: string): WingetParts {
  const text = asByteText(version)
  const start = trimStart(text, 0, text.length)
  const end = trimEnd(text, text.length, start)
  // Without the blank behind it, `<` is text like any other.
  const mark = text.startsWith('< ', start) ? -1 : text.startsWith('> ', start) ? 1 : 0
  // A bound of nothing loses its blank to the trimming and is none.
  const bound = mark !== 0 && start + 2 <= end ? mark : 0
  const parts = readParts(text, withoutPrefix(text, bound === 0 ? start : start + 2, end), end)
  while (parts.length > 0 && isZero(parts[parts.length - 1] as WingetPart)) parts.pop()
  return { kind: kindOf(parts), bound, parts }
}

/** `v1.0` and `Release 1.0` are 1.0; `a.1` stays as it is. */
function withoutPrefix(text: string, from: number, end: number): number {
  for (let at = from; at < end && text[at] !== '.'; at++) {
    if (isDigit(text.charCodeAt(at))) return at
  }
  return from
}

function readParts(text: string, first: number, textEnd: number): WingetPart[] {
  const parts: WingetPart[] = []
  for (let from = first; from <= textEnd; ) {
    const dot = text.indexOf('.', from)
    const end = dot === -1 || dot > textEnd ? textEnd : dot
    const start = trimStart(text, from, end)
    parts.push(readPart(text, start, trimEnd(text, end, start)))
    from = end + 1
  }
  return parts
}

/**
 * As C's strtoull with base 10, blanks being gone: a sign may precede the number, a minus takes it from 2^64, and no digits give zero
 * and leave all the text. A number over 64 bits is no number either: the whole part is text.
 */
function readPart(text: string, from: number, end: number): WingetPart {
  let at = from
  const sign = at < end ? text[at] : ''
  if (sign === '+' || sign === '-') at++
  const digitsEnd = endOfDigits(text, at, end)
  const digitsFrom = endOfZeros(text, at, digitsEnd)
  if (digitsEnd === at || isOver64Bits(text, digitsFrom, digitsEnd)) {
    return from === end ? ZERO : { number: '', rest: folded(text.slice(from, end)) }
  }
  if (digitsFrom === end) return ZERO
  const digits = text.slice(digitsFrom, digitsEnd)
  const number = sign === '-' && digits !== '' ? String(LARGEST + 1n - BigInt(digits)) : digits
  return { number, rest: folded(text.slice(digitsEnd, end)) }
}

function isOver64Bits(text: string, from: number, end: number): boolean {
  if (end - from !== LARGEST_DIGITS) return end - from > LARGEST_DIGITS
  return BigInt(text.slice(from, end)) > LARGEST
}

function trimStart(text: string, from: number, end: number): number {
  let at = from
  while (at < end && isBlank(text.charCodeAt(at))) at++
  return at
}

function trimEnd(text: string, end: number, from: number): number {
  let at = end
  while (at > from && isBlank(text.charCodeAt(at - 1))) at--
  return at
}

/**
 * Text by which parts are compared: Unicode's full case folding, as winget takes it from ICU. A letter's capital in small letters is
 * the same but for a few scripts (Cherokee), whose letters keep one of two orders among themselves.
 */
function folded(bytes: string): string {
  if (!/[\x80-\xff]/.test(bytes)) return bytes.toLowerCase()
  const text = utf8.decode(Uint8Array.from(bytes, byte => byte.charCodeAt(0)))
  return asByteText(Array.from(text, letter => letter.toUpperCase().toLowerCase()).join(''))
}

const utf8 = new TextDecoder()

// What C's isspace takes as a blank.
function isBlank(code: number): boolean {
  return code === 0x20 || (code >= 0x09 && code <= 0x0d)
}

function isZero(part: WingetPart): boolean {
  return part.number === '' && part.rest === ''
}

function kindOf(parts: readonly WingetPart[]): WingetParts['kind'] {
  const [only] = parts
  if (parts.length !== 1 || only === undefined || only.number !== '') return 'version'
  const word =
    only.rest.length === 'unknown'.length || only.rest.length === 'latest'.length ? only.rest.toLowerCase() : ''
  return word === 'unknown' ? 'unknown' : word === 'latest' ? 'latest' : 'version'
}
