import { isDigit } from '../digit-run.ts'

export const TILDE = 0x01
/** The end of a part, where the other part has more. */
export const END = 0x02
const HIGH_BYTE = 0x7f
const OTHER = 0x80

/**
 * The rank of a character that is not a digit, from 1 to 255, in the order of deb-version(7): tilde below the end of the part,
 * then letters in ASCII order, then everything else in ASCII order. The numbers leave the place for a digit run between END
 * and the letters, as a digit ends the run of other characters.
 * Bytes above 0x7f share the rank HIGH_BYTE and then count by themselves: they are no part of any valid version, and dpkg on
 * amd64, whose `char` is signed, puts them between the letters and the other characters.
 */
export const weights: Uint8Array = new Uint8Array(256)

for (let code = 0; code < 256; code++) {
  if (code > 0x7f) weights[code] = HIGH_BYTE
  else if (code === 0x7e) weights[code] = TILDE
  else if (isAsciiLetter(code)) weights[code] = code
  else if (!isDigit(code)) weights[code] = OTHER + code
}

function isAsciiLetter(code: number): boolean {
  return (code >= 0x41 && code <= 0x5a) || (code >= 0x61 && code <= 0x7a)
}
