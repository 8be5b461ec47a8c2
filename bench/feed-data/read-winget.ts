// A program of its own, so that its memory is that of this work alone: reads winget's archive in a file as the server does, in a worker
// within the feed's limits, and prints figures.
import { createReadStream, readFileSync } from 'node:fs'
import { argv, cpuUsage } from 'node:process'
import { readInWorker } from '@patchyard/feeds'

const [, , file = ''] = argv
// Of this program alone: the kernel's rusage begins with what its parent held when it started it.
const mostMemoryMiB = (): number =>
  Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync('/proc/self/status', 'utf8'))?.[1]) / 1024
const counts: Record<string, number> = {}
const began = performance.now()
const input = { chunks: createReadStream(file), url: file, options: {}, sinceMs: null }
for await (const batch of readInWorker('winget', 'archive', input)) {
  for (const record of batch) counts[record.kind] = (counts[record.kind] ?? 0) + 1
}
console.log(
  JSON.stringify({
    seconds: (performance.now() - began) / 1000,
    cpuSeconds: (cpuUsage().user + cpuUsage().system) / 1e6,
    maxRssMiB: mostMemoryMiB(),
    counts,
  }),
)
