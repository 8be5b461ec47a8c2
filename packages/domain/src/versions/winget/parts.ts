import { asByteText } from '../byte-text.ts'
import { endOfDigits, endOfZeros } from '../digit-run.ts'

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

/** Reads a version as winget does (its class `Version`; winget-cli 00383c3, src/AppInstallerSharedLib/Versions.cpp). */
export function splitWinget(version: string): WingetParts {
  const text = asByteText(version)
  const bound = text.startsWith('< ') ? -1 : text.startsWith('> ') ? 1 : 0
  const parts = readParts(text, bound === 0 ? 0 : 2)
  while (parts.length > 0 && isZero(parts[parts.length - 1] as WingetPart)) parts.pop()
  return { kind: kindOf(parts), bound, parts }
}

function readParts(text: string, start: number): WingetPart[] {
  const parts: WingetPart[] = []
  for (let from = start; from <= text.length; ) {
    const dot = text.indexOf('.', from)
    const end = dot === -1 ? text.length : dot
    parts.push(readPart(text, from, end))
    from = end + 1
  }
  return parts
}

/**
 * As C's strtoull with base 10: blanks and a sign may precede the number, a minus takes it from 2^64, and no digits give zero
 * and leave all the text. A number over 64 bits is no number either: the whole part is text.
 */
function readPart(text: string, from: number, end: number): WingetPart {
  let at = from
  while (at < end && isBlank(text.charCodeAt(at))) at++
  const sign = at < end ? text[at] : ''
  if (sign === '+' || sign === '-') at++
  const digitsEnd = endOfDigits(text, at, end)
  const digitsFrom = endOfZeros(text, at, digitsEnd)
  if (digitsEnd === at || isOver64Bits(text, digitsFrom, digitsEnd)) {
    return from === end ? ZERO : { number: '', rest: text.slice(from, end) }
  }
  if (digitsFrom === end) return ZERO
  const digits = text.slice(digitsFrom, digitsEnd)
  const number = sign === '-' && digits !== '' ? String(LARGEST + 1n - BigInt(digits)) : digits
  return { number, rest: text.slice(digitsEnd, end) }
}

function isOver64Bits(text: string, from: number, end: number): boolean {
  if (end - from !== LARGEST_DIGITS) return end - from > LARGEST_DIGITS
  return BigInt(text.slice(from, end)) > LARGEST
}

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
