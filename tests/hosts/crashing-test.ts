// Run by left-behind.host.test.ts: makes what tests make, says so on one line, and waits to be killed.
import { baseLayer, chrootHost, createNetwork, startHost } from '@patchyard/testkit/hosts'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

const layer = await baseLayer('debian12')
const network = await createNetwork()
const host = await startHost({ layer, network, name: 'crashing' })
await chrootHost({ layer, network })

const registry = readdirSync('/run/patchyard-tests')
  .filter(name => name.startsWith(`${String(process.pid)}-`))
  .map(name => join('/run/patchyard-tests', name))[0]
if (registry === undefined) throw new Error('no registry')
const items = readdirSync(registry)
  .filter(name => name.endsWith('.json'))
  .map(name => JSON.parse(readFileSync(join(registry, name), 'utf8')) as Record<string, unknown>)
const of = (kind: string): Record<string, unknown> => items.find(item => item['kind'] === kind) ?? {}
console.log(
  JSON.stringify({
    registry,
    bridge: of('bridge')['name'],
    cgroup: of('cgroup')['path'],
    holder: (of('process')['identity'] as { pid: number }).pid,
    init: host.initPid(),
  }),
)
setInterval(() => undefined, 1000)
