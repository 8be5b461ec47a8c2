import { execFileSync } from 'node:child_process'
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Bench, type Figure, quantile } from '../tools/bench/bench.ts'
import { updateinfoOf } from './feed-data/updateinfo.ts'

const BYTES = 50_000_000
const ROUNDS = 5

export const bench: Bench = {
  about:
    'An updateinfo.xml of 50 MB: bytes to records (XML, entries, patches and advisories), in a process of its own.',
  data: `entries in the shape of AlmaLinux’ real ones with 4 to 33 packages each, made from one seed, in a file that is in memory; ${ROUNDS} rounds, the median of speed and the most of memory.`,
  run() {
    const folder = mkdtempSync(join(tmpdir(), 'patchyard-bench-feeds-'))
    try {
      const file = join(folder, 'updateinfo.xml')
      write(file)
      return Promise.resolve(figures(Array.from({ length: ROUNDS }, () => readOnce(file))))
    } finally {
      rmSync(folder, { recursive: true })
    }
  },
}

function write(file: string): void {
  const handle = openSync(file, 'w')
  for (const text of updateinfoOf(BYTES)) writeSync(handle, text)
  closeSync(handle)
}

interface Reading {
  readonly bytes: number
  readonly seconds: number
  readonly maxRssMB: number
  readonly cpuSeconds: number
  readonly counts: Readonly<Record<string, number>>
}

function readOnce(file: string): Reading {
  const reader = fileURLToPath(new URL('feed-data/read-updateinfo.ts', import.meta.url))
  return JSON.parse(execFileSync(process.execPath, [reader, file], { encoding: 'utf8' })) as Reading
}

function figures(readings: readonly Reading[]): Figure[] {
  const [first] = readings
  if (first === undefined || first.counts['rejected'] !== undefined) throw new Error('entries were rejected')
  const median = (of: (one: Reading) => number): number => quantile(readings.map(of), 0.5)
  const megabytes = first.bytes / 1e6
  return [
    { name: 'updateinfo, by the clock', value: megabytes / median(one => one.seconds), unit: 'MB/s', atLeast: 40 },
    { name: 'updateinfo, by processor time', value: megabytes / median(one => one.cpuSeconds), unit: 'MB/s' },
    {
      name: 'updateinfo, most memory of the process',
      value: Math.max(...readings.map(one => one.maxRssMB)),
      unit: 'MB',
      atMost: 200,
    },
    { name: 'updateinfo, patches', value: first.counts['patch'] ?? 0, unit: 'records' },
  ]
}
