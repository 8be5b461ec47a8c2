import type { DryRun } from '../core/ports/dry-run.ts'
import type { PackageId, PlanItem, Refusal, SimulatedPlan } from '../core/ports/package-manager.ts'
import type { RollbackPoint, RollbackRunner, SimulatedRollback } from '../core/ports/rollback.ts'

/** Earlier packages on a simulated host, which outlive the agent's process. */
export interface FakeKept {
  readonly points: Map<string, RollbackPoint>
}

const keyOf = (one: PackageId) => `${one.name}:${one.arch}`

/** Points as a store would keep them: of what the plan replaces. */
export function fakeKeeping(
  kept: FakeKept,
  installed: ReadonlyMap<string, string>,
  nowMs: () => number,
): Pick<RollbackRunner, 'keep' | 'rollbackPoints' | 'simulateRollback'> {
  const isLive = (point: RollbackPoint) => point.changes.every(one => installed.get(keyOf(one)) === one.now)
  return {
    keep: plan => {
      const verdict = { reversible: true, reasons: [] }
      const changes = plan.changes.flatMap(({ name, arch, to }) => {
        const earlier = installed.get(`${name}:${arch}`)
        return earlier === undefined
          ? []
          : [{ name, arch, earlier, now: to, file: { sha256: '0'.repeat(64), bytes: 1 } }]
      })
      kept.points.set(plan.patch, { patch: plan.patch, madeMs: nowMs(), verdict, changes, additions: [] })
      return Promise.resolve({ verdict, bytes: changes.length, dropped: [] })
    },
    rollbackPoints: () => Promise.resolve([...kept.points.values()].filter(isLive)),
    simulateRollback: (item, options): Promise<SimulatedRollback> => {
      const changes = item.packages.filter(one => installed.get(keyOf(one)) !== one.to)
      const alreadyThere = item.packages.filter(one => !changes.includes(one))
      const point = kept.points.get(item.patch)
      const refusals = changes.flatMap((one): Refusal[] => {
        const refusal = (code: Refusal['code'], detail: string) => [{ code, package: keyOf(one), detail }]
        if (installed.get(keyOf(one)) !== one.from) return refusal('changed_since', 'it is at another version')
        const isKept = point?.changes.some(other => keyOf(other) === keyOf(one) && other.earlier === one.to) === true
        return isKept ? [] : refusal('not_offered', 'neither kept nor offered')
      })
      const { patch } = item
      if (refusals.length > 0) return Promise.resolve({ verdict: 'refused', patch, refusals })
      if (changes.length === 0) return Promise.resolve({ verdict: 'alreadyInstalled', patch, alreadyThere })
      return Promise.resolve({ verdict: 'accepted', patch, changes, alreadyThere, removals: [], left: [], options })
    },
  }
}

/** What all items together would change, told without doing it. */
export async function fakeDryRun(
  items: readonly PlanItem[],
  simulate: (item: PlanItem) => Promise<SimulatedPlan>,
): Promise<DryRun> {
  const plans = await Promise.all(items.map(simulate))
  const changed = plans.flatMap(plan => (plan.verdict === 'accepted' ? plan.changes : []))
  const digest = Buffer.from(changed.map(one => `${keyOf(one)}=${one.to}`).join(' '))
    .toString('hex')
    .padEnd(64, '0')
    .slice(0, 64)
  return {
    items: plans.map(plan => ({
      patch: plan.patch,
      verdict: plan.verdict,
      refusals: plan.verdict === 'refused' ? plan.refusals : [],
      wayBack: null,
    })),
    added: [],
    changed,
    held: [],
    replaced: [],
    services: [],
    reboot: [],
    downloadBytes: null,
    growthBytes: null,
    disk: [],
    refusals: [],
    digest,
  }
}
