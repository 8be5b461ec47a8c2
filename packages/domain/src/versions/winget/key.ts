import { KeyWriter } from '../key-writer.ts'
import { splitWinget, type WingetPart } from './parts.ts'

// First bytes, in the order of what they begin. A version is as good as one with empty parts at its end for ever, so its end stands
// between what is below an empty part (text without a number) and what is above (a number, 0x11 and more). Empty parts before such
// a part lead towards the end from below or from above.
const UNKNOWN = 0x00
const TEXT_ALONE = 0x01
const EMPTY_BELOW = 0x02
const END_WITH_BOUND = { '-1': 0x04, '0': 0x05, '1': 0x06 }
const EMPTY_ABOVE = 0x08
const LATEST = 0xff
// After the number of a part: nothing more, or text with its end. Text comes first, as 1-alpha is below 1.
const TEXT = 0x01
const NO_TEXT = 0x02
const END_OF_TEXT = 0x00

/** Each part as a number and its text, then the end with the bound. */
export function wingetKey(version: string): Uint8Array {
  const { kind, bound, parts } = splitWinget(version)
  const key = new KeyWriter(2 * version.length + 8)
  if (kind === 'version') writeParts(key, parts)
  else key.byte(kind === 'unknown' ? UNKNOWN : LATEST)
  key.byte(END_WITH_BOUND[bound])
  return key.take()
}

function writeParts(key: KeyWriter, parts: readonly WingetPart[]): void {
  let empty = 0
  for (const { number, rest } of parts) {
    if (number === '' && rest === '') {
      empty++
      continue
    }
    // The last part is never empty, so every run of empty ones comes here.
    for (; empty > 0; empty--) key.byte(number === '' ? EMPTY_BELOW : EMPTY_ABOVE)
    if (number === '') {
      key.byte(TEXT_ALONE)
      writeText(key, rest)
      continue
    }
    key.number(number, 0, number.length)
    if (rest === '') key.byte(NO_TEXT)
    else {
      key.byte(TEXT)
      writeText(key, rest)
    }
  }
}

// 0x00 and 0x01 inside the text become 0x01 0x01 and 0x01 0x02, so that END_OF_TEXT is below every character.
function writeText(key: KeyWriter, text: string): void {
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
