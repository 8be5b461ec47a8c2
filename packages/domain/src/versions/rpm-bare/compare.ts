import { asByteText } from '../byte-text.ts'
import { compareBytes, compareDigitRuns } from '../digit-run.ts'
import type { VersionOrder } from '../version-scheme.ts'
import { CARET, DIGITS, END, endOfSegment, kindAt, skipSeparators, TILDE } from './segment-kind.ts'

/** Orders two versions, or two releases, as rpm's rpmvercmp() does; a colon or a hyphen separates like any other sign. */
export function compareRpmBare(a: string, b: string): VersionOrder {
  if (a === b) return 0
  const x = asByteText(a)
  const y = asByteText(b)
  return compareRpmStretches(x, 0, x.length, y, 0, y.length)
}

/** The same for stretches of byte text. */
export function compareRpmStretches(
  a: string,
  aFrom: number,
  aEnd: number,
  b: string,
  bFrom: number,
  bEnd: number,
): VersionOrder {
  let i = aFrom
  let j = bFrom
  for (;;) {
    i = skipSeparators(a, i, aEnd)
    j = skipSeparators(b, j, bEnd)
    const kind = kindAt(a, i, aEnd)
    const other = kindAt(b, j, bEnd)
    if (kind !== other) return kind < other ? -1 : 1
    if (kind === END) return 0
    if (kind === TILDE || kind === CARET) {
      i++
      j++
      continue
    }
    const iEnd = endOfSegment(a, i, aEnd, kind)
    const jEnd = endOfSegment(b, j, bEnd, kind)
    const order = kind === DIGITS ? compareDigitRuns(a, i, iEnd, b, j, jEnd) : compareBytes(a, i, iEnd, b, j, jEnd)
    if (order !== 0) return order
    i = iEnd
    j = jEnd
  }
}
