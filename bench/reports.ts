import { buildSection, packagesSection, rowText, sectionDigest, updatesSection, type Row } from '@patchyard/protocol'
import { type Bench, quantile } from '../tools/bench/bench.ts'
import type { BenchAgent } from './server/bench-agent.ts'
import { databaseBytes } from './server/database-size.ts'
import { HttpConnections } from './server/http-connections.ts'
import { enrolAgents, measure } from './server/load.ts'
import { startRealServer } from './server/real-server.ts'

const AGENTS = 2000
const PACKAGES = 500
const MISSING = 20
const CHANGED = 5
const LANES = 12

export const bench: Bench = {
  about: 'Reports of hosts with 500 packages, and what an asset takes in the database.',
  data: `${AGENTS} agents with ${PACKAGES} packages and ${MISSING} missing patches each, on ${LANES} connections. First: everything, of 40 kinds of host that differ in a tenth of their versions. Database: after a vacuum; kept up: each agent has reported ${CHANGED} upgraded packages since, a tenth of them between two vacuums, as autovacuum would. Whole: all rows again after ${CHANGED} more were upgraded. Changed: the rows of ${CHANGED} upgraded packages alone. Embedded PostgreSQL with fsync; load on the same machine.`,
  async run() {
    await using server = await startRealServer()
    const connections = new HttpConnections(server.port, LANES)
    const bare = await databaseBytes(server.folder)
    const agents = await enrolAgents(server, connections, AGENTS)
    const send = (make: (agent: BenchAgent, index: number) => Buffer) =>
      measure(server, connections, LANES, agents.map(make))
    const first = await send((agent, index) => agent.report(whole(index % 40, 0)))
    const bytes = ((await databaseBytes(server.folder)) - bare) / AGENTS
    for (let tenth = 0; tenth < 10; tenth += 1) {
      const some = agents.flatMap((agent, index) =>
        index % 10 === tenth ? [agent.report(difference(index % 40, 0, 1))] : [],
      )
      await measure(server, connections, LANES, some)
      await databaseBytes(server.folder)
    }
    const keptUp = ((await databaseBytes(server.folder)) - bare) / AGENTS
    const again = await send((agent, index) => agent.report(whole(index % 40, 2)))
    const changed = await send((agent, index) => agent.report(difference(index % 40, 2, 3)))
    connections.close()
    return [
      { name: 'first report: everything', value: first.perSecond, unit: '/s' },
      { name: 'first report: p99', value: quantile(first.latencies, 0.99), unit: 'ms' },
      { name: 'whole report: reports', value: again.perSecond, unit: '/s' },
      { name: 'whole report: p99', value: quantile(again.latencies, 0.99), unit: 'ms' },
      { name: 'whole report: server CPU', value: again.serverUs / 1000, unit: 'ms' },
      { name: 'changed report: reports', value: changed.perSecond, unit: '/s', atLeast: 100 },
      { name: 'changed report: p99', value: quantile(changed.latencies, 0.99), unit: 'ms', atMost: 250 },
      { name: 'changed report: server CPU', value: changed.serverUs / 1000, unit: 'ms', atMost: 6 },
      { name: 'changed report: PostgreSQL CPU', value: changed.postgresUs / 1000, unit: 'ms' },
      { name: 'database for an asset', value: bytes / 1000, unit: 'kB', atMost: 15 },
      { name: 'database for an asset, kept up', value: keptUp / 1000, unit: 'kB', atMost: 15 },
    ]
  },
}

/** How many times the host was upgraded. */
type Step = 0 | 1 | 2 | 3
const texts = new Map<string, string>()
const once = (name: string, make: () => string): string => {
  const known = texts.get(name) ?? make()
  texts.set(name, known)
  return known
}

/** Both sections as JSON text, whole. */
function whole(kind: number, step: Step): string {
  return once(`whole ${kind} ${step}`, () =>
    JSON.stringify([
      buildSection('packages.1', null, packages(kind, step)),
      buildSection('updates.1', null, updates(kind)),
    ]),
  )
}

/** What an agent sends that had `from` confirmed. */
function difference(kind: number, from: Step, to: Step): string {
  return once(`difference ${kind} ${from} ${to}`, () => {
    const base = packages(kind, from)
    const confirmed = { digest: sectionDigest(base.map(rowText)), rows: base }
    return JSON.stringify([buildSection('packages.1', confirmed, packages(kind, to))])
  })
}

function packages(kind: number, step: Step): Row[] {
  return Array.from({ length: PACKAGES }, (_, i) => {
    const own = i % 10 === 0 ? `+k${kind}` : ''
    // The last packages were never missing: what is upgraded here changes no finding.
    const upgraded = i >= PACKAGES - CHANGED * step ? `+u${step}` : ''
    return packagesSection.toRow({
      name: `package-${i}`,
      arch: 'amd64',
      version: `1.${i}-1${own}${upgraded}`,
      scheme: 'deb',
      sourceName: `source-${Math.floor(i / 2)}`,
      sourceVersion: `1.${i}-1`,
      vendor: 'Debian',
      held: false,
      state: 'installed',
    })
  })
}

function updates(kind: number): Row[] {
  return Array.from({ length: MISSING }, (_, i) =>
    updatesSection.toRow({
      patch: `deb:debian/bookworm/package-${i}@2.${i}-1`,
      package: `package-${i}`,
      arch: 'amd64',
      candidate: `2.${i}-1`,
      installed: `1.${i}-1${i % 10 === 0 ? `+k${kind}` : ''}`,
      title: `package-${i} 2.${i}-1`,
      isSecurity: i % 3 === 0,
      origin: 'Debian-Security',
      repository: 'bookworm-security',
      authenticated: true,
      sizeBytes: 40_000,
      blocked: null,
      description: '',
    }),
  )
}
