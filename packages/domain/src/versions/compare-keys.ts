import { signOf } from './digit-run.ts'
import type { VersionOrder } from './version-scheme.ts'

/** Compares two sortable keys of one scheme as PostgreSQL compares `bytea`: byte by byte, a beginning below its continuation. */
export function compareVersionKeys(a: Uint8Array, b: Uint8Array): VersionOrder {
  const common = Math.min(a.length, b.length)
  for (let i = 0; i < common; i++) {
    const difference = (a[i] as number) - (b[i] as number)
    if (difference !== 0) return difference < 0 ? -1 : 1
  }
  return signOf(a.length - b.length)
}
