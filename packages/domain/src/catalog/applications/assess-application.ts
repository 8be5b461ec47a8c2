import { compareWinget } from '../../versions/winget/compare.ts'
import type { ApplicationPatch, Architecture, InstalledApplication } from './application.ts'
import type { ApplicationTrack } from './application-track.ts'
import { plainVersion, withPartsOf } from './plain-version.ts'
import { readName } from './read-name.ts'

export type ApplicationAssessment =
  /** `missing` is the newest patch of the track that can be had. */
  | { readonly state: 'older'; readonly missing: ApplicationPatch; readonly installed: ApplicationPatch | null }
  /** As new as the catalog, or newer. */
  | { readonly state: 'current'; readonly installed: ApplicationPatch | null }
  /** The machine or the catalog does not say which version it is. */
  | { readonly state: 'unknown'; readonly why: 'installedVersion' | 'catalogVersion' }

/** Whether what is installed is older than the newest version of its track. `installed` is the patch that it is, where the catalog has it. */
export function assessApplication(installed: InstalledApplication, track: ApplicationTrack): ApplicationAssessment {
  const name = readName(installed.name, installed.version)
  const version = versionOf(installed, name.version)
  if (version === '') return { state: 'unknown', why: 'installedVersion' }
  const newest = newestOf(track, name.arch === '' ? installed.arch : name.arch)
  if (newest === null) return { state: 'unknown', why: 'catalogVersion' }
  const exact = exactPatch(track, version)
  return isBelow(version, exact, newest, track)
    ? { state: 'older', missing: newest, installed: exact }
    : { state: 'current', installed: exact }
}

/** Whether that copy has this patch of its track, or a later one. False where nobody says which version it is. */
export function hasPatch(installed: InstalledApplication, track: ApplicationTrack, patch: ApplicationPatch): boolean {
  const version = versionOf(installed, readName(installed.name, installed.version).version)
  return version !== '' && !isBelow(version, exactPatch(track, version), patch, track)
}

const isBelow = (version: string, exact: ApplicationPatch | null, patch: ApplicationPatch, track: ApplicationTrack) =>
  exact === null
    ? shownBy(track, patch).every(one => compareShown(version, one, track) < 0)
    : compareWinget(exact.version, patch.version) < 0

const exactPatch = (track: ApplicationTrack, version: string): ApplicationPatch | null =>
  track.patches.findLast(patch => shownBy(track, patch).some(one => compareShown(version, one, track) === 0)) ?? null

const shownBy = (track: ApplicationTrack, patch: ApplicationPatch): readonly string[] => track.shown.get(patch) ?? []

const compareShown = (installed: string, catalog: string, { platform }: ApplicationTrack): number =>
  compareWinget(platform === 'macos' ? withPartsOf(installed, catalog) : installed, catalog)

/** "Not Found", "unknown" and the like are no versions; some programs write theirs only into their name. */
function versionOf(installed: InstalledApplication, inName: string): string {
  return /\d/.test(installed.version) ? plainVersion(installed.version) : inName
}

/** Numbered, not withdrawn, and for that processor. A version `latest` names no number to be below. */
function newestOf(track: ApplicationTrack, arch: Architecture | ''): ApplicationPatch | null {
  const usable = (patch: ApplicationPatch): boolean =>
    patch.deprecated === null && /\d/.test(patch.version) && (arch === '' || isFor(patch, arch))
  return track.patches.findLast(usable) ?? null
}

function isFor({ detection }: ApplicationPatch, arch: Architecture): boolean {
  if (detection.kind === 'macApplication' || detection.architectures.length === 0) return true
  return detection.architectures.some(one => one === 'neutral' || fitting[arch].includes(one))
}

/** 32-bit installers serve 64-bit machines. A 64-bit one may leave its entry in the 32-bit view, where nothing says so: x64 serves x86, too. */
const fitting: Readonly<Record<Architecture, readonly string[]>> = {
  x86: ['x86', 'x64'],
  x64: ['x64', 'x86'],
  arm64: ['arm64', 'x64', 'x86'],
}
