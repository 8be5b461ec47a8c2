import { createHash } from 'node:crypto'
import { type Disk, DiskError } from '../../../core/ports/disk.ts'
import type { DiskRoom, DryRun, DryRunItem } from '../../../core/ports/dry-run.ts'
import {
  type AcceptedPlan,
  PackageManagerError,
  type PlanItem,
  type PlannedPackage,
  type PlanOptions,
  type Refusal,
  type SimulatedPlan,
} from '../../../core/ports/package-manager.ts'
import { ProcessError } from '../../../core/ports/processes.ts'
import { ParseError } from '../../parse-error.ts'
import { NOT_RESTARTABLE } from '../facts/restart.ts'
import { plainPath, readRunningFiles } from '../facts/running-files.ts'
import { oneWayByName } from '../rollback/one-way.ts'

/** What a dry run needs from an engine. */
export interface DryRunEngine {
  readonly disk: Disk
  readonly simulate: (item: PlanItem, options: PlanOptions) => Promise<SimulatedPlan>
  readonly compare: (a: string, b: string) => number
  readonly sizes: (plan: AcceptedPlan) => Promise<{ downloadBytes: number | null; growthBytes: number | null }>
  /** Files of these packages as they are installed now. */
  readonly filesOf: (packages: readonly PlannedPackage[]) => Promise<readonly string[]>
  /** Where packages are fetched to. */
  readonly cache: string
}

type Named = Pick<PlannedPackage, 'name' | 'arch'>
const keyOf = (one: Named) => `${one.name}:${one.arch}`
const byKey = (a: Named, b: Named) => (a.name < b.name || (a.name === b.name && a.arch < b.arch) ? -1 : 1)

/** Each item alone, for its own verdict; then all that can be done in one plan, because together they may mean something else. */
export async function dryRunItems(
  engine: DryRunEngine,
  items: readonly PlanItem[],
  options: PlanOptions,
): Promise<DryRun> {
  const plans: SimulatedPlan[] = []
  for (const item of items) plans.push(await judged(engine, item, { ...options, wayBack: true }))
  const accepted = items.filter((_, index) => plans[index]?.verdict === 'accepted')
  const whole = accepted.length === 0 ? null : await judged(engine, together(engine, accepted), options)
  const plan = whole?.verdict === 'accepted' ? whole : null
  const packages = [...(plan?.changes ?? []), ...(plan?.additions ?? [])].sort(byKey)
  const changed = packages.filter(one => one.from !== null)
  const { downloadBytes, growthBytes } = await attempt(() => sizesOf(engine, plan), NO_SIZES)
  const restarts = await restartsOf(engine, packages)
  const refusals = whole?.verdict === 'refused' ? whole.refusals : []
  const told = {
    items: plans.map(itemOf),
    added: packages.filter(one => one.from === null),
    changed,
    held: [...new Set(plans.flatMap(heldOf))].sort(),
    replaced: [...(plan?.replaced ?? [])].sort(byKey),
    refusals,
  }
  return {
    ...told,
    ...restarts,
    downloadBytes,
    growthBytes,
    disk: await roomOf(engine, downloadBytes, growthBytes),
    digest: digestOf(told),
  }
}

const NO_SIZES = { downloadBytes: null, growthBytes: null }

async function sizesOf(engine: DryRunEngine, plan: AcceptedPlan | null): ReturnType<DryRunEngine['sizes']> {
  return plan === null ? { downloadBytes: 0, growthBytes: 0 } : await engine.sizes(plan)
}

async function judged(engine: DryRunEngine, item: PlanItem, options: PlanOptions): Promise<SimulatedPlan> {
  try {
    return await engine.simulate(item, options)
  } catch (error) {
    if (!isExpected(error)) throw error
    const refusal: Refusal = { code: 'no_plan', package: null, detail: error.message.slice(0, 200) }
    return { verdict: 'refused', patch: item.patch, refusals: [refusal] }
  }
}

