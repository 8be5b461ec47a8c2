import { type Bench, quantile } from '../tools/bench/bench.ts'
import { HttpConnections } from './server/http-connections.ts'
import { enrolAgents, measure } from './server/load.ts'
import { startRealServer } from './server/real-server.ts'

const AGENTS = 500
const ROUNDS = 40
const LANES = 64

export const bench: Bench = {
  about:
    'Check-ins with nothing new on either side: signed, over kept-alive HTTP on loopback, by the program as started.',
  data: `${AGENTS} agents, ${ROUNDS} check-ins each on ${LANES} connections; signed beforehand, the first round not counted. Embedded PostgreSQL with fsync; load on the same machine.`,
  async run() {
    await using server = await startRealServer()
    const connections = new HttpConnections(server.port, LANES)
    const agents = await enrolAgents(server, connections, AGENTS)
    await measure(
      server,
      connections,
      LANES,
      agents.map(agent => agent.checkIn()),
    )
    // One round after the other: an agent's requests keep their order.
    const requests = Array.from({ length: ROUNDS }, () => agents.map(agent => agent.checkIn())).flat()
    const measured = await measure(server, connections, LANES, requests)
    connections.close()
    return [
      { name: 'unchanged check-ins', value: measured.perSecond, unit: '/s', atLeast: 4000 },
      { name: 'p50', value: quantile(measured.latencies, 0.5), unit: 'ms' },
      { name: 'p99', value: quantile(measured.latencies, 0.99), unit: 'ms' },
      { name: 'server CPU', value: measured.serverUs, unit: 'µs', atMost: 250 },
      { name: 'PostgreSQL CPU', value: measured.postgresUs, unit: 'µs' },
      { name: 'server resident', value: server.residentMiB(), unit: 'MiB' },
    ]
  },
}
