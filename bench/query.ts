import { readdirSync, readFileSync } from 'node:fs'
import type { SqlFragment } from '@patchyard/query'
import pg from 'pg'
import { type Bench, type Figure, quantile } from '../tools/bench/bench.ts'
import { findDifferences } from './fleet-data/check-fleet.ts'
import { type FleetDatabase, openFleetDatabase } from './fleet-data/fleet-database.ts'
import { fullSizes, sizesOf } from './fleet-data/sizes.ts'
import { askList } from './fleet-queries/ask.ts'
import { measureCompletion } from './fleet-queries/completion.ts'
import { listCases } from './fleet-queries/cases.ts'

const RUNS = Number(process.env['PATCHYARD_BENCH_RUNS'] ?? 200)
const WARM_UP = 10

// A smaller data set while something is being tried; figures that are kept are those of the whole one.
const share = Number(process.env['PATCHYARD_BENCH_SHARE'] ?? 1)
const sizes = share === 1 ? fullSizes : sizesOf(share)

export const bench: Bench = {
  about: 'Pages, counts with facets, and completion of the query language on a large fleet.',
  data: `${sizes.assets[0]} assets in the subscription that is measured, three others with ${sizes.assets.slice(1).join(', ')}; ${sizes.patches} patches, about a hundred findings an asset (3 in 10 missing), 500 packages on a Linux host; seed fixed. The app role behind forced row-level security, one transaction for each measurement; ${RUNS} runs with different constants after ${WARM_UP}; embedded PostgreSQL with its own settings. "CPU" is PostgreSQL's processor time for one run, on the average: what a machine that does nothing else would take.`,
  async run() {
    await using fleet = await openFleetDatabase(sizes)
    const [wrong] = await findDifferences(fleet.owner)
    if (wrong !== undefined) throw new Error(`the data set is not right: ${wrong}`)
    const scopeTag = await scopeTagOf(fleet)
    const figures: Figure[] = [{ name: 'loading with all counters', value: fleet.loadSeconds, unit: 's', atMost: 180 }]
    const add = (name: string, { times, cpu }: Measured, atMost: number): void => {
      figures.push(
        { name: `${name}: p50`, value: quantile(times, 0.5), unit: 'ms' },
        { name: `${name}: p95`, value: quantile(times, 0.95), unit: 'ms', atMost },
        { name: `${name}: CPU`, value: cpu, unit: 'ms' },
      )
    }
    for (const one of listCases) {
      add(`${one.name}, page`, await measure(fleet, run => askList(one, run, scopeTag).page), 50)
      const counted = await measure(fleet, run => askList(one, run, scopeTag).countWithFacets)
      add(`${one.name}, count and ${one.facets.length} facets`, counted, 150)
    }
    figures.push(...(await measureCompletion(fleet, scopeTag, RUNS)))
    const csv = await exported(fleet)
    figures.push(
      { name: `CSV of ${csv.rows} assets`, value: csv.seconds, unit: 's', atMost: 15 },
      { name: 'CSV: PostgreSQL CPU', value: csv.cpuMs / 1000, unit: 's' },
      { name: 'CSV: memory of the process above what it began with, at most', value: csv.growthMiB, unit: 'MiB' },
    )
    return figures
  },
}

interface Measured {
  /** Milliseconds of each run, from the begin of its transaction to the end of its commit. */
  readonly times: readonly number[]
  /** Milliseconds of PostgreSQL's processor time for one run. */
  readonly cpu: number
}

async function measure(fleet: FleetDatabase, ask: (run: number) => SqlFragment): Promise<Measured> {
  const times: number[] = []
  let before = 0
  for (let run = 0; run < WARM_UP + RUNS; run++) {
    if (run === WARM_UP) before = processorMs(fleet)
    const statement = ask(run)
    const since = performance.now()
    await fleet.ask(1, [statement])
    if (run >= WARM_UP) times.push(performance.now() - since)
  }
  return { times, cpu: (processorMs(fleet) - before) / RUNS }
}

/** Of the postmaster's children that live now; /proc/PID/schedstat counts nanoseconds on a processor. */
function processorMs(fleet: FleetDatabase): number {
  let ms = 0
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue
    try {
      const stat = readFileSync(`/proc/${name}/stat`, 'utf8')
      const parent = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1])
      if (parent === fleet.pid) ms += Number(readFileSync(`/proc/${name}/schedstat`, 'utf8').split(' ')[0]) / 1e6
    } catch {
      // It has ended meanwhile.
    }
  }
  return ms
}

/** Limits of memory are those of bench/csv.ts, which exports twice; this one begins with a heap that has no room yet. */
async function exported(fleet: FleetDatabase) {
  const began = process.memoryUsage().rss
  const cpuBefore = processorMs(fleet)
  const since = performance.now()
  let rows = -1
  let highest = began
  for await (const chunk of await fleet.exportAssets(1)) {
    rows += String(chunk).split('\r\n').length - 1
    highest = Math.max(highest, process.memoryUsage().rss)
  }
  return {
    rows,
    seconds: (performance.now() - since) / 1000,
    cpuMs: processorMs(fleet) - cpuBefore,
    growthMiB: (highest - began) / 2 ** 20,
  }
}

async function scopeTagOf(fleet: FleetDatabase): Promise<number> {
  const client = new pg.Client(fleet.owner)
  await client.connect()
  const { rows } = await client.query<{ id: number }>(
    `select id from tag where subscription_id = 1 and name = 'branch office north'`,
  )
  await client.end()
  return rows[0]?.id ?? 0
}
