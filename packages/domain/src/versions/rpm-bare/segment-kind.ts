/**
 * What stands at a place of an rpm version, numbered in rpm's order: at the first place where two versions differ in kind, the
 * lower number is the lower version. Tilde sorts before the end (1.0~rc1 < 1.0), caret after the end but before anything else
 * (1.0 < 1.0^git1 < 1.0.1), letters before digits. rpm-version(7); rpmvercmp() in rpm 4.18.
 */
export const TILDE = 0x01
export const END = 0x02
export const CARET = 0x03
export const LETTERS = 0x04
export const DIGITS = 0x05
/** Everything else, bytes above 0x7f included: it only separates segments, however much of it there is. */
export const SEPARATOR = 0x00

const kinds = new Uint8Array(256)
kinds.fill(DIGITS, 0x30, 0x3a)
kinds.fill(LETTERS, 0x41, 0x5b)
kinds.fill(LETTERS, 0x61, 0x7b)
kinds[0x7e] = TILDE
kinds[0x5e] = CARET

export function kindAt(text: string, at: number, end: number): number {
  return at < end ? (kinds[text.charCodeAt(at)] as number) : END
}

/** The first place from `from` on that is not a separator, or `end`. */
export function skipSeparators(text: string, from: number, end: number): number {
  let i = from
  while (i < end && kinds[text.charCodeAt(i)] === SEPARATOR) i++
  return i
}

/** Where the segment of this kind that starts at `from` ends. */
export function endOfSegment(text: string, from: number, end: number, kind: number): number {
  let i = from + 1
  while (i < end && kinds[text.charCodeAt(i)] === kind) i++
  return i
}
