import { compareWinget } from '../../versions/winget/compare.ts'
import type { VersionOrder } from '../../versions/version-scheme.ts'

/** 26.3 < 26.3.1 < 26.3.1 (a) < 26.3.2: the letter of a background security improvement (or rapid security response) comes last. */
export function compareMacosVersions(a: string, b: string): VersionOrder {
  const x = split(a)
  const y = split(b)
  return compareWinget(x.version, y.version) || (x.extra === y.extra ? 0 : x.extra < y.extra ? -1 : 1)
}

function split(text: string): { readonly version: string; readonly extra: string } {
  const at = text.indexOf('(')
  return at === -1
    ? { version: text.trim(), extra: '' }
    : { version: text.slice(0, at).trim(), extra: text.slice(at).trim().toLowerCase() }
}
