import type { Clock } from '@patchyard/domain'
import { type Disk, DiskError } from '../../../core/ports/disk.ts'
import {
  type AcceptedPlan,
  type ActOptions,
  PackageManagerError,
  type InstalledVersions,
  type PackageId,
  type SimulatedPlan,
} from '../../../core/ports/package-manager.ts'
import { ProcessError } from '../../../core/ports/processes.ts'
import type { KeepOutcome, KeptChange, OneWayReason, RollbackPoint } from '../../../core/ports/rollback.ts'
import { ParseError } from '../../parse-error.ts'
import type { KeepStore } from './keep-store.ts'
import { oneWay } from './one-way.ts'

export interface Version extends PackageId {
  readonly version: string
}

/** What the order of things needs from an engine; the order itself is the same for all. Architectures are the engine's own. */
export interface KeepEngine {
  readonly disk: Disk
  readonly clock: Clock
  readonly keep: KeepStore | null
  readonly ending: 'deb' | 'rpm'
  readonly installedVersions: (packages: readonly PackageId[]) => Promise<readonly InstalledVersions[]>
  /** Why the way back is closed, as far as names, scripts and repositories tell. */
  readonly judge: (earlier: readonly Version[], plan: AcceptedPlan) => Promise<readonly OneWayReason[]>
  /** Puts packages of these versions into the folder, or into folders in it; what it cannot get is missing there. */
  readonly fetch: (earlier: readonly Version[], folder: string, options: ActOptions) => Promise<void>
  /** What a package file says that it is; null when it is none, or its signature is not good where it has to be. */
  readonly identify: (path: string, plan: AcceptedPlan) => Promise<Version | null>
}

const keyOf = (one: PackageId) => `${one.name}:${one.arch}`

/** Keeps what a plan replaces. Never throws; see `RollbackRunner.keep`. */
export async function keepEarlier(engine: KeepEngine, plan: AcceptedPlan, options: ActOptions): Promise<KeepOutcome> {
  const { keep } = engine
  if (keep === null) return closed([oneWay('no_store', null, 'this process has no store for earlier packages')])
  try {
    const outcome = await keepIn(engine, keep, plan, options)
    await keep.tidy()
    return outcome
  } catch (error) {
    const code = error instanceof DiskError && error.code === 'E_DISK_FULL' ? 'no_room' : 'not_kept'
    if (!isExpected(error)) throw error
    await keep.tidy()
    // A point of an earlier run of this patch is no point of this one.
    await keep.drop(plan.patch)
    return closed([oneWay(code, null, error.message)])
  }
}

async function keepIn(
  engine: KeepEngine,
  keep: KeepStore,
  plan: AcceptedPlan,
  options: ActOptions,
): Promise<KeepOutcome> {
  const touched = [...plan.changes, ...plan.additions]
  const before = await engine.installedVersions(touched)
  const replaced = touched.flatMap((one, index) => {
    const version = before[index]?.versions.at(-1)
    return version === undefined ? [] : [{ ...one, version }]
  })
  const additions = touched
    .filter((_, index) => before[index]?.versions.length === 0)
    .map(({ name, arch, to }) => ({ name, arch, version: to }))
  const point = (reasons: readonly OneWayReason[], kept: ReadonlyMap<string, KeptChange['file']>): RollbackPoint => ({
    patch: plan.patch,
    madeMs: engine.clock.nowMs(),
    verdict: { reversible: reasons.length === 0, reasons },
    changes: replaced.map(({ name, arch, to, version }) => ({
      name,
      arch,
      earlier: version,
      now: to,
      file: kept.get(`${name}:${arch}`) ?? null,
    })),
    additions,
  })
  const close = async (reasons: readonly OneWayReason[], dropped: readonly string[] = []): Promise<KeepOutcome> => {
    await keep.put(point(reasons, new Map()))
    return { ...closed(reasons), dropped }
  }

  const earlier = replaced.map(({ name, arch, version }) => ({ name, arch, version }))
  const reasons = await engine.judge(earlier, plan)
  const folder = await keep.incoming()
  if (reasons.length > 0) return await close(reasons)
  await engine.fetch(earlier, folder, options)
  const found = new Map<string, { path: string; bytes: number }>()
  for (const path of await packagesIn(engine, folder)) {
    const is = await engine.identify(path, plan)
    if (is !== null) found.set(`${keyOf(is)} ${is.version}`, { path, bytes: (await engine.disk.stat(path))?.size ?? 0 })
  }
  const missing = earlier.filter(one => !found.has(`${keyOf(one)} ${one.version}`))
  if (missing.length > 0) {
    return await close(
      missing.map(one => oneWay('not_kept', one, `${one.version} could not be fetched, or is not whole`)),
    )
  }
  const bytes = [...found.values()].reduce((sum, one) => sum + one.bytes, 0)
  const dropped = await keep.makeRoom(bytes)
  if (dropped === null) {
    return await close([oneWay('no_room', null, `there is no room for ${bytes} bytes of earlier packages`)])
  }
  const kept = new Map<string, KeptChange['file']>()
  for (const one of earlier) {
    const { path } = found.get(`${keyOf(one)} ${one.version}`) as { path: string }
    kept.set(keyOf(one), await keep.add(path, engine.ending))
  }
  await keep.put(point([], kept))
  return { verdict: { reversible: true, reasons: [] }, bytes, dropped }
}

