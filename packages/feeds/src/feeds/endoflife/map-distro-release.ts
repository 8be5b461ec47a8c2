import { instantOf } from '../../fields/instants.ts'
import { lineOf } from '../../fields/plain-text.ts'
import type { LifecycleRecord } from '../../records/lifecycle-record.ts'
import type { Rejection } from '../../records/record.ts'

export interface Distro {
  /** As endoflife.date calls it, too. */
  readonly product: string
  readonly label: string
  /**
   * Columns with days until which everybody gets updates, beside `eol`. What has to be paid for is not in them: Debian's `eol-elts`,
   * Ubuntu's `eol-esm` and `eol-legacy`.
   */
  readonly freeUntil: readonly string[]
}

/** By the document that has its releases. */
export const distros: ReadonlyMap<string, Distro> = new Map([
  ['debian-releases', { product: 'debian', label: 'Debian', freeUntil: ['eol-lts'] }],
  ['ubuntu-releases', { product: 'ubuntu', label: 'Ubuntu', freeUntil: ['eol-server'] }],
])

/** null: a suite that is no release (sid, experimental). Without `nowMs`, nothing has ended. */
export function mapDistroRelease(
  row: Readonly<Record<string, string>>,
  { product, label, freeUntil }: Distro,
  nowMs: number | undefined,
): LifecycleRecord | Rejection | null {
  const { version = '', codename = '', release = '', eol = '' } = row
  if (version === '') return null
  const match = /^(\d{1,2}(?:\.\d{1,2})?)( LTS)?$/.exec(version)
  const name = match?.[1]
  if (name === undefined) return { kind: 'rejected', where: lineOf(version, 60), reason: 'has a version that is none' }
  const days = [eol, ...freeUntil.map(column => row[column] ?? '')].filter(text => text !== '')
  const ends = days.map(instantOf)
  if (ends.includes(null)) return { kind: 'rejected', where: version, reason: 'ends on a day that there is none of' }
  const endOfLifeAtMs = ends.reduce<number | null>((last, at) => (at === null ? last : Math.max(last ?? at, at)), null)
  return {
    kind: 'lifecycle',
    product,
    release: name,
    label: lineOf(`${label} ${version} (${codename})`),
    releasedAtMs: instantOf(release),
    isLts: match?.[2] !== undefined,
    activeSupportEndsAtMs: instantOf(eol),
    endOfLifeAtMs,
    isEndOfLife: endOfLifeAtMs !== null && nowMs !== undefined && endOfLifeAtMs <= nowMs,
    latestVersion: '',
  }
}
