import type { Span } from '../../profiles/blackout-instants.ts'
import { MINUTE_MS } from '../../zones/civil-date.ts'
import { platformZones, type ZoneRules } from '../../zones/zone-rules.ts'
import { runsBetween } from '../runs/next-run.ts'
import type { PatchWindow, Schedule } from '../schedule.ts'

/** A job as one asset meets it. */
export interface ScheduledJob {
  readonly id: string
  readonly schedule: Schedule
  /** Null: its runs count from their first moment only. */
  readonly window: PatchWindow | null
}

/** Two jobs whose windows lie over each other on the same asset; `a` and `b` are the same where a job meets itself. */
export interface Overlap {
  readonly a: string
  readonly b: string
  readonly times: number
  readonly first: Span
}

/** Overlaps of runs that begin in [fromMs, toMs), by the jobs in the order given, for an asset with this zone. */
export function overlappingRuns(
  jobs: readonly ScheduledJob[],
  agentZone: string,
  fromMs: number,
  toMs: number,
  rules: ZoneRules = platformZones,
): Overlap[] {
  const found = new Map<string, Overlap>()
  let open: Standing[] = []
  for (const now of standingsOf(jobs, agentZone, fromMs, toMs, rules)) {
    open = open.filter(one => one.to > now.from)
    for (const one of open) {
      const [a, b] = one.index <= now.index ? [one, now] : [now, one]
      const key = `${a.index}/${b.index}`
      const known = found.get(key)
      const first = known?.first ?? { from: now.from, to: Math.min(one.to, now.to) }
      found.set(key, { a: a.id, b: b.id, times: (known?.times ?? 0) + 1, first })
    }
    open.push(now)
  }
  return [...found.values()]
}

interface Standing extends Span {
  readonly id: string
  readonly index: number
}

function standingsOf(
  jobs: readonly ScheduledJob[],
  agentZone: string,
  fromMs: number,
  toMs: number,
  rules: ZoneRules,
): Standing[] {
  const standings = jobs.flatMap(({ id, schedule, window }, index) =>
    runsBetween(schedule, agentZone, fromMs, toMs, rules).map(({ atMs }) => ({
      id,
      index,
      from: atMs,
      to: atMs + (window?.minutes ?? 1) * MINUTE_MS,
    })),
  )
  return standings.toSorted((a, b) => a.from - b.from || a.index - b.index)
}
