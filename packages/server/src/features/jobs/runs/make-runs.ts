import {
  type JobDefinition,
  nextJobRun,
  nextJobRuns,
  platformZones,
  type Random,
  type TimedSchedule,
  type ZoneRules,
} from '@patchyard/domain'
import type { JobRecord } from '../job-store.ts'
import type { JobStores } from '../job-stores.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS

/** So long before their start runs are written down, so that people see them and nothing depends on the hour. */
const AHEAD_MS = 48 * HOUR_MS
/** Agents hear of their tasks so long before the start, and then begin without the server. */
const LEAD_MS = 3 * HOUR_MS
/** Of a server that was gone for longer nobody wants to read every run. */
const LONGEST_ACCOUNT_MS = 35 * DAY_MS
const MOST_AT_ONCE = 64
/** A job that has no run to come is looked at when somebody changes it. */
const NEVER_MS = 365 * DAY_MS

/** When a run that begins at `firstMs` is planned: earlier where packages are to come before it. */
export const planMsOf = (firstMs: number, { options }: Pick<JobDefinition, 'options'>): number =>
  firstMs - Math.max(LEAD_MS, (options.earlyDownloadMinutes + 30) * MINUTE_MS)

/** An early download may begin a week before; its run must be there by then. */
const aheadOf = (definition: JobDefinition): number => Math.max(AHEAD_MS, HOUR_MS - planMsOf(0, definition))

/**
 * Writes down the runs of a job up to two days ahead, each once whatever happens in between, and when its next one is. `madeToMs`: runs up
 * to then are there; null: those that began before now are nobody's. Returns how many were made.
 */
export async function makeRuns(
  stores: JobStores,
  random: Random,
  job: JobRecord,
  schedule: TimedSchedule,
  madeToMs: number | null,
  nowMs: number,
  rules: ZoneRules = platformZones,
): Promise<number> {
  const zones = schedule.zone === null ? await stores.plan.listZones(job.spec.assets) : []
  const aheadMs = aheadOf(job.spec)
  const fromMs = Math.max(madeToMs ?? nowMs, nowMs - LONGEST_ACCOUNT_MS)
  const found = nextJobRuns(schedule, zones, fromMs, MOST_AT_ONCE, rules).filter(run => run.firstMs <= nowMs + aheadMs)
  let made = 0
  for (const [n, { nominal, firstMs, lastMs }] of found.entries()) {
    // Where a place lost a whole date its run falls together with that of the next one, and there is one run.
    if (found[n + 1]?.firstMs === firstMs && found[n + 1]?.lastMs === lastMs) continue
    const runId = await stores.runs.insertDue({
      publicId: random.uuid(),
      jobId: job.id,
      specVersion: job.specVersion,
      ...{ nominal, firstMs, lastMs, planMs: planMsOf(firstMs, job.spec), retryOf: null, nowMs },
    })
    if (runId !== null) made += 1
  }
  const next = nextJobRun(schedule, zones, nowMs, rules)
  const isAll = found.length < MOST_AT_ONCE
  const upToMs = isAll ? Math.max(nowMs + aheadMs, fromMs) : (found.at(-1)?.firstMs ?? nowMs)
  const unmade = nextJobRun(schedule, zones, upToMs, rules)
  await stores.runs.schedule(job.id, {
    nextMs: next?.firstMs ?? null,
    madeToMs: upToMs,
    version: job.specVersion,
    // When the next one begins, another one is the next.
    lookMs: Math.min(next?.firstMs ?? nowMs + NEVER_MS, Math.max(nowMs, (unmade?.firstMs ?? Infinity) - aheadMs)),
  })
  return made
}
