import type { ApplicationPatch, Architecture } from './application.ts'
import { type ApplicationTrack, type NameReader, nameReader, newTrack } from './application-track.ts'
import { knownNames, sharedNames } from './known/names.ts'
import { readPublisher } from './read-publisher.ts'

/** One of a track's names. */
export interface NamedTrack {
  readonly track: ApplicationTrack
  /** As `readPublisher` gives it; '' where the catalog names none. */
  readonly publisher: string
  /** The processor that stands in the name itself. */
  readonly arch: Architecture | ''
}

/**
 * Built once from the whole catalog (300,000 versions: 5 s of CPU and some 300 MB, in one go); every question is one look into a map.
 */
export interface ApplicationIndex {
  readonly tracks: ReadonlyMap<string, ApplicationTrack>
  /** By `codeKey`. */
  readonly byProductCode: ReadonlyMap<string, readonly ApplicationTrack[]>
  readonly byUpgradeCode: ReadonlyMap<string, readonly ApplicationTrack[]>
  /** Lower case. */
  readonly byPackageFamily: ReadonlyMap<string, readonly ApplicationTrack[]>
  /** By `ReadName.key`. */
  readonly byName: ReadonlyMap<string, readonly NamedTrack[]>
  /** "firefox.app". */
  readonly byBundle: ReadonlyMap<string, readonly ApplicationTrack[]>
  readonly byBundleId: ReadonlyMap<string, readonly ApplicationTrack[]>
}

type OfTracks = 'byProductCode' | 'byUpgradeCode' | 'byPackageFamily' | 'byBundle' | 'byBundleId'

interface Filling extends Record<OfTracks, Map<string, ApplicationTrack[]>> {
  readonly tracks: Map<string, ApplicationTrack>
  readonly byName: Map<string, NamedTrack[]>
}

export function buildApplicationIndex(patches: Iterable<ApplicationPatch>): ApplicationIndex {
  const byTrack = new Map<string, ApplicationPatch[]>()
  for (const patch of patches) push(byTrack, patch.track, patch)
  const index = emptyIndex()
  for (const [name, all] of byTrack) addTrack(index, name, all)
  return index
}

/** An index that follows the catalog track by track: a changed one costs what it alone costs. */
export interface FollowingIndex {
  readonly index: ApplicationIndex
  /** All patches of one track as they are now; none: it is gone. Answers given before keep the track as it was. */
  replace(track: string, patches: readonly ApplicationPatch[]): void
}

export function followingIndex(): FollowingIndex {
  const index = emptyIndex()
  return {
    index,
    replace(name, patches) {
      const old = index.tracks.get(name)
      if (old !== undefined) removeTrack(index, old)
      if (patches.length > 0) addTrack(index, name, patches)
    },
  }
}

const emptyIndex = (): Filling => ({
  tracks: new Map(),
  byProductCode: new Map(),
  byUpgradeCode: new Map(),
  byPackageFamily: new Map(),
  byName: new Map(),
  byBundle: new Map(),
  byBundleId: new Map(),
})

function addTrack(index: Filling, name: string, patches: readonly ApplicationPatch[]): void {
  const read = nameReader()
  const track = newTrack(name, patches, read)
  index.tracks.set(name, track)
  for (const [map, key] of keysOf(track)) pushOnce(index[map], key, track)
  for (const [key, named] of namesOf(track, read)) addName(index.byName, key, named)
}

function removeTrack(index: Filling, track: ApplicationTrack): void {
  index.tracks.delete(track.name)
  for (const [map, key] of keysOf(track)) leave(index[map], key, one => one !== track)
  for (const [key] of namesOf(track, nameReader())) leave(index.byName, key, one => one.track !== track)
}

/** Product and upgrade codes in one form: braces around, capitals; texts that are no GUID in small letters. */
export function codeKey(code: string): string {
  const guid = /^\{?([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})\}?$/i.exec(code.trim())?.[1]
  return guid === undefined ? code.trim().toLowerCase() : `{${guid.toUpperCase()}}`
}

function* keysOf(track: ApplicationTrack): Generator<readonly [OfTracks, string]> {
  for (const { detection } of track.patches) {
    if (detection.kind === 'windowsApplication') {
      for (const code of detection.productCodes) yield ['byProductCode', codeKey(code)]
      for (const code of detection.upgradeCodes) yield ['byUpgradeCode', codeKey(code)]
      for (const family of detection.packageFamilyNames) yield ['byPackageFamily', family.toLowerCase()]
    } else {
      for (const bundle of detection.applications) yield ['byBundle', bundle.toLowerCase()]
      for (const id of detection.bundleIds) yield ['byBundleId', id.toLowerCase()]
    }
  }
}

function* namesOf(track: ApplicationTrack, read: NameReader): Generator<readonly [string, NamedTrack]> {
  const publishers = new Set<string>()
  for (const { detection, version } of track.patches) {
    if (detection.kind !== 'windowsApplication') continue
    for (const { name, publisher: written } of detection.names) {
      const publisher = readPublisher(written)
      publishers.add(publisher)
      const { key, arch, channel, line } = read(name, version)
      // A manifest of a channel that gives the name of the main product (Firefox ESR as "Mozilla Firefox") would take its machines.
      if (channel !== track.channel && track.channel !== '') continue
      yield [key, { track, publisher, arch }]
      // For lists that name the line and no version: "Sublime Text 3".
      if (line !== '') yield [`${key} ${line}`, { track, publisher, arch }]
    }
  }
  for (const key of known.get(track.name) ?? []) {
    for (const publisher of publishers) yield [key, { track, publisher, arch: '' }]
  }
}

const known = new Map<string, string[]>()
for (const { track, key } of knownNames) push(known, track, key)

function addName(byName: Map<string, NamedTrack[]>, key: string, named: NamedTrack): void {
  if (key === '' || sharedNames.has(key)) return
  const all = byName.get(key)
  if (all === undefined) byName.set(key, [named])
  else if (
    !all.some(one => one.track === named.track && one.publisher === named.publisher && one.arch === named.arch)
  ) {
    all.push(named)
  }
}

function push<T>(map: Map<string, T[]>, key: string, value: T): void {
  const all = map.get(key)
  if (all === undefined) map.set(key, [value])
  else all.push(value)
}

function leave<T>(map: Map<string, T[]>, key: string, stays: (one: T) => boolean): void {
  const left = map.get(key)?.filter(stays) ?? []
  if (left.length === 0) map.delete(key)
  else map.set(key, left)
}

function pushOnce<T>(map: Map<string, T[]>, key: string, value: T): void {
  if (key !== '' && map.get(key)?.includes(value) !== true) push(map, key, value)
}
