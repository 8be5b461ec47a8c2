import { asByteText } from '../byte-text.ts'

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

const NUMBER_AT_FRONT = /^[\t-\r ]*([+-]?)0*([0-9]*)/
const LARGEST = 2n ** 64n - 1n
const LARGEST_DIGITS = String(LARGEST).length

/** Reads a version as winget does (its class `Version`; winget-cli 00383c3, src/AppInstallerSharedLib/Versions.cpp). */
export function splitWinget(version: string): WingetParts {
  const text = asByteText(version)
  const bound = text.startsWith('< ') ? -1 : text.startsWith('> ') ? 1 : 0
  const parts = (bound === 0 ? text : text.slice(2)).split('.').map(readPart)
  while (parts.length > 0 && isZero(parts[parts.length - 1] as WingetPart)) parts.pop()
  return { kind: kindOf(parts), bound, parts }
}

/**
 * As C's strtoull with base 10: blanks and a sign may precede the number, a minus takes it from 2^64, and no digits give zero
 * and leave all the text. A number over 64 bits is no number either: the whole part is text.
 */
function readPart(part: string): WingetPart {
  const found = NUMBER_AT_FRONT.exec(part) as RegExpExecArray
  const [matched, sign, digits] = found as unknown as [string, string, string]
  if (!/[0-9]$/.test(matched)) return { number: '', rest: part }
  if (digits.length > LARGEST_DIGITS || (digits.length === LARGEST_DIGITS && BigInt(digits) > LARGEST)) {
    return { number: '', rest: part }
  }
  const number = sign === '-' && digits !== '' ? String(LARGEST + 1n - BigInt(digits)) : digits
  return { number, rest: part.slice(matched.length) }
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
