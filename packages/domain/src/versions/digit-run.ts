import type { VersionOrder } from './version-scheme.ts'

const ZERO = 0x30
const NINE = 0x39

export function isDigit(code: number): boolean {
  return code >= ZERO && code <= NINE
}

/** Where the digits that start at `from` end. */
export function endOfDigits(text: string, from: number, end: number): number {
  let i = from
  while (i < end && isDigit(text.charCodeAt(i))) i++
  return i
}

/** Where the leading zeros that start at `from` end. */
export function endOfZeros(text: string, from: number, end: number): number {
  let i = from
  while (i < end && text.charCodeAt(i) === ZERO) i++
  return i
}

/** Compares two runs of decimal digits by value, of any length; an empty run is zero. */
export function compareDigitRuns(
  a: string,
  aFrom: number,
  aEnd: number,
  b: string,
  bFrom: number,
  bEnd: number,
): VersionOrder {
  const i = endOfZeros(a, aFrom, aEnd)
  const j = endOfZeros(b, bFrom, bEnd)
  if (aEnd - i !== bEnd - j) return aEnd - i < bEnd - j ? -1 : 1
  return compareBytes(a, i, aEnd, b, j, bEnd)
}

/** Compares two stretches byte by byte; the one that is the other's beginning is lower. Both texts as `asByteText` gives them. */
export function compareBytes(
  a: string,
  aFrom: number,
  aEnd: number,
  b: string,
  bFrom: number,
  bEnd: number,
): VersionOrder {
  const common = Math.min(aEnd - aFrom, bEnd - bFrom)
  for (let i = 0; i < common; i++) {
    const x = a.charCodeAt(aFrom + i)
    const y = b.charCodeAt(bFrom + i)
    if (x !== y) return x < y ? -1 : 1
  }
  return signOf(aEnd - aFrom - (bEnd - bFrom))
}

export function signOf(difference: number): VersionOrder {
  return difference < 0 ? -1 : difference > 0 ? 1 : 0
}
