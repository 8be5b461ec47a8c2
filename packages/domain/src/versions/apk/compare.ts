import { asByteText } from '../byte-text.ts'
import { compareBytes, compareDigitRuns } from '../digit-run.ts'
import type { VersionOrder } from '../version-scheme.ts'
import { ApkReader, END, HASH, INVALID, LETTER, NUMBER, REVISION, SUFFIX_NUMBER, ZERO_LED } from './token.ts'

/** Orders Alpine versions as `apk version --test` of apk-tools 3 does. */
export function compareApk(a: string, b: string): VersionOrder {
  if (a === b) return 0
  const x = new ApkReader(asByteText(a))
  const y = new ApkReader(asByteText(b))
  for (;;) {
    x.next()
    y.next()
    if (x.token !== y.token) return x.token < y.token ? -1 : 1
    if (x.token === END || x.token === INVALID) return 0
    const order = compareValues(x, y)
    if (order !== 0) return order
  }
}

function compareValues(x: ApkReader, y: ApkReader): VersionOrder {
  switch (x.token) {
    case NUMBER:
    case SUFFIX_NUMBER:
    case REVISION:
      return compareDigitRuns(x.text, x.from, x.end, y.text, y.from, y.end)
    case ZERO_LED:
    case LETTER:
    case HASH:
      return compareBytes(x.text, x.from, x.end, y.text, y.from, y.end)
    default:
      return 0
  }
}
