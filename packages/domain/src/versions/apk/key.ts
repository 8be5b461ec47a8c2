import { asByteText } from '../byte-text.ts'
import { KeyWriter } from '../key-writer.ts'
import { ApkReader, END, HASH, INVALID, LETTER, NUMBER, REVISION, SUFFIX_NUMBER, ZERO_LED } from './token.ts'

/**
 * The first number, then one byte for each token and its value, if it has one. A number between dots needs no token byte: it
 * begins with 0x11 or more, as NUMBER. Text values (a number with a leading zero, a letter, a hash) need no mark at their end:
 * what follows is below every digit and letter. END, or INVALID where reading stops, is the last byte.
 */
export function apkKey(version: string): Uint8Array {
  const reader = new ApkReader(asByteText(version))
  const key = new KeyWriter(2 * version.length + 8)
  for (;;) {
    reader.next()
    if (reader.token !== NUMBER) key.byte(reader.token)
    switch (reader.token) {
      case END:
      case INVALID:
        return key.take()
      case NUMBER:
      case SUFFIX_NUMBER:
      case REVISION:
        key.number(reader.text, reader.from, reader.end)
        break
      case ZERO_LED:
      case LETTER:
      case HASH:
        key.text(reader.text, reader.from, reader.end)
        break
      default:
    }
  }
}
