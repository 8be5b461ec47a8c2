// A process of its own, for its memory: reads an updateinfo.xml as the server's worker does and prints what it took.
import { createReadStream, statSync } from 'node:fs'
import { registry } from '@patchyard/feeds'

const file = process.argv[2] ?? ''
const counts: Record<string, number> = {}
const [since, cpuBefore] = [performance.now(), process.cpuUsage()]
const items = registry['rpm-repository'].read({
  document: 'updateinfo',
  url: '',
  member: '',
  options: { distro: 'almalinux', release: '9' },
  sinceMs: null,
  chunks: createReadStream(file),
})
for await (const item of items) counts[item.kind] = (counts[item.kind] ?? 0) + 1
const seconds = (performance.now() - since) / 1000
const cpu = process.cpuUsage(cpuBefore)
process.stdout.write(
  JSON.stringify({
    bytes: statSync(file).size,
    seconds,
    cpuSeconds: (cpu.user + cpu.system) / 1e6,
    maxRssMB: (process.resourceUsage().maxRSS * 1024) / 1e6,
    counts,
  }),
)
