import { compareWinget } from '../../versions/winget/compare.ts'
import type { InstalledApplication } from './application.ts'
import type { ApplicationIndex } from './application-index.ts'
import { type ApplicationTrack, idOf } from './application-track.ts'
import type { ApplicationMatch } from './match-application.ts'
import { plainVersion } from './plain-version.ts'
import { readName } from './read-name.ts'

/** By the identifier of its bundle, then by the bundle's file name, which is what a cask installs. */
export function matchMac(installed: InstalledApplication, index: ApplicationIndex): ApplicationMatch {
  if (/^\/(?:System|Library\/Apple)\//.test(installed.path)) return { track: null, why: 'system' }
  const byId = installed.bundleId === '' ? undefined : index.byBundleId.get(installed.bundleId.toLowerCase())
  const bundle = installed.path === '' ? `${installed.name}.app` : (installed.path.split('/').at(-1) ?? '')
  const tracks = byId ?? index.byBundle.get(bundle.toLowerCase())
  if (tracks === undefined) return { track: null, why: 'unknown' }
  const picked = pickMac(tracks, installed)
  if (picked === null) return { track: null, why: 'ambiguous' }
  if (byId !== undefined) return { track: picked, how: 'bundleId', confidence: 'certain' }
  return { track: picked, how: 'bundle', confidence: 'high' }
}

/**
 * Channels of one program share a bundle's name (firefox, firefox@esr): the main one is meant unless the name says another, or only another
 * has that major version. Where main and another have it, nobody can tell.
 */
function pickMac(tracks: readonly ApplicationTrack[], installed: InstalledApplication): ApplicationTrack | null {
  if (tracks.length === 1) return tracks[0] ?? null
  const { channel } = readName(installed.name)
  if (channel !== '') {
    const named = tracks.filter(track => track.channel === channel)
    if (named.length === 1) return named[0] ?? null
  }
  const version = plainVersion(installed.version)
  const exact = tracks.filter(track => track.patches.some(patch => compareWinget(patch.version, version) === 0))
  if (exact.length === 1) return exact[0] ?? null
  const major = /\d+/.exec(version)?.[0] ?? ''
  const sameMajor = tracks.filter(track => track.patches.some(patch => /\d+/.exec(patch.version)?.[0] === major))
  const main = tracks.filter(track => !idOf(track.name).includes('@'))
  if (main.length !== 1) return sameMajor.length === 1 ? (sameMajor[0] ?? null) : null
  const others = sameMajor.filter(track => track !== main[0])
  return others.length === 0 ? (main[0] ?? null) : null
}
