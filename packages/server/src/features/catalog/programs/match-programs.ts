import {
  assessMacos,
  assessWindows,
  compareMacosVersions,
  copiesInOnePlace,
  type Finding,
  hasPatch,
  macosVersionOf,
  resolveMatched,
} from '@patchyard/domain'
import type { Trx } from '../../../database/database.ts'
import type { FindingStore } from '../../../storage/ports/finding-store.ts'
import type { KnownProgram, MatchOptions } from '../../../storage/ports/matching.ts'
import { readPlacedPatches, readTwins } from '../match/assets-read-model.ts'
import { withAnswers } from './answer-programs.ts'
import { type ApplicationCatalog, type ApplicationCatalogs, idOfPatch } from './application-catalog.ts'
import { readPrograms } from './program-store.ts'
import { type OwnSystem, readOwnSystems } from './systems-read-model.ts'

interface Ports {
  readonly catalogs: ApplicationCatalogs
  readonly findings: FindingStore
}

/**
 * Judges Windows and macOS machines by the catalog: their programs, each by the answer that is kept with it, and the system by its build.
 * The assets' lines are locked. Returns those on which something has changed.
 */
export async function matchPrograms(
  trx: Trx,
  { catalogs, findings }: Ports,
  assetIds: readonly number[],
  { nowMs, fresh, programDictionary = new Map() }: MatchOptions,
): Promise<readonly number[]> {
  const systems = await readOwnSystems(trx, assetIds)
  if (systems.length === 0) return []
  const catalog = await catalogs.of(trx, nowMs, fresh)
  const ids = new Set(systems.flatMap(system => system.programIds))
  const unknown = [...ids].filter(id => !programDictionary.has(id))
  for (const { id, installed, answer } of await withAnswers(trx, catalog, await readPrograms(trx, unknown))) {
    programDictionary.set(id, { installed, answer })
  }
  const changed: number[] = []
  for (const system of systems) {
    const programs = system.programIds.flatMap(id => programDictionary.get(id) ?? [])
    if (await judge(trx, findings, nowMs, { system, catalog, programs })) changed.push(system.assetId)
  }
  return changed
}

interface Judged {
  readonly system: OwnSystem
  readonly catalog: ApplicationCatalog
  readonly programs: readonly KnownProgram[]
}

async function judge(trx: Trx, findings: FindingStore, nowMs: number, judged: Judged): Promise<boolean> {
  const { assetId } = judged.system
  const copies = copiesOf(judged.programs)
  const found = [...missingOf(copies, judged.catalog), ...missingOfSystem(judged)]
  const before = (await findings.load(assetId, [])).filter(finding => finding.matched)
  if (found.length === 0 && before.length === 0) return false
  const twins = await readTwins(trx, [...found, ...before.map(finding => finding.patchId)])
  const missing = new Set(found.map(id => twins.get(id) ?? id))
  const catalogIdOf = new Map([...twins].map(([catalogId, id]) => [id, catalogId]))
  const current = await findings.load(assetId, [...missing])
  const places = await readPlacedPatches(trx, [...new Set([...missing, ...current.map(finding => finding.patchId)])])
  const satisfied = before.filter(
    finding =>
      !missing.has(finding.patchId) &&
      isThere(finding, catalogIdOf.get(finding.patchId) ?? finding.patchId, copies, judged),
  )
  const changes = resolveMatched({
    nowMs,
    current,
    missing,
    satisfied: new Set(satisfied.map(finding => finding.patchId)),
    wasAsked: () => true,
    patchOf: id => places.get(id),
  })
  if (changes.upserts.length + changes.removed.length === 0) return false
  await findings.apply(assetId, changes, current)
  return true
}

type Copies = ReturnType<typeof copiesOf>

/** Of what a name alone speaks for, nothing is missing. */
const copiesOf = (programs: readonly KnownProgram[]) =>
  copiesInOnePlace(
    programs.filter(({ answer }) => answer.track !== '' && answer.confidence !== 'low'),
    ({ answer }) => answer.track,
  ).map(([newest]) => newest)

const missingOf = (copies: Copies, { index }: ApplicationCatalog): number[] =>
  copies.flatMap(({ answer: { track, missing } }) => {
    const patch = missing === '' ? undefined : index.tracks.get(track)?.patches.findLast(one => one.key === missing)
    return patch === undefined ? [] : [idOfPatch(patch)]
  })

function missingOfSystem({ system, catalog }: Judged): number[] {
  if (system.macos !== null) {
    const { missing } = assessMacos(system.macos, catalog.macos)
    return catalog.macos.flatMap(patch => (patch === missing ? [patch.id] : []))
  }
  if (system.windows === null) return []
  return assessWindows(system.windows, catalog.windowsOf(system.windows.product)).missing.map(patch => patch.id)
}

/** Whether what was missing is there now, in that version or a later one: on every copy that the machine has. */
function isThere(finding: Finding, catalogId: number, copies: Copies, { system, catalog }: Judged): boolean {
  const track = catalog.index.tracks.get(finding.track)
  const patch = track?.patches.find(one => idOfPatch(one) === catalogId)
  if (track !== undefined && patch !== undefined) {
    const own = copies.filter(({ answer }) => answer.track === track.name)
    return own.length > 0 && own.every(({ installed }) => hasPatch(installed, track, patch))
  }
  const { macos, windows } = system
  if (windows !== null) {
    return assessWindows(windows, catalog.windowsOf(windows.product)).satisfied.some(one => one.id === catalogId)
  }
  const release = macos === null ? undefined : catalog.macos.find(one => one.id === catalogId)
  if (macos === null || release === undefined) return false
  return compareMacosVersions(macosVersionOf(macos, catalog.macos), release.version) >= 0
}
