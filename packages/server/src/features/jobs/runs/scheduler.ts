import {
  type Clock,
  isRecurring,
  movedRuns,
  nextJobRuns,
  platformZones,
  type Random,
  type ZoneRules,
} from '@patchyard/domain'
import type { Database, Trx } from '../../../database/database.ts'
import { tryLockAlone } from '../../../database/subscription-lock.ts'
import { cancelRun } from '../job-runs.ts'
import type { JobRecord } from '../job-store.ts'
import type { JobStores } from '../job-stores.ts'
import { createPgJobStores } from '../pg-job-stores.ts'
import { isOver } from './is-over.ts'
import { makeRuns, planMsOf } from './make-runs.ts'
import { planStep, type StepSizes } from './plan-steps.ts'
import type { PlannedRun } from './run-store.ts'
import {
  hasLaterRun,
  listFinished,
  listNotBegun,
  listStale,
  listToBegin,
  listToLookAt,
  listToPlan,
  makeAnewFrom,
  moveRun,
  releaseWaiting,
} from './schedule-store.ts'

export interface Scheduler {
  /**
   * Everything that the clock asks for now, in small transactions. Whoever holds the subscription's lock works, other processes leave it to
   * them; who dies in between is followed by the next turn of any process. Ends early when `stop` was called.
   */
  turn(subscriptionId: number): Promise<void>
  /** A turn at once, beside whatever else goes on: somebody has enabled a job. */
  soon(subscriptionId: number): void
  /** Resolves when nothing of it is under way. */
  stop(): Promise<void>
}

const AT_ONCE = 100
/** The lock is held by somebody else, who does all of this. */
const busy = Symbol('busy')