/** A package that two items change goes from the first one's start to the highest version. */
function together({ compare }: DryRunEngine, items: readonly PlanItem[]): PlanItem {
  const packages = new Map<string, PlannedPackage>()
  for (const one of items.flatMap(item => item.packages)) {
    const before = packages.get(keyOf(one))
    if (before === undefined) packages.set(keyOf(one), one)
    else if (compare(one.to, before.to) > 0) packages.set(keyOf(one), { ...before, to: one.to })
  }
  return { patch: items[0]?.patch ?? '', packages: [...packages.values()] }
}

function itemOf(plan: SimulatedPlan): DryRunItem {
  return {
    patch: plan.patch,
    verdict: plan.verdict,
    refusals: plan.verdict === 'refused' ? plan.refusals : [],
    wayBack: plan.verdict === 'accepted' ? (plan.wayBack ?? null) : null,
  }
}

const heldOf = (plan: SimulatedPlan): string[] =>
  plan.verdict === 'refused'
    ? plan.refusals.flatMap(one => (one.code === 'held' && one.package !== null ? [one.package] : []))
    : []

/** Units whose files would be replaced under them, and what asks for a reboot: the rules of `restart.ts`, told beforehand. */
async function restartsOf(
  engine: DryRunEngine,
  packages: readonly PlannedPackage[],
): Promise<Pick<DryRun, 'services' | 'reboot'>> {
  const reboot = oneWayByName(packages)
    .filter(one => one.code === 'kernel')
    .map(one => `a kernel: ${one.package ?? ''}`)
  const replaced = packages.filter(one => one.from !== null)
  if (replaced.length === 0) return { services: [], reboot }
  const files = new Set((await attempt(() => engine.filesOf(replaced), [])).map(plainPath))
  const running = await readRunningFiles(engine.disk)
  const uses = (used: ReadonlySet<string>) => [...used].some(file => files.has(file))
  const services = [...running.services].filter(([, used]) => uses(used)).map(([unit]) => unit)
  if (uses(running.init)) reboot.push('the first process (init) runs files that are replaced')
  const fixed = services.filter(unit => NOT_RESTARTABLE.has(unit))
  reboot.push(...fixed.map(unit => `${unit} cannot be restarted alone`))
  return { services: services.filter(unit => !NOT_RESTARTABLE.has(unit)).sort(), reboot }
}

async function roomOf(
  engine: DryRunEngine,
  downloadBytes: number | null,
  growthBytes: number | null,
): Promise<DiskRoom[]> {
  const wanted = [
    { path: engine.cache, neededBytes: downloadBytes ?? 0 },
    { path: '/usr', neededBytes: Math.max(0, growthBytes ?? 0) },
  ]
  const rooms: DiskRoom[] = []
  for (const one of wanted) {
    const freeBytes = await attempt(() => engine.disk.freeBytes(one.path), null)
    if (freeBytes !== null) rooms.push({ ...one, freeBytes })
  }
  return rooms
}

/** Only what the plan is: two hosts with the same digest would do the same. */
function digestOf(told: Pick<DryRun, 'items' | 'added' | 'changed' | 'held' | 'replaced' | 'refusals'>): string {
  const pair = (one: PlannedPackage) => [keyOf(one), one.from, one.to]
  const refusal = (one: Refusal) => [one.code, one.package]
  const canonical = [
    told.items.map(one => [one.patch, one.verdict, one.refusals.map(refusal)]),
    told.added.map(pair),
    told.changed.map(pair),
    told.held,
    told.replaced.map(one => [keyOf(one), one.planned, one.to]),
    told.refusals.map(refusal),
  ]
  return createHash('sha256').update(JSON.stringify(canonical)).digest('hex')
}

async function attempt<T, D>(work: () => Promise<T>, otherwise: D): Promise<T | D> {
  try {
    return await work()
  } catch (error) {
    if (isExpected(error)) return otherwise
    throw error
  }
}

function isExpected(error: unknown): error is Error {
  return (
    error instanceof PackageManagerError ||
    error instanceof ProcessError ||
    error instanceof ParseError ||
    error instanceof DiskError
  )
}
