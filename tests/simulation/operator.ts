import { type MemoryServer, Problem } from '@patchyard/server/testing/memory'
import type { EventLog, EventLoop, FaultPlan, SimRandom } from '@patchyard/testkit/simulation'
import type { FaultKind } from './fault-kinds.ts'
import { someDefinition } from './sim-job.ts'

export interface SimOperator {
  /** The job was made and is enabled. */
  readonly jobIsOn: boolean
  /** Nothing more will be asked for. */
  readonly isDone: boolean
}

const MINUTE = 60_000
const AGAIN_MS = 5000
/** The fleet need not be complete: what is missing by then is left out. */
const PATIENCE_MS = 10 * MINUTE

/** Somebody who makes one job for what the fleet misses, and by the plan cancels it or retries what failed. */
export function startOperator(ports: {
  loop: EventLoop
  log: EventLog
  random: SimRandom
  faults: FaultPlan<FaultKind>
  server: MemoryServer
  hostCount: number
  untilMs: number
}): SimOperator {
  const { loop, log, random, faults, server } = ports
  const { tenant } = server
  const state = { jobIsOn: false, isDone: false }

  /** A person tries again what the server could not do just then. What it refuses is answered. */
  async function insist(what: string, ask: () => Promise<void>): Promise<'done' | 'refused'> {
    for (;;) {
      try {
        await ask()
        log.add('operator', what)
        return 'done'
      } catch (error) {
        if (error instanceof Problem && error.status === 409) return 'refused'
        if (!(error instanceof Problem && error.status === 503)) throw error
        await loop.sleep(AGAIN_MS)
      }
    }
  }
  const scanned = (): string[] => tenant.assets.rows().flatMap(asset => (asset.scan === null ? [] : [asset.publicId]))
  const runsAreOver = (): boolean => tenant.runs.rows().every(run => run.state !== 'active')

  async function work(): Promise<void> {
    while (scanned().length < ports.hostCount && loop.monotonicMs() < PATIENCE_MS) await loop.sleep(AGAIN_MS)
    await loop.sleep(random.between(0, 60_000))
    const patches = tenant.patches.rows().map(patch => patch.publicId)
    let job = ''
    await insist('made the job', async () => {
      const assets = random.chance(0.8) ? scanned() : scanned().filter(() => random.chance(0.7))
      const some = random.chance(0.7) ? patches : patches.filter(() => random.chance(0.6))
      job = await server.operator.createJob(someDefinition(random, assets, some))
    })
    await insist('enabled the job', () => server.operator.enable(job))
    state.jobIsOn = true
    if (faults.fires('job cancelled', 1)) {
      await loop.sleep(random.between(0, random.pick([2000, 60_000, 600_000])))
      await insist('cancelled the job', () => server.operator.cancel(job))
    }
    while (faults.isOn('job retried') && loop.monotonicMs() < ports.untilMs) {
      await loop.sleep(random.between(5000, 60_000))
      if (!runsAreOver()) continue
      if ((await insist('retried the job', () => server.operator.retry(job))) === 'refused') return
      faults.note('job retried')
      if (random.chance(0.5)) return
    }
  }

  void work().then(
    () => {
      state.isDone = true
    },
    (error: unknown) => {
      log.add('operator', 'gave up', { error: String(error) })
      throw error
    },
  )
  return state
}