export function createScheduler(ports: {
  database: Database
  clock: Clock
  random: Random
  deployment: string
  /** Told after COMMIT: whom to wake. */
  onWork: (subscriptionId: number, assetIds: readonly number[]) => void
  /** Who is licensed is worked out before anything is planned. */
  settleLicences: (subscriptionId: number) => Promise<void>
  /** A turn that somebody asked for failed; the next one comes as usual. */
  onFailure: (error: unknown) => void
  rules?: ZoneRules
  sizes?: StepSizes
}): Scheduler {
  const { database, clock, random, deployment, rules = platformZones } = ports
  const sizes = ports.sizes === undefined ? {} : { sizes: ports.sizes }
  const stopping = new AbortController()
  const asked = new Map<number, Promise<void>>()
  /** Subscriptions whose runs this process has compared with its rules of zones: a process cannot change them while it runs. */
  const compared = new Set<number>()

  /** One transaction as the leader. `busy`: another process is. */
  const asLeader = <T>(
    subscriptionId: number,
    work: (trx: Trx, stores: JobStores) => Promise<T>,
  ): Promise<T | typeof busy> =>
    database.inSubscription(subscriptionId, async trx =>
      (await tryLockAlone(trx, 'runs')) ? work(trx, createPgJobStores(trx, subscriptionId)) : busy,
    )

  /** Again and again until nothing is left, another process leads, or the server stops. */
  async function until(
    subscriptionId: number,
    work: (trx: Trx, stores: JobStores) => Promise<{ readonly left: boolean; readonly told?: readonly number[] }>,
  ): Promise<boolean> {
    while (!stopping.signal.aborted) {
      const done = await asLeader(subscriptionId, work)
      if (done === busy) return false
      ports.onWork(subscriptionId, done.told ?? [])
      if (!done.left) return true
    }
    return false
  }

  async function settle(trx: Trx, stores: JobStores) {
    const stale = await listStale(trx, AT_ONCE)
    const told: number[] = []
    for (const run of stale) {
      const job = await stores.runs.findJob(run)
      const reason = job?.state === 'enabled' ? 'job_changed' : 'job_disabled'
      told.push(...(await cancelRun(stores, run, clock.nowMs(), reason)))
      if (reason === 'job_changed') await makeAnewFrom(trx, run.jobId, Math.min(clock.nowMs(), run.firstMs - 1))
      await stores.announce('job', run.jobId)
    }
    return { left: stale.length === AT_ONCE, told }
  }

  async function look(trx: Trx, stores: JobStores) {
    const nowMs = clock.nowMs()
    const found = await listToLookAt(trx, nowMs, AT_ONCE)
    for (const { publicId, madeToMs, version } of found) {
      const job = await stores.jobs.lock(publicId)
      const schedule = job?.spec.schedule ?? null
      if (job?.state !== 'enabled' || schedule === null || schedule.type === 'onDemand') continue
      // By another version of the job runs were made that are none of this one's.
      const fromMs = version === job.specVersion ? madeToMs : Math.min(madeToMs ?? nowMs, nowMs)
      const made = await makeRuns(stores, random, job, schedule, fromMs, nowMs, rules)
      if (made > 0) await stores.announce('job', job.id)
    }
    return { left: found.length === AT_ONCE }
  }

  /** A run that fails now, such as by a statement that takes too long, does not keep the others from their turn. */
  async function planAll(subscriptionId: number): Promise<boolean> {
    const failed: number[] = []
    for (;;) {
      let current: number | null = null
      try {
        return await until(subscriptionId, async (trx, stores) => {
          const nowMs = clock.nowMs()
          const [run] = await listToPlan(trx, nowMs, failed, 1)
          if (run === undefined) return { left: false }
          current = run.id
          return plan(trx, stores, run, nowMs)
        })
      } catch (error) {
        if (current === null) throw error
        failed.push(current)
        ports.onFailure(error)
      }
    }
  }

  async function plan(trx: Trx, stores: JobStores, run: PlannedRun, nowMs: number) {
    const missed = run.stage === 'members' && run.cursor === 0 ? await whyMissed(trx, stores, run, nowMs) : null
    if (missed !== null) {
      await stores.runs.move(run, 'cancelled', { endedMs: nowMs, reason: missed })
      await stores.runs.saveStage(run.id, { stage: null, cursor: 0 })
      await stores.announce('job', run.jobId)
      return { left: true }
    }
    const step = await planStep({ stores, random, deployment, nowMs, ...sizes }, run.id)
    if (step.done) await completeIfOver(stores, run, nowMs)
    return { left: true, told: step.told }
  }

  async function begin(trx: Trx, stores: JobStores) {
    const nowMs = clock.nowMs()
    const found = await listToBegin(trx, nowMs, AT_ONCE)
    for (const run of found) {
      await stores.runs.move(run, 'active', { beganMs: nowMs })
      await stores.announce('job', run.jobId)
    }
    return { left: found.length === AT_ONCE }
  }

  async function finish(trx: Trx, stores: JobStores) {
    const found = await listFinished(trx, AT_ONCE)
    for (const publicId of found) {
      const job = await stores.jobs.lock(publicId)
      if (job?.state !== 'enabled') continue
      await stores.jobs.setState(job, 'completed', new Date(clock.nowMs()))
      await stores.announce('job', job.id)
    }
    return { left: found.length === AT_ONCE }
  }

  async function release(trx: Trx, stores: JobStores) {
    const told = await releaseWaiting(trx, clock.nowMs())
    await stores.lines.bumpWork(told)
    return { left: false, told }
  }

  /** Governments change clocks, and a new runtime brings their tables. */
  async function compare(subscriptionId: number): Promise<boolean> {
    if (compared.has(subscriptionId)) return true
    let after = 0
    const whole = await until(subscriptionId, async (trx, stores) => {
      const nowMs = clock.nowMs()
      const runs = await listNotBegun(trx, nowMs, after, AT_ONCE)
      const told: number[] = []
      for (const run of runs) told.push(...(await moveIfOff(trx, stores, run, nowMs)))
      after = runs.at(-1)?.id ?? after
      return { left: runs.length === AT_ONCE, told }
    })
    if (whole) compared.add(subscriptionId)
    return whole
  }

  async function moveIfOff(trx: Trx, stores: JobStores, run: PlannedRun, nowMs: number): Promise<readonly number[]> {
    const job = await stores.runs.findJob(run)
    const schedule = job?.spec.schedule ?? null
    if (job === null || schedule === null || schedule.type === 'onDemand' || run.nominal === null) return []
    const zones = schedule.zone === null ? await stores.plan.listZones(job.spec.assets) : []
    // Two days before the earliest that it could have been.
    const near = nextJobRuns(schedule, zones, run.firstMs - 4 * 86_400_000, 8, rules)
    const now = near.find(one => one.nominal === run.nominal)
    if (now === undefined || (now.firstMs === run.firstMs && now.lastMs === run.lastMs)) return []
    const to = { firstMs: now.firstMs, lastMs: now.lastMs, planMs: planMsOf(now.firstMs, job.spec) }
    if (schedule.zone === null) {
      // Whether clocks changed or assets of other zones came cannot be told apart: what agents were told stands.
      if (run.state === 'due') await moveRun(trx, run.id, { ...to, detail: null })
      return []
    }
    const shown = { nominal: run.nominal, atMs: run.firstMs, begun: false }
    const detail = movedRuns([shown], schedule, schedule.zone, rules)[0]?.message ?? null
    await stores.announce('job', job.id)
    if (run.state === 'due') {
      await moveRun(trx, run.id, { ...to, detail })
      return []
    }
    // Its tasks carry instants of the old clock: they are taken back, and planned anew.
    const told = await cancelRun(stores, run, nowMs, 'zone_rules_changed')
    const publicId = random.uuid()
    const { jobId, specVersion, nominal } = run
    const anew = await stores.runs.insertDue({ publicId, jobId, specVersion, nominal, ...to, retryOf: null, nowMs })
    if (anew !== null) await moveRun(trx, anew, { ...to, detail })
    return told
  }

  async function turn(subscriptionId: number): Promise<void> {
    await ports.settleLicences(subscriptionId)
    // The others come to the first of these and leave.
    if (!(await compare(subscriptionId))) return
    for (const work of [settle, look]) if (!(await until(subscriptionId, work))) return
    if (!(await planAll(subscriptionId))) return
    for (const work of [begin, finish, release]) if (!(await until(subscriptionId, work))) return
  }

  return {
    turn,
    soon(subscriptionId) {
      if (stopping.signal.aborted || asked.has(subscriptionId)) return
      const running = turn(subscriptionId)
        .catch(ports.onFailure)
        .finally(() => asked.delete(subscriptionId))
      asked.set(subscriptionId, running)
    },
    async stop() {
      stopping.abort()
      await Promise.all(asked.values())
    },
  }
}

/** A run of the clock that the server was not there for; null: it can still begin somewhere. */
async function whyMissed(trx: Trx, stores: JobStores, run: PlannedRun, nowMs: number) {
  if (run.nominal === null || run.firstMs > nowMs) return null
  const job = await stores.runs.findJob(run)
  if (job === null || isOver(run, job.spec, nowMs)) return 'run_missed' as const
  return (await hasLaterRun(trx, run, nowMs)) ? ('run_replaced' as const) : null
}

/** A run that had nothing to do is over when it is planned, and with it a job that has no other. */
async function completeIfOver(stores: JobStores, { id, jobId }: PlannedRun, nowMs: number): Promise<void> {
  const run = await stores.jobs.findRun(id)
  if (run?.state !== 'done' && run?.state !== 'cancelled') return
  const job = await stores.jobs.findJobOfRun(jobId)
  const spec = await stores.runs.findJob(run)
  if (job?.state !== 'enabled' || job.goesOn || spec === null || recurs(spec)) return
  await stores.jobs.setState(job, 'completed', new Date(nowMs))
}

const recurs = ({ spec }: JobRecord): boolean => spec.schedule !== null && isRecurring(spec.schedule)
