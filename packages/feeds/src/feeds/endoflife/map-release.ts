import { instantOf } from '../../fields/instants.ts'
import { lineOf } from '../../fields/plain-text.ts'
import type { LifecycleRecord } from '../../records/lifecycle-record.ts'
import type { Rejection } from '../../records/record.ts'
import type { ReleaseOfProduct } from './parse.ts'

/** Names are parts of addresses at endoflife.date: "windows", "11-24h2-e". */
const form = /^[A-Za-z0-9][A-Za-z0-9._+-]{0,99}$/

export function mapRelease({ product, release }: ReleaseOfProduct): LifecycleRecord | Rejection {
  if (!form.test(product)) return rejected(product, release.name, 'is of a product whose name is none')
  if (!form.test(release.name)) return rejected(product, release.name, 'has a name that is none')
  return {
    kind: 'lifecycle',
    product,
    release: release.name,
    label: lineOf(release.label),
    releasedAtMs: instantOf(release.releaseDate ?? ''),
    isLts: release.isLts,
    activeSupportEndsAtMs: instantOf(release.eoasFrom ?? ''),
    endOfLifeAtMs: instantOf(release.eolFrom ?? ''),
    isEndOfLife: release.isEol,
    latestVersion: lineOf(release.latest?.name ?? '', 100),
  }
}

const rejected = (product: string, name: string, reason: string): Rejection => ({
  kind: 'rejected',
  where: lineOf(`${product} ${name}`, 100),
  reason,
})
