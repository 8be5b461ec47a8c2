import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Bench } from '../tools/bench/bench.ts'
import { wingetArchive } from './feed-data/winget-archive.ts'
import { writeZip } from './feed-data/zip-file.ts'

const share = Number(process.env['PATCHYARD_BENCH_SHARE'] ?? 1)
const PACKAGES = Math.round(10_000 * share)
const VERSIONS = 30

interface Reading {
  readonly seconds: number
  readonly cpuSeconds: number
  readonly maxRssMiB: number
  readonly counts: Readonly<Record<string, number>>
}

export const bench: Bench = {
  about:
    'The archive of winget’s manifests, from its bytes to patches, in a worker within the feed’s limits, in a process of its own.',
  data: `${PACKAGES} generated packages in ${VERSIONS} versions, three manifests and three installers each, in a zip archive.`,
  run() {
    const folder = mkdtempSync(join(tmpdir(), 'patchyard-bench-winget-'))
    try {
      const file = join(folder, 'master.zip')
      const bytes = writeZip(file, wingetArchive(PACKAGES, VERSIONS))
      const program = fileURLToPath(new URL('feed-data/read-winget.ts', import.meta.url))
      const reading = JSON.parse(execFileSync(process.execPath, [program, file], { encoding: 'utf8' })) as Reading
      const patches = reading.counts['patch'] ?? 0
      if (patches !== PACKAGES * VERSIONS || reading.counts['rejected'] !== undefined)
        throw new Error(`read ${JSON.stringify(reading.counts)}`)
      return Promise.resolve([
        { name: 'archive', value: bytes / 1e6, unit: 'MB' },
        { name: `${patches} versions, by the clock`, value: reading.seconds, unit: 's', atMost: 120 },
        { name: 'processor time', value: reading.cpuSeconds, unit: 's' },
        { name: 'most memory of the process, worker and all', value: reading.maxRssMiB, unit: 'MiB' },
      ])
    } finally {
      rmSync(folder, { recursive: true })
    }
  },
}
