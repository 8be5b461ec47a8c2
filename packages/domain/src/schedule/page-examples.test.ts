import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { previewRuns } from './runs/preview-runs.ts'
import type { Schedule } from './schedule.ts'

// docs/schedules.md promises these times to people.
const page = readFileSync(new URL('../../../../docs/schedules.md', import.meta.url), 'utf8')
const rows = [...page.matchAll(/^\| (\w+\/\w+) \| (\S+) \| (\S+) \| (\d+) h \| (\S+) \| (\S+) \| (\S+) \|$/gm)]

test('the page has its examples', () => {
  expect(rows).toHaveLength(10)
})

test.each(rows.map(([, ...cells]) => cells))(
  'in %s a job of %s begins on %s with a window of %s h at %s',
  (zone, time, day, hours, wall, utc, end) => {
    const schedule: Schedule = { type: 'daily', start: `2027-01-01T${time}`, zone, every: 1, until: null }
    const window = { appliesTo: 'finish', minutes: Number(hours) * 60 } as const
    const before = Date.parse(`${day}T00:00:00Z`) - 2 * 86_400_000
    const run = previewRuns(schedule, window, '', before, 5).find(one => one.nominal === `${day}T${time}`)
    expect(run?.wall).toBe(`${day}T${wall}`)
    expect(new Date(run?.atMs ?? 0).toISOString().slice(11, 16)).toBe(utc)
    expect(run?.windowEnd?.wall.slice(11)).toBe(end)
  },
)
