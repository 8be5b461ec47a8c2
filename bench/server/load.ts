import type { CpuSeconds, RealServer } from './real-server.ts'
import { BenchAgent } from './bench-agent.ts'
import type { HttpConnections } from './http-connections.ts'

/** `count` agents that have enrolled and taken their first manifest. */
export async function enrolAgents(
  server: RealServer,
  connections: HttpConnections,
  count: number,
): Promise<readonly BenchAgent[]> {
  const key = await server.call<{ text: string }>('POST', '/activation-keys', { title: 'bench' })
  const agents = Array.from({ length: count }, () => new BenchAgent(connections))
  await inLanes(16, agents.entries(), async ([index, agent]) => {
    await agent.enrol(key.text, `bench-${String(index).padStart(5, '0')}`)
    await agent.takeManifest()
  })
  return agents
}

/** Works through `items`, `lanes` at a time. */
export async function inLanes<T>(lanes: number, items: Iterable<T>, work: (item: T) => Promise<void>): Promise<void> {
  const queue = items[Symbol.iterator]()
  await Promise.all(
    Array.from({ length: lanes }, async () => {
      for (let next = queue.next(); next.done !== true; next = queue.next()) await work(next.value)
    }),
  )
}

export interface Measured {
  readonly perSecond: number
  /** Milliseconds from the first byte sent to the last byte heard, one for each request. */
  readonly latencies: readonly number[]
  /** Microseconds of processor time for a request. */
  readonly serverUs: number
  readonly postgresUs: number
}

/** Sends requests that are made already, `lanes` at a time, and fails on the first that is not answered with 200. */
export async function measure(
  server: RealServer,
  connections: HttpConnections,
  lanes: number,
  requests: readonly Buffer[],
): Promise<Measured> {
  const latencies: number[] = []
  const before = server.cpu()
  const since = performance.now()
  await inLanes(lanes, requests, async request => {
    const sent = performance.now()
    const reply = await connections.send(request)
    latencies.push(performance.now() - sent)
    if (reply.status !== 200) throw new Error(`${reply.status} ${reply.body.toString('utf8')}`)
  })
  const seconds = (performance.now() - since) / 1000
  const spent = minus(server.cpu(), before)
  const each = (cpu: number): number => (cpu * 1e6) / requests.length
  return {
    perSecond: requests.length / seconds,
    latencies,
    serverUs: each(spent.server),
    postgresUs: each(spent.postgres),
  }
}

const minus = (a: CpuSeconds, b: CpuSeconds): CpuSeconds => ({
  server: a.server - b.server,
  postgres: a.postgres - b.postgres,
})