async function packagesIn(engine: KeepEngine, folder: string): Promise<string[]> {
  const paths: string[] = []
  for (const entry of await engine.disk.list(folder)) {
    const path = `${folder}/${entry.name}`
    if (entry.kind === 'directory') paths.push(...(await packagesIn(engine, path)))
    else if (entry.kind === 'file' && entry.name.endsWith(`.${engine.ending}`)) paths.push(path)
  }
  return paths
}

function closed(reasons: readonly OneWayReason[]): KeepOutcome {
  return { verdict: { reversible: false, reasons }, bytes: 0, dropped: [] }
}

function isExpected(error: unknown): error is Error {
  return (
    error instanceof DiskError ||
    error instanceof ProcessError ||
    error instanceof ParseError ||
    error instanceof PackageManagerError
  )
}

/** An accepted plan with the verdict on its way back, from a look that changes nothing. */
export async function withWayBack(engine: KeepEngine, plan: SimulatedPlan): Promise<SimulatedPlan> {
  if (plan.verdict !== 'accepted') return plan
  const touched = [...plan.changes, ...plan.additions]
  const before = await engine.installedVersions(touched)
  const earlier = touched.flatMap(({ name, arch }, index) => {
    const version = before[index]?.versions.at(-1)
    return version === undefined ? [] : [{ name, arch, version }]
  })
  const reasons = await engine.judge(earlier, plan)
  return { ...plan, wayBack: { reversible: reasons.length === 0, reasons } }
}

/** Points whose packages are as their item left them; architectures are the engine's own. */
export async function livePoints(
  keep: KeepStore | null,
  ending: KeepEngine['ending'],
  installedVersions: KeepEngine['installedVersions'],
): Promise<RollbackPoint[]> {
  const points = (await keep?.points()) ?? []
  const ids = new Map(points.flatMap(point => point.changes.map(change => [keyOf(change), change] as const)))
  const asked = [...ids.values()].map(({ name, arch }) => ({ name, arch }))
  const installed = new Map(
    (await installedVersions(asked)).map((one, index) => [keyOf(asked[index] as PackageId), one]),
  )
  const live: RollbackPoint[] = []
  for (const point of points) {
    const states = point.changes.map(change => stateOf(change, installed.get(keyOf(change))?.versions ?? []))
    if (!states.includes('now') || states.includes('other')) continue
    live.push(await withFilesChecked(point))
  }
  return live

  /** By their sizes: reading gigabytes is for the rollback itself. */
  async function withFilesChecked(point: RollbackPoint): Promise<RollbackPoint> {
    if (!point.verdict.reversible) return point
    const reasons: OneWayReason[] = []
    for (const change of point.changes) {
      const size = change.file === null ? null : await keep?.sizeOf(change.file.sha256, ending)
      if (size !== change.file?.bytes)
        reasons.push(oneWay('not_kept', change, `the kept ${change.earlier} is damaged or gone`))
    }
    return reasons.length === 0 ? point : { ...point, verdict: { reversible: false, reasons } }
  }
}

function stateOf(change: KeptChange, versions: readonly string[]): 'now' | 'earlier' | 'other' {
  if (versions.includes(change.now)) return 'now'
  return versions.includes(change.earlier) ? 'earlier' : 'other'
}
