import { compareWinget } from '../../versions/winget/compare.ts'
import type { ApplicationPatch, InstalledApplication } from './application.ts'
import type { ApplicationIndex } from './application-index.ts'
import type { ApplicationTrack } from './application-track.ts'
import { assessApplication } from './assess-application.ts'
import type { HandMappings } from './hand-mapping.ts'
import { matchApplication, type Unmatched } from './match-application.ts'
import { readName } from './read-name.ts'

export interface ApplicationsOfAsset {
  /** Once for each patch. */
  readonly missing: readonly { readonly patch: ApplicationPatch; readonly copies: readonly InstalledApplication[] }[]
  readonly current: readonly { readonly track: ApplicationTrack; readonly copies: readonly InstalledApplication[] }[]
  /** Known by name alone, without a publisher: no finding until a person maps it. */
  readonly toConfirm: readonly { readonly track: ApplicationTrack; readonly installed: InstalledApplication }[]
  readonly unmatched: readonly { readonly installed: InstalledApplication; readonly why: Unmatched }[]
}

/** What one asset misses of the catalog's applications, from its whole list of programs. */
export function missingApplications(
  installed: Iterable<InstalledApplication>,
  index: ApplicationIndex,
  hand?: HandMappings,
): ApplicationsOfAsset {
  const known: { track: ApplicationTrack; installed: InstalledApplication }[] = []
  const toConfirm: { track: ApplicationTrack; installed: InstalledApplication }[] = []
  const unmatched: { installed: InstalledApplication; why: Unmatched }[] = []
  for (const one of installed) {
    const match = matchApplication(one, index, hand)
    if (match.track === null) unmatched.push({ installed: one, why: match.why })
    else if (match.confidence === 'low') toConfirm.push({ track: match.track, installed: one })
    else known.push({ track: match.track, installed: one })
  }
  const missing = new Map<string, { patch: ApplicationPatch; copies: InstalledApplication[] }>()
  const current = new Map<string, { track: ApplicationTrack; copies: InstalledApplication[] }>()
  for (const copies of copiesInOnePlace(known, one => one.track.name)) {
    const [{ track, installed: newest }] = copies
    const all = copies.map(one => one.installed)
    const assessment = assessApplication(newest, track)
    if (assessment.state === 'older')
      gather(missing, assessment.missing.key, { patch: assessment.missing, copies: all })
    else gather(current, track.name, { track, copies: all })
  }
  return { missing: [...missing.values()], current: [...current.values()], toConfirm, unmatched }
}

/**
 * Copies of one program in one place, the newest first. One place holds one copy: for the machine or for one of its people, for one
 * processor. Several entries there are the same copy in two views of the registry, or leftovers of what a newer one replaced (Visual C++
 * bundles): the newest counts.
 */
export function copiesInOnePlace<T extends { readonly installed: InstalledApplication }>(
  all: Iterable<T>,
  trackOf: (one: T) => string,
): (readonly [T, ...T[]])[] {
  const places = new Map<string, [T, ...T[]]>()
  for (const one of all) {
    const key = `${trackOf(one)}\n${placeOf(one.installed)}`
    const place = places.get(key)
    if (place === undefined) places.set(key, [one])
    else place.push(one)
  }
  return [...places.values()].map(
    place => place.toSorted((a, b) => compareWinget(b.installed.version, a.installed.version)) as [T, ...T[]],
  )
}

function placeOf(installed: InstalledApplication): string {
  const { arch } = readName(installed.name, installed.version)
  return `${installed.user}\n${arch === '' ? installed.arch : arch}\n${installed.platform === 'macos' ? installed.path : ''}`
}

function gather<T extends { readonly copies: InstalledApplication[] }>(map: Map<string, T>, key: string, one: T): void {
  const present = map.get(key)
  if (present === undefined) map.set(key, { ...one, copies: [...one.copies] })
  else present.copies.push(...one.copies)
}
