import { compareBytes, signOf } from '../digit-run.ts'
import type { VersionOrder } from '../version-scheme.ts'
import { splitWinget, type WingetPart, type WingetParts } from './parts.ts'

const kindRank: Record<WingetParts['kind'], number> = { unknown: 0, version: 1, latest: 2 }

/**
 * Orders versions as winget does (`Version::operator<` of winget-cli cae2465, `src/AppInstallerSharedLib/Versions.cpp`): part by
 * part, the shorter one filled up with empty parts, then the bound decides. So `1.0-rc` is below `1.0`, which is 1 and nothing.
 */
export function compareWinget(a: string, b: string): VersionOrder {
  if (a === b) return 0
  const x = splitWinget(a)
  const y = splitWinget(b)
  return (
    signOf(kindRank[x.kind] - kindRank[y.kind]) ||
    (x.kind === 'version' ? compareParts(x.parts, y.parts) : 0) ||
    signOf(x.bound - y.bound)
  )
}

function compareParts(x: readonly WingetPart[], y: readonly WingetPart[]): VersionOrder {
  const most = Math.max(x.length, y.length)
  for (let i = 0; i < most; i++) {
    const order = comparePart(x[i] ?? EMPTY, y[i] ?? EMPTY)
    if (order !== 0) return order
  }
  return 0
}

const EMPTY: WingetPart = { number: '', rest: '' }

function comparePart(x: WingetPart, y: WingetPart): VersionOrder {
  if (x.number.length !== y.number.length) return x.number.length < y.number.length ? -1 : 1
  const order = compareBytes(x.number, 0, x.number.length, y.number, 0, y.number.length)
  if (order !== 0 || x.rest === y.rest) return order
  // A number with text after it is below the bare number: 1.0.1-alpha < 1.0.1.
  if (x.rest === '' || y.rest === '') return x.rest === '' ? 1 : -1
  return compareBytes(x.rest, 0, x.rest.length, y.rest, 0, y.rest.length)
}
