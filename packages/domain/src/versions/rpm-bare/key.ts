import { asByteText } from '../byte-text.ts'
import { KeyWriter } from '../key-writer.ts'
import { DIGITS, END, endOfSegment, kindAt, LETTERS, skipSeparators } from './segment-kind.ts'

/**
 * One byte of kind for each tilde, caret and the end; LETTERS and the letters; a number for digits (its first byte, 0x10 and
 * up, is above all kinds). No mark ends a run of letters: what follows is a kind or a number, below every letter, so `a` with
 * anything after it is below `aa`. Separators leave no trace.
 */
export function rpmBareKey(version: string): Uint8Array {
  const text = asByteText(version)
  const key = new KeyWriter(2 * version.length + 8)
  writeRpmStretch(key, text, 0, text.length)
  return key.take()
}

export function writeRpmStretch(key: KeyWriter, text: string, from: number, end: number): void {
  let i = skipSeparators(text, from, end)
  while (i < end) {
    const kind = kindAt(text, i, end)
    if (kind === DIGITS || kind === LETTERS) {
      const segmentEnd = endOfSegment(text, i, end, kind)
      if (kind === DIGITS) {
        key.number(text, i, segmentEnd)
      } else {
        key.byte(LETTERS)
        key.text(text, i, segmentEnd)
      }
      i = segmentEnd
    } else {
      key.byte(kind)
      i++
    }
    i = skipSeparators(text, i, end)
  }
  key.byte(END)
}
