import { FeedError } from '../../feed/feed-error.ts'
import { bytesOf } from '../../fields/hashes.ts'
import { lineOf } from '../../fields/plain-text.ts'
import { publicUrl } from '../../fields/public-url.ts'
import type { Rejection } from '../../records/record.ts'
import {
  feedCheck,
  type Improvement,
  improvementCheck,
  installerCheck,
  type Release,
  releaseCheck,
  type SofaFeed,
} from './sofa-schema.ts'

/** One major version of macOS with all that came for it. */
export interface MajorVersion {
  /** "26". */
  readonly major: string
  /** "Tahoe 26". */
  readonly name: string
  readonly releases: readonly Release[]
  readonly improvements: readonly Improvement[]
}

export interface FullInstaller {
  readonly build: string
  readonly url: string
  readonly bytes: number | null
}

export function requireFeed(value: unknown): SofaFeed {
  if (feedCheck.Check(value)) return value
  const [error] = feedCheck.Errors(value)
  const place = `${(error?.instancePath ?? '').slice(0, 100)} ${error?.message ?? ''}`
  throw new FeedError('feed_malformed', `it is no SOFA feed of macOS: ${place.slice(0, 200)}`)
}

export function* readMajors(feed: SofaFeed): Generator<MajorVersion | Rejection> {
  for (const system of feed.OSVersions) {
    const major = /(\d{1,3})$/.exec(system.OSVersion)?.[1]
    const where = lineOf(system.OSVersion, 100)
    if (major === undefined) {
      yield { kind: 'rejected', where, reason: 'has no major version' }
      continue
    }
    const releases = new Map<string, Release>()
    // The newest stands in both; only `Latest` names its build and devices in v1.
    for (const [i, entry] of [system.Latest, ...system.SecurityReleases].entries()) {
      if (entry === undefined) continue
      if (!releaseCheck.Check(entry) || !isOf(entry.ProductVersion, major)) {
        yield { kind: 'rejected', where: `${where}, release ${i}`, reason: 'is no release of this version' }
        continue
      }
      const known = releases.get(entry.ProductVersion)
      releases.set(entry.ProductVersion, known === undefined ? entry : { ...entry, ...withoutEmpty(known) })
    }
    const improvements: Improvement[] = []
    for (const [i, entry] of (feed.BackgroundSecurityImprovements?.[major] ?? []).entries()) {
      if (improvementCheck.Check(entry) && isOf(entry.Version, major)) improvements.push(entry)
      else yield { kind: 'rejected', where: `${where}, improvement ${i}`, reason: 'is no improvement of this version' }
    }
    yield { major, name: where, releases: [...releases.values()], improvements }
  }
}

/** Full installers by product version: most releases name their build there alone. */
export function readInstallers(feed: SofaFeed): ReadonlyMap<string, FullInstaller> {
  const installers = new Map<string, FullInstaller>()
  for (const entry of [feed.InstallationApps?.LatestUMA, ...(feed.InstallationApps?.AllPreviousUMA ?? [])]) {
    if (!installerCheck.Check(entry)) continue
    const version = entry.Version ?? entry.version ?? ''
    const build = entry.Build ?? entry.build ?? ''
    if (version === '' || !isBuild(build) || installers.has(version)) continue
    const size = entry.Size ?? entry.size
    installers.set(version, {
      build,
      url: publicUrl(entry.URL ?? entry.url ?? ''),
      bytes: typeof size === 'number' ? bytesOf(String(size)) : null,
    })
  }
  return installers
}

/** "25G83", "24A8332", "25D771280a". */
export const isBuild = (text: string): boolean => /^\d{1,3}[A-Z]\d{1,7}[a-z]?$/.test(text)

const isOf = (version: string, major: string): boolean =>
  /^\d{1,3}(?:\.\d{1,4}){0,3}$/.test(version) && version.split('.')[0] === major

const withoutEmpty = (release: Release): Release =>
  Object.fromEntries(Object.entries(release).filter(([, value]) => value !== '' && value !== null)) as Release
