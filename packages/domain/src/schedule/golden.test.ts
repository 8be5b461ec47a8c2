import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { checkSchedule } from './check-schedule.ts'
import { nextRun, previousRun, runsBetween } from './runs/next-run.ts'
import type { ScheduledRun } from './runs/scheduled-run.ts'
import type { Schedule } from './schedule.ts'

const read = (name: string): string => readFileSync(new URL(`./fixtures/${name}`, import.meta.url), 'utf8')
const rowsOf = (name: string): string[][] =>
  read(name)
    .trimEnd()
    .split('\n')
    .slice(1)
    .map(row => row.split('\t'))
const schedules = JSON.parse(read('schedules.json')) as Record<string, Schedule>
const [from, to] = [Date.UTC(2010, 11, 1), Date.UTC(2021, 0, 2)]

/** The fixture ends with nominal times of 2020. */
const tenYears = (name: string, zone: string): ScheduledRun[] =>
  runsBetween(schedules[name] as Schedule, zone, from, to).filter(run => run.nominal < '2021')
const lineOf = ({ nominal, atMs, reading }: ScheduledRun): string =>
  `${nominal}\t${new Date(atMs).toISOString().slice(0, 16)}Z\t${reading}`

describe('ten years of runs in eight zones are those of Python and zoneinfo', () => {
  const golden = rowsOf('golden.tsv')
  it.each(Object.keys(schedules))('%s', name => {
    const rows = golden.filter(row => row[0] === name)
    expect(rows).toHaveLength(8)
    for (const [, zone = '', count, sha256] of rows) {
      const lines = tenYears(name, zone).map(lineOf)
      const text = lines.map(line => `${line}\n`).join('')
      expect([zone, String(lines.length)]).toEqual([zone, count])
      expect([zone, createHash('sha256').update(text).digest('hex')]).toEqual([zone, sha256])
    }
  })

  it('names every run that a change of the clock concerns', () => {
    const wanted = rowsOf('samples.tsv').map(row => row.join('\t'))
    const zones = [...new Set(golden.map(row => row[1] ?? ''))]
    const found = Object.keys(schedules).flatMap(name =>
      zones.flatMap(zone =>
        tenYears(name, zone)
          .filter(run => run.reading !== 'exact')
          .map(run => `${name}\t${zone}\t${lineOf(run)}`),
      ),
    )
    expect(found).toEqual(wanted)
  })

  it('going from run to run, forward or backward, leaves none out', () => {
    for (const [name, zone] of [
      ['weekly-fri-2200', 'Pacific/Apia'],
      ['last-and-fifth-sunday-0230', 'Africa/Casablanca'],
      ['dates-29-every-12-0300', 'Australia/Lord_Howe'],
      ['patch-tuesday-minus-27-every-2-0200', 'America/St_Johns'],
    ] as const) {
      const schedule = schedules[name] as Schedule
      const all = runsBetween(schedule, zone, from, to)
      const forward: ScheduledRun[] = []
      for (
        let run = nextRun(schedule, zone, from);
        run !== null && run.atMs < to;
        run = nextRun(schedule, zone, run.atMs)
      )
        forward.push(run)
      const backward: ScheduledRun[] = []
      for (let run = previousRun(schedule, zone, to); run !== null; run = previousRun(schedule, zone, run.atMs))
        backward.unshift(run)
      expect(forward).toEqual(all)
      expect(backward).toEqual(all)
    }
  })

  it('every schedule of the fixture is one that the check takes as it is', () => {
    for (const schedule of Object.values(schedules)) expect(checkSchedule(schedule).problems).toEqual([])
  })
})
