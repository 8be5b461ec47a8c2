import type { ApplicationPatch, Architecture, WindowsApplicationRule } from './application.ts'
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

export function buildApplicationIndex(patches: Iterable<ApplicationPatch>): ApplicationIndex {
  const byTrack = new Map<string, ApplicationPatch[]>()
  for (const patch of patches) push(byTrack, patch.track, patch)
  const tracks = new Map<string, ApplicationTrack>()
  const index = {
    tracks,
    byProductCode: new Map<string, ApplicationTrack[]>(),
    byUpgradeCode: new Map<string, ApplicationTrack[]>(),
    byPackageFamily: new Map<string, ApplicationTrack[]>(),
    byName: new Map<string, NamedTrack[]>(),
    byBundle: new Map<string, ApplicationTrack[]>(),
    byBundleId: new Map<string, ApplicationTrack[]>(),
  }
  for (const [name, all] of byTrack) {
    const read = nameReader()
    const track = newTrack(name, all, read)
    tracks.set(name, track)
    for (const { detection, version } of track.patches) {
      if (detection.kind === 'windowsApplication') addWindows(index, track, detection, version, read)
      else {
        for (const bundle of detection.applications) pushOnce(index.byBundle, bundle.toLowerCase(), track)
        for (const id of detection.bundleIds) pushOnce(index.byBundleId, id.toLowerCase(), track)
      }
    }
    addKnownNames(index.byName, track)
  }
  return index
}

/** Product and upgrade codes in one form: braces around, capitals; texts that are no GUID in small letters. */
export function codeKey(code: string): string {
  const guid = /^\{?([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})\}?$/i.exec(code.trim())?.[1]
  return guid === undefined ? code.trim().toLowerCase() : `{${guid.toUpperCase()}}`
}

function addWindows(
  index: { readonly [K in 'byProductCode' | 'byUpgradeCode' | 'byPackageFamily']: Map<string, ApplicationTrack[]> } & {
    readonly byName: Map<string, NamedTrack[]>
  },
  track: ApplicationTrack,
  rule: WindowsApplicationRule,
  version: string,
  read: NameReader,
): void {
  for (const code of rule.productCodes) pushOnce(index.byProductCode, codeKey(code), track)
  for (const code of rule.upgradeCodes) pushOnce(index.byUpgradeCode, codeKey(code), track)
  for (const family of rule.packageFamilyNames) pushOnce(index.byPackageFamily, family.toLowerCase(), track)
  for (const { name, publisher: written } of rule.names) {
    const { key, arch, channel, line } = read(name, version)
    // A manifest of a channel that gives the name of the main product (Firefox ESR as "Mozilla Firefox") would take its machines.
    if (channel !== track.channel && track.channel !== '') continue
    const publisher = readPublisher(written)
    addName(index.byName, key, { track, publisher, arch })
    // For lists that name the line and no version: "Sublime Text 3".
    if (line !== '') addName(index.byName, `${key} ${line}`, { track, publisher, arch })
  }
}

function addKnownNames(byName: Map<string, NamedTrack[]>, track: ApplicationTrack): void {
  const named = known.get(track.name)
  if (named === undefined) return
  const publishers = new Set(
    track.patches.flatMap(({ detection }) =>
      detection.kind === 'windowsApplication' ? detection.names.map(one => readPublisher(one.publisher)) : [],
    ),
  )
  for (const key of named) for (const publisher of publishers) addName(byName, key, { track, publisher, arch: '' })
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

function pushOnce<T>(map: Map<string, T[]>, key: string, value: T): void {
  if (key !== '' && map.get(key)?.includes(value) !== true) push(map, key, value)
}
