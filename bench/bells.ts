import { once } from 'node:events'
import { setTimeout as delay } from 'node:timers/promises'
import { buildSection, packagesSection, updatesSection } from '@patchyard/protocol'
import { WebSocket } from 'ws'
import { type Bench, quantile } from '../tools/bench/bench.ts'
import { type BenchAgent, bodyOf } from './server/bench-agent.ts'
import { HttpConnections } from './server/http-connections.ts'
import { enrolAgents, inLanes } from './server/load.ts'
import { type RealServer, startRealServer } from './server/real-server.ts'

const AGENTS = 1000
const LANES = 64
/** Jobs for one online agent each, one after the other. */
const SINGLE_JOBS = 100

export const bench: Bench = {
  about: 'From pressing Enable to an online agent that holds its task, by the bell; and what idle agents cost.',
  data: `${AGENTS} agents with a WebSocket each. ${SINGLE_JOBS} jobs for one asset; then one job for all ${AGENTS}. A start is when the agent has the signed manifest and its task document. Embedded PostgreSQL with fsync; load on the same machine.`,
  async run() {
    await using server = await startRealServer()
    const connections = new HttpConnections(server.port, LANES)
    const agents = await enrolAgents(server, connections, AGENTS)
    await inLanes(LANES, agents, async agent => void bodyOf(await connections.send(agent.report(sections))))
    await inLanes(LANES, agents, async agent => void (await agent.takeManifest()))
    const bells = await connectAll(server, agents)
    await delay(5000)
    const idle = server.residentMiB()
    const { assets, patch } = await targets(server)
    const byName = new Map(agents.map((agent, index) => [`bench-${String(index).padStart(5, '0')}`, agent]))

    const singles: number[] = []
    for (const asset of assets.slice(0, SINGLE_JOBS)) {
      const agent = byName.get(asset.name) as BenchAgent
      singles.push(...(await enable(server, [asset.id], patch, new Map([[agent, bells.get(agent) as WebSocket]]))))
    }
    const rest = assets.slice(SINGLE_JOBS)
    const ringing = new Map(rest.map(({ name }) => [byName.get(name)!, bells.get(byName.get(name)!)!]))
    const all = await enable(
      server,
      rest.map(asset => asset.id),
      patch,
      ringing,
    )
    for (const bell of bells.values()) bell.terminate()
    connections.close()
    return [
      { name: 'server resident with 1,000 idle agents', value: idle, unit: 'MiB', atMost: 300 },
      { name: 'enable to start, one agent: p50', value: quantile(singles, 0.5), unit: 'ms' },
      { name: 'enable to start, one agent: p99', value: quantile(singles, 0.99), unit: 'ms', atMost: 1000 },
      { name: `enable to start, ${rest.length} agents: p50`, value: quantile(all, 0.5), unit: 'ms' },
      { name: `enable to start, ${rest.length} agents: p99`, value: quantile(all, 0.99), unit: 'ms' },
    ]
  },
}

const sections = JSON.stringify([
  buildSection('packages.1', null, [
    packagesSection.toRow({
      name: 'bell',
      arch: 'amd64',
      version: '1',
      scheme: 'deb',
      sourceName: 'bell',
      sourceVersion: '1',
      vendor: '',
      held: false,
      state: 'installed',
    }),
  ]),
  buildSection('updates.1', null, [
    updatesSection.toRow({
      patch: 'deb:debian/bookworm/bell@2',
      package: 'bell',
      arch: 'amd64',
      candidate: '2',
      installed: '1',
      title: 'bell 2',
      isSecurity: true,
      origin: 'Debian-Security',
      repository: 'bookworm-security',
      authenticated: true,
      sizeBytes: null,
      blocked: null,
      description: '',
    }),
  ]),
])

async function connectAll(server: RealServer, agents: readonly BenchAgent[]): Promise<Map<BenchAgent, WebSocket>> {
  const bells = new Map<BenchAgent, WebSocket>()
  await inLanes(32, agents, async agent => {
    const bell = new WebSocket(`ws://127.0.0.1:${server.port}/agent/v1/bell`, { headers: agent.bellHeaders() })
    bell.setMaxListeners(0)
    await once(bell, 'open')
    bells.set(agent, bell)
  })
  return bells
}

async function targets(server: RealServer): Promise<{ assets: { id: string; name: string }[]; patch: string }> {
  const assets: { id: string; name: string }[] = []
  let cursor: string | null = null
  do {
    const more: string = cursor === null ? '' : `&cursor=${cursor}`
    const page = await server.call<{ items: { id: string; name: string }[]; nextCursor: string | null }>(
      'GET',
      `/assets?limit=500${more}`,
    )
    assets.push(...page.items)
    cursor = page.nextCursor
  } while (cursor !== null)
  const patches = await server.call<{ items: { id: string }[] }>('GET', '/patches?limit=1')
  return { assets, patch: patches.items[0]?.id ?? '' }
}

/** Makes and enables jobs; milliseconds from the request until each agent holds its task document. */
async function enable(
  server: RealServer,
  assets: readonly string[],
  patch: string,
  ringing: ReadonlyMap<BenchAgent, WebSocket>,
): Promise<number[]> {
  // A job names fifty single assets at most.
  const ids: string[] = []
  for (let at = 0; at < assets.length; at += 50) {
    const job = await server.call<{ id: string }>('POST', '/jobs', {
      name: 'Bench',
      platform: 'linux',
      assets: { include: assets.slice(at, at + 50) },
      patches: { from: 'list', patches: [patch] },
      schedule: { type: 'onDemand' },
    })
    ids.push(job.id)
  }
  const since = performance.now()
  const started = [...ringing].map(async ([agent, bell]) => {
    await once(bell, 'message')
    const { documents } = await agent.takeManifest()
    if (documents !== 1) throw new Error(`${documents} documents`)
    return performance.now() - since
  })
  await server.call('POST', '/jobs/enable', { ids })
  return Promise.all(started)
}
