import { asByteText } from '../byte-text.ts'
import { compareDigitRuns, endOfDigits, isDigit } from '../digit-run.ts'
import type { VersionOrder } from '../version-scheme.ts'
import { END, weights } from './character-weight.ts'
import { isEmptyDeb, splitDeb } from './parts.ts'

/** Orders Debian versions as `dpkg --compare-versions` does (deb-version(7), "Sorting algorithm"). */
export function compareDeb(a: string, b: string): VersionOrder {
  if (a === b) return 0
  const x = splitDeb(asByteText(a))
  const y = splitDeb(asByteText(b))
  if (isEmptyDeb(x) || isEmptyDeb(y)) return isEmptyDeb(x) ? (isEmptyDeb(y) ? 0 : -1) : 1
  return (
    compareDigitRuns(x.text, x.epochFrom, x.epochEnd, y.text, y.epochFrom, y.epochEnd) ||
    compareParts(x.text, x.upstreamFrom, x.upstreamEnd, y.text, y.upstreamFrom, y.upstreamEnd) ||
    compareParts(x.text, x.revisionFrom, x.end, y.text, y.revisionFrom, y.end)
  )
}

function compareParts(a: string, aFrom: number, aEnd: number, b: string, bFrom: number, bEnd: number): VersionOrder {
  let i = aFrom
  let j = bFrom
  while (i < aEnd || j < bEnd) {
    for (;;) {
      const x = i < aEnd ? a.charCodeAt(i) : undefined
      const y = j < bEnd ? b.charCodeAt(j) : undefined
      const xEnds = x === undefined || isDigit(x)
      const yEnds = y === undefined || isDigit(y)
      if (xEnds && yEnds) break
      const xRank = xEnds ? END : (weights[x] as number)
      const yRank = yEnds ? END : (weights[y] as number)
      if (xRank !== yRank) return xRank < yRank ? -1 : 1
      // One rank for all high bytes: then the bytes themselves decide.
      if (x !== y) return (x as number) < (y as number) ? -1 : 1
      i++
      j++
    }
    const iDigits = endOfDigits(a, i, aEnd)
    const jDigits = endOfDigits(b, j, bEnd)
    const order = compareDigitRuns(a, i, iDigits, b, j, jDigits)
    if (order !== 0) return order
    i = iDigits
    j = jDigits
  }
  return 0
}
