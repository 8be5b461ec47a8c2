import { compareWinget } from '../../versions/winget/compare.ts'
import { wingetKey } from '../../versions/winget/key.ts'
import type { ApplicationPatch, Architecture } from './application.ts'
import { knownLines } from './known/names.ts'
import { plainVersion } from './plain-version.ts'
import { channelOf, readName, type ReadName } from './read-name.ts'

/** All versions of one application that the catalog has. */
export interface ApplicationTrack {
  readonly name: string
  readonly platform: 'windows' | 'macos'
  /** From the lowest version to the highest. */
  readonly patches: readonly ApplicationPatch[]
  /** Some installer of it is for that processor; an empty set: the catalog does not say. */
  readonly architectures: ReadonlySet<Architecture>
  readonly channel: string
  /** What all its versions begin with where that is part of its name: "3.11" of Python.Python.3.11; '' where it goes through all. */
  readonly line: string
  /** What a list of programs says while a patch is installed. */
  readonly shown: ReadonlyMap<ApplicationPatch, readonly string[]>
}

/** Reads a track's names, each once: three questions are asked of them, and reading takes most of the time of building an index. */
export type NameReader = (name: string, version: string) => ReadName

export function nameReader(): NameReader {
  const known = new Map<string, ReadName>()
  return (name, version) => {
    const key = `${version}\n${name}`
    const before = known.get(key)
    if (before !== undefined) return before
    const read = readName(name, version)
    known.set(key, read)
    return read
  }
}

export function newTrack(name: string, unsorted: readonly ApplicationPatch[], read: NameReader): ApplicationTrack {
  const patches = unsorted.toSorted((a, b) => compareWinget(a.version, b.version) || (a.key < b.key ? -1 : 1))
  const architectures = new Set<Architecture>()
  let platform: ApplicationTrack['platform'] = 'windows'
  for (const { detection } of patches) {
    if (detection.kind === 'macApplication') platform = 'macos'
    else for (const arch of detection.architectures) addArchitectures(architectures, arch)
  }
  const channel = channelOfTrack(name, patches, read)
  return {
    name,
    platform,
    patches,
    architectures,
    channel,
    line: lineOf(name, patches, read),
    shown: shownVersions(patches),
  }
}

/**
 * A version that an earlier patch shows already was copied from its manifest and forgotten (Zoom 6.0.4 says that it shows 5.17.10): it does
 * not count, and what is left without any shows its own.
 */
function shownVersions(patches: readonly ApplicationPatch[]): ReadonlyMap<ApplicationPatch, readonly string[]> {
  const shown = new Map<ApplicationPatch, readonly string[]>()
  const earlier = new Set<string>()
  for (const patch of patches) {
    const { detection } = patch
    const own = detection.kind === 'windowsApplication' ? detection.displayVersions : []
    const fresh = own.map(plainVersion).filter(one => !earlier.has(keyOf(one)))
    shown.set(patch, fresh.length === 0 ? [plainVersion(patch.version)] : fresh)
    for (const one of [patch.version, ...own]) earlier.add(keyOf(plainVersion(one)))
  }
  return shown
}

const keyOf = (version: string): string => String.fromCharCode(...wingetKey(version.slice(0, 128)))

/** By its id; else by its names, where all say the same: PowerToys is called a preview, and there is no other. */
function channelOfTrack(name: string, patches: readonly ApplicationPatch[], read: NameReader): string {
  const byId = channelOf(
    idOf(name)
      .toLowerCase()
      .replace('developeredition', 'developer.edition')
      .split(/[.@/_-]/),
  )
  if (byId !== '') return byId
  const named = patches.flatMap(({ detection, version }) =>
    detection.kind === 'windowsApplication' ? detection.names.map(one => read(one.name, version).channel) : [],
  )
  const [first = ''] = named
  return named.every(channel => channel === first) ? first : ''
}

/** `Mozilla.Firefox` of `winget:Mozilla.Firefox`. */
export const idOf = (track: string): string => track.slice(track.indexOf(':') + 1)

/** Whether the version begins with these parts: "3.11" of 3.11.7 and not of 3.1. */
export function isOnLine(version: string, line: string): boolean {
  const parts = version
    .trim()
    .replace(/^v/i, '')
    .split(/[.\s_-]/)
  return line.split('.').every((part, i) => Number(part) === Number(parts[i] ?? ''))
}

/** A line holds only if every version of the track is on it: the 2013 of VCRedist.2013 is a year, its versions are 12.0. */
function lineOf(name: string, patches: readonly ApplicationPatch[], read: NameReader): string {
  const known = knownLines[name]
  if (known !== undefined) return known
  const suffix = /\.(\d+(?:\.\d+)?)(?:\.(?:x86|x64|arm64|lts))?$/i.exec(name)?.[1] ?? ''
  const named = patches.flatMap(({ detection, version }) =>
    detection.kind === 'windowsApplication' ? detection.names.map(one => read(one.name, version).line) : [],
  )
  const candidates = [
    suffix,
    ...named.filter(line => line !== '' && named.every(other => other === line || other === '')),
  ]
  return candidates.find(line => line !== '' && patches.every(patch => isOnLine(patch.version, line))) ?? ''
}

function addArchitectures(all: Set<Architecture>, word: string): void {
  if (word === 'x86' || word === 'x64' || word === 'arm64') all.add(word)
  else if (word === 'neutral') for (const arch of ['x86', 'x64', 'arm64'] as const) all.add(arch)
}
