// What a scan costs beside the programs it stands on, and what an agent costs that has nothing to do. On a real Debian host (root, see
// packages/testkit/README.md); the agent is the bundle of tools/build-agent.ts.
import { readFileSync } from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'
import { baseLayer, createNetwork, startHost, type TestHost, whyNoHosts } from '@patchyard/testkit/hosts'
import type { Bench, Figure } from '../tools/bench/bench.ts'
import { agentBinds, eventually, type Site, startSite } from '../tests/hosts/managed-site.ts'

const ROUNDS = 7
const IDLE_SECONDS = 60
/** Whether memory grows with scans. */
const MORE_SCANS = 20
/** USER_HZ, as proc(5) counts processor time: 100 on every Linux that the agent supports. */
const TICKS = 100

const bare = `apt-get -s dist-upgrade; dpkg-query -W -f '\${Package} \${Version} \${source:Package} \${db:Status-Abbrev}\\n'`
const scan = '/opt/node/node /opt/patchyard-agent/patchyard-agent.mjs scan --json'

export const bench: Bench = {
  about: 'A scan of the agent against the bare commands that it stands on, and an agent that is connected and idle.',
  data: `Debian 12 with Debian's own package lists and those of the tests; ${ROUNDS} rounds of both in turn, medians; idle for ${IDLE_SECONDS} s from 45 s after the first report on; then ${MORE_SCANS} more scans.`,
  async run() {
    const reason = whyNoHosts()
    if (reason !== undefined) throw new Error(reason)
    await using network = await createNetwork()
    await using site = await startSite(network)
    await using host = await startHost({ layer: await baseLayer('debian12'), network, binds: agentBinds })
    return [...(await costOfScan(host)), ...(await costOfIdling(host, site))]
  },
}

interface Cost {
  readonly wallMs: number
  readonly cpuMs: number
}

/** With everything that the command starts; bash's own `time` adds up its children. */
async function costOf(host: TestHost, command: string): Promise<Cost> {
  const timed = await host.exec(['/bin/bash', '-c', `TIMEFORMAT='%3R %3U %3S'; time { ${command}; } >/dev/null 2>&1`])
  const [wall = 0, user = 0, system = 0] = timed.stderr.trim().split(' ').map(Number)
  if (timed.status !== 0 || !(wall > 0)) throw new Error(`${command}: ${timed.stderr}`)
  return { wallMs: wall * 1000, cpuMs: (user + system) * 1000 }
}

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN

async function costOfScan(host: TestHost): Promise<Figure[]> {
  await costOf(host, bare) // reads the lists into memory
  const rounds: { bare: Cost; scan: Cost }[] = []
  for (let round = 0; round < ROUNDS; round++) {
    rounds.push({ bare: await costOf(host, bare), scan: await costOf(host, scan) })
  }
  const of = (pick: (round: { bare: Cost; scan: Cost }) => number): number => median(rounds.map(pick))
  return [
    { name: 'bare commands: processor', value: of(one => one.bare.cpuMs), unit: 'ms' },
    { name: 'bare commands: wall', value: of(one => one.bare.wallMs), unit: 'ms' },
    { name: 'scan, a program of its own: processor', value: of(one => one.scan.cpuMs), unit: 'ms' },
    { name: 'scan, a program of its own: wall', value: of(one => one.scan.wallMs), unit: 'ms' },
    { name: 'processor, scan to bare', value: of(one => one.scan.cpuMs / one.bare.cpuMs), unit: '×', atMost: 1.3 },
    { name: 'wall, scan to bare', value: of(one => one.scan.wallMs / one.bare.wallMs), unit: '×', atMost: 1.3 },
  ]
}

async function costOfIdling(host: TestHost, site: Site): Promise<Figure[]> {
  const asset = await site.manage(host)
  // Half a minute after work the agent collects its heap once (core/rest.ts); what is measured is the waiting behind it.
  await delay(45_000)
  const pid = await host.unitPid('patchyard-agent')
  const before = ticksOf(pid)
  await delay(IDLE_SECONDS * 1000)
  const used = sum(ticksOf(pid)) - sum(before)
  const idle: Figure[] = [
    { name: 'idle agent: resident', value: memoryMiB(pid, 'VmRSS'), unit: 'MiB', atMost: 60 },
    { name: 'of it mapped files: Node, libraries', value: memoryMiB(pid, 'RssFile'), unit: 'MiB' },
    { name: 'of it memory of its own', value: memoryMiB(pid, 'RssAnon'), unit: 'MiB' },
    { name: 'idle agent: processor', value: (used / TICKS / IDLE_SECONDS) * 100, unit: '%', atMost: 0.1 },
  ]
  const own = () => sum(ticksOf(pid).slice(0, 2))
  const ownBefore = own()
  for (let count = 0; count < MORE_SCANS; count++) await scanAgain(site, asset)
  const ownMs = ((own() - ownBefore) / TICKS / MORE_SCANS) * 1000
  await delay(15_000)
  return [
    ...idle,
    { name: 'a scan in the running agent: processor of the agent itself', value: ownMs, unit: 'ms' },
    { name: `after ${MORE_SCANS} more scans: resident`, value: memoryMiB(pid, 'VmRSS'), unit: 'MiB' },
    { name: 'of it memory of its own', value: memoryMiB(pid, 'RssAnon'), unit: 'MiB' },
  ]
}

async function scanAgain({ client }: Site, asset: string): Promise<void> {
  const scannedAt = async () => (await client.call('getAsset', { params: { id: asset } })).scanDateTime
  const last = await scannedAt()
  await client.call('scanAsset', { params: { id: asset } })
  await eventually('a scan', async () => ((await scannedAt()) === last ? undefined : true))
}

const sum = (values: readonly number[]): number => values.reduce((all, one) => all + one, 0)

/** proc(5): utime, stime, cutime, cstime are fields 14 to 17; the name before them may hold spaces. */
function ticksOf(pid: number): number[] {
  const fields = readFileSync(`/proc/${String(pid)}/stat`, 'utf8')
    .replace(/^.*\) /, '')
    .split(' ')
  return fields.slice(11, 15).map(Number)
}

/** proc(5), "status". */
function memoryMiB(pid: number, line: 'VmRSS' | 'RssFile' | 'RssAnon'): number {
  const status = readFileSync(`/proc/${String(pid)}/status`, 'utf8')
  return Number(new RegExp(`^${line}:\\s+(\\d+) kB$`, 'm').exec(status)?.[1] ?? Number.NaN) / 1024
}
