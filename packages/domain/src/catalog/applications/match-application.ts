import { compareWinget } from '../../versions/winget/compare.ts'
import type { InstalledApplication } from './application.ts'
import { type ApplicationIndex, codeKey, type NamedTrack } from './application-index.ts'
import { type ApplicationTrack, isOnLine } from './application-track.ts'
import { type HandMappings, noHandMappings } from './hand-mapping.ts'
import { matchMac } from './match-mac.ts'
import { type Candidate, type PickFacts, type PickProblem, pickTrack } from './pick-track.ts'
import { readName, type ReadName, withoutPublisher } from './read-name.ts'
import { comparePublishers, readPublisher } from './read-publisher.ts'

export type MatchedBy = 'hand' | 'productCode' | 'upgradeCode' | 'packageFamily' | 'name' | 'bundleId' | 'bundle'

/** certain: by hand or a code; high: name and publisher, or the bundle's name; low: the name alone, to be confirmed by a person. */
export type MatchConfidence = 'certain' | 'high' | 'low'

export type Unmatched =
  /** No product of the catalog has such a code or name. */
  | 'unknown'
  /** A person said so. */
  | 'never'
  /** A product of that name is another publisher's. */
  | 'publisher'
  /** The product is known, but not for this processor, in this channel, or of this line of versions. */
  | 'architecture'
  | 'channel'
  | 'line'
  /** Several products fit equally. */
  | 'ambiguous'
  /** Part of macOS, or kept up to date by the App Store. */
  | 'system'

export type ApplicationMatch =
  | { readonly track: ApplicationTrack; readonly how: MatchedBy; readonly confidence: MatchConfidence }
  | { readonly track: null; readonly why: Unmatched }

/** Which product of the catalog an installed application is. Never throws. */
export function matchApplication(
  installed: InstalledApplication,
  index: ApplicationIndex,
  hand: HandMappings = noHandMappings,
): ApplicationMatch {
  const said = hand.find(installed.name, installed.publisher)
  if (said === null) return { track: null, why: 'never' }
  const chosen = said === undefined ? undefined : index.tracks.get(said)
  // "Python 3.11.9" was mapped to the 3.11: what is said of it is not said of a 3.12.
  if (chosen !== undefined && (chosen.line === '' || isOnLine(installed.version, chosen.line)))
    return { track: chosen, how: 'hand', confidence: 'certain' }
  return installed.platform === 'macos' ? matchMac(installed, index) : matchWindows(installed, index)
}

function matchWindows(installed: InstalledApplication, index: ApplicationIndex): ApplicationMatch {
  const name = readName(installed.name, installed.version)
  const publisher = readPublisher(installed.publisher)
  const facts = factsOf(installed, name)
  let problem: PickProblem | null = null
  for (const [how, tracks] of byCodes(installed, index, publisher)) {
    if (tracks === undefined || tracks.length === 0) continue
    const picked = pickByCode(tracks, facts)
    if (typeof picked !== 'string') return { track: picked, how, confidence: 'certain' }
    problem ??= picked
  }
  const byName = matchName(name, publisher, facts, index)
  return byName.track === null && byName.why === 'unknown' && problem !== null ? { track: null, why: problem } : byName
}

/**
 * A code goes before what names say of channel and line. With several products behind it (Firefox and Firefox ESR share their MSI's), the
 * one that has this very version is meant, else the name decides.
 */
function pickByCode(tracks: readonly ApplicationTrack[], facts: PickFacts): ApplicationTrack | PickProblem {
  const exact = tracks.filter(track => track.patches.some(patch => compareWinget(patch.version, facts.version) === 0))
  const [only] = tracks.length === 1 ? tracks : exact.length === 1 ? exact : []
  return (
    only ??
    pickTrack(
      tracks.map(track => ({ track, arch: '' })),
      facts,
    )
  )
}

function* byCodes(
  installed: InstalledApplication,
  index: ApplicationIndex,
  publisher: string,
): Generator<readonly [MatchedBy, readonly ApplicationTrack[] | undefined]> {
  const code = codeKey(installed.productCode)
  if (code !== '') {
    const tracks = index.byProductCode.get(code)
    // "Teams" or "AnyDesk" as the name of a key is nobody's property: the publisher must not be another.
    const isGuid = code.startsWith('{')
    yield ['productCode', isGuid ? tracks : tracks?.filter(track => publisherFits(track, publisher))]
  }
  if (installed.upgradeCode !== '') yield ['upgradeCode', index.byUpgradeCode.get(codeKey(installed.upgradeCode))]
  const family = familyOf(installed.packageFamilyName === '' ? installed.productCode : installed.packageFamilyName)
  if (family !== '') yield ['packageFamily', index.byPackageFamily.get(family)]
}

const publisherFits = (track: ApplicationTrack, publisher: string): boolean => {
  const own = track.patches.flatMap(({ detection }) =>
    detection.kind === 'windowsApplication' ? detection.names.map(one => readPublisher(one.publisher)) : [],
  )
  return own.length === 0 || own.some(one => comparePublishers(one, publisher) !== 'different')
}

/** `MSTeams_8wekyb3d8bbwe` as such, or of a full package name (`MSTeams_23320.3027.2591.1505_x64__8wekyb3d8bbwe`). */
function familyOf(text: string): string {
  const parts = /^([A-Za-z0-9.-]+)_(?:[0-9.]+_[a-z0-9]*_[^_]*_)?([a-z0-9]{13})$/i.exec(text.trim())
  return parts === null ? '' : `${parts[1]}_${parts[2]}`.toLowerCase()
}

function matchName(name: ReadName, publisher: string, facts: PickFacts, index: ApplicationIndex): ApplicationMatch {
  let problem: Unmatched = 'unknown'
  for (const key of [name.key, withoutPublisher(name.key, publisher)]) {
    const named = key === '' ? undefined : index.byName.get(key)
    if (named === undefined) continue
    for (const verdict of ['same', 'unknown'] as const) {
      const fitting = named.filter(one => comparePublishers(one.publisher, publisher) === verdict)
      if (fitting.length === 0) continue
      const picked = pickTrack(fitting.map(candidateOf), facts)
      if (typeof picked !== 'string') {
        return { track: picked, how: 'name', confidence: verdict === 'same' ? 'high' : 'low' }
      }
      problem = picked
      break
    }
    if (problem === 'unknown') problem = 'publisher'
  }
  return { track: null, why: problem }
}

const candidateOf = ({ track, arch }: NamedTrack): Candidate => ({ track, arch })

const factsOf = (installed: InstalledApplication, name: ReadName): PickFacts => ({
  version: /\d/.test(installed.version) ? installed.version : name.version || (/ (\d+)$/.exec(name.key)?.[1] ?? ''),
  channel: name.channel !== '' ? name.channel : /\desr$/i.test(installed.version) ? 'esr' : '',
  namedArch: name.arch,
  arch: installed.arch,
})
