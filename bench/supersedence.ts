import { execFileSync } from 'node:child_process'
import { closeSync, existsSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Bench, Figure } from '../tools/bench/bench.ts'
import { kbTableOf, ROWS } from './feed-data/kb-table.ts'

const real = fileURLToPath(new URL('../../shared/data/ms-kb-supersedence/definitions.zip', import.meta.url))

export const bench: Bench = {
  about:
    'The KB table from its bytes to the closed graph of supersedence: CSV, patches and edges, holes, newest successors of every patch, everything older than every patch; in a process of its own; the worker that reads has a heap of at most 512 MiB.',
  data: existsSync(real)
    ? 'The real table of 2026-06-28, 608,740 rows in a zip archive of 4.1 MB (136 MB unpacked).'
    : `${ROWS} generated rows in the real table's shape: 60 products with chains of up to 180 KBs.`,
  run() {
    if (existsSync(real)) return Promise.resolve(figures(real))
    const folder = mkdtempSync(join(tmpdir(), 'patchyard-bench-supersedence-'))
    try {
      const file = join(folder, 'table.csv')
      const handle = openSync(file, 'w')
      let lines: string[] = []
      for (const line of kbTableOf(ROWS)) {
        lines.push(line)
        if (lines.length < 10_000) continue
        writeSync(handle, lines.join(''))
        lines = []
      }
      writeSync(handle, lines.join(''))
      closeSync(handle)
      return Promise.resolve(figures(file))
    } finally {
      rmSync(folder, { recursive: true })
    }
  },
}

function figures(file: string): Figure[] {
  const program = fileURLToPath(new URL('feed-data/close-kb-table.ts', import.meta.url))
  const printed = execFileSync(process.execPath, [program, file], { encoding: 'utf8' })
  const one = JSON.parse(printed) as Record<string, number>
  const value = (name: string): number => one[name] ?? Number.NaN
  return [
    {
      name: 'all of it, by the clock',
      value: (value('readMs') + value('repairMs') + value('supersededByMs') + value('closureMs')) / 1000,
      unit: 's',
      atMost: 60,
    },
    { name: 'all of it, processor', value: value('cpuMs') / 1000, unit: 's' },
    { name: 'rows to patches and edges', value: value('readMs') / 1000, unit: 's' },
    { name: 'holes and graph', value: value('repairMs'), unit: 'ms' },
    { name: 'newest successors of every patch', value: value('supersededByMs'), unit: 'ms' },
    { name: 'everything older than every patch', value: value('closureMs'), unit: 'ms' },
    { name: 'most memory of the process, worker and all', value: value('maxRssMiB'), unit: 'MiB', atMost: 512 },
    { name: 'patches', value: value('patches'), unit: '' },
    { name: 'edges', value: value('edges'), unit: '' },
    { name: 'of them derived', value: value('derived'), unit: '' },
    { name: 'pairs of older and newer in the closure', value: value('pairs'), unit: '' },
  ]
}
