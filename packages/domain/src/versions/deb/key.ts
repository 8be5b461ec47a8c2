import { asByteText } from '../byte-text.ts'
import { endOfDigits, isDigit } from '../digit-run.ts'
import { KeyWriter } from '../key-writer.ts'
import { END, weights } from './character-weight.ts'
import { isEmptyDeb, splitDeb } from './parts.ts'

/**
 * epoch as a number, upstream version, revision. Each of the two is: the ranks of its characters up to the first digit, the
 * number there (zero when there is none), and so on to its end; then END. That END stands where the next character would, so
 * `1~` is below `1` and `1a` above it. `1.0` and `1.`, `1.0` and `1.0-0` give the same bytes, as dpkg calls them equal.
 * The empty version, below all others, has the empty key.
 */
export function debKey(version: string): Uint8Array {
  const parts = splitDeb(asByteText(version))
  const key = new KeyWriter(2 * version.length + 8)
  if (isEmptyDeb(parts)) return key.take()
  key.number(parts.text, parts.epochFrom, parts.epochEnd)
  writePart(key, parts.text, parts.upstreamFrom, parts.upstreamEnd)
  writePart(key, parts.text, parts.revisionFrom, parts.end)
  return key.take()
}

function writePart(key: KeyWriter, text: string, from: number, end: number): void {
  let i = from
  do {
    for (; i < end; i++) {
      const code = text.charCodeAt(i)
      if (isDigit(code)) break
      key.byte(weights[code] as number)
      if (code > 0x7f) key.byte(code)
    }
    const digitsEnd = endOfDigits(text, i, end)
    key.number(text, i, digitsEnd)
    i = digitsEnd
  } while (i < end)
  key.byte(END)
}
