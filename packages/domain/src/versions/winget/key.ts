import { KeyWriter } from '../key-writer.ts'
import { splitWinget } from './parts.ts'

const UNKNOWN = 0x00
// A version begins with its first part (0x10 and up) or, when all its parts are zero, with the mark of its end.
const LATEST = 0xff
const END_WITH_BOUND = { '-1': 0x01, '0': 0x02, '1': 0x03 }
// After the number of a part: nothing more, or text with its end. Text comes first, as 1-alpha is below 1.
const TEXT = 0x01
const NO_TEXT = 0x02
const END_OF_TEXT = 0x00

/** Each part as a number and its text, then the end with the bound, which is below any further part. */
export function wingetKey(version: string): Uint8Array {
  const { kind, bound, parts } = splitWinget(version)
  const key = new KeyWriter(2 * version.length + 8)
  if (kind === 'version') {
    for (const { number, rest } of parts) {
      key.number(number, 0, number.length)
      if (rest === '') key.byte(NO_TEXT)
      else writeText(key, rest)
    }
  } else {
    key.byte(kind === 'unknown' ? UNKNOWN : LATEST)
  }
  key.byte(END_WITH_BOUND[bound])
  return key.take()
}

// 0x00 and 0x01 inside the text become 0x01 0x01 and 0x01 0x02, so that END_OF_TEXT is below every character.
function writeText(key: KeyWriter, text: string): void {
  key.byte(TEXT)
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    if (code <= 0x01) {
      key.byte(0x01)
      key.byte(code + 1)
    } else {
      key.byte(code)
    }
  }
  key.byte(END_OF_TEXT)
}
