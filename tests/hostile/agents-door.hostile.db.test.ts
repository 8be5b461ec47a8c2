import {
  type AgentEvent,
  type AgentPath,
  buildSection,
  decodeActivationKey,
  eventText,
  sealEnrolment,
  signerFromSeed,
} from '@patchyard/protocol'
import { systemRandom } from '@patchyard/server/adapters'
import { testServer, type TestServer } from '@patchyard/server/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { activationKey, enrolledHost, tableChecksums } from '../server/arrange.ts'
import { firstAdmin, type Person } from '../server/door-client.ts'
import { addMember, addSubscription } from '../server/people.ts'
import { debianSections } from '../server/sections.ts'
import { send, WireAgent } from '../server/wire-agent.ts'
import { type GenericCase, genericCases, mutate, pathsOf, type Path } from './mutate.ts'
import { expectHarmless } from './oracles.ts'

let server: TestServer
let admin: Person
let key: string
let agent: WireAgent
let other: number
let before: Record<string, string>

beforeAll(async () => {
  server = await testServer()
  admin = await firstAdmin(server)
  key = await activationKey(admin)
  other = await addSubscription(server, 'Other')
  const { person } = await addMember(server, 'other@example.org', 'administrator', other)
  await enrolledHost(server, await activationKey(person))
  agent = await WireAgent.enrol(server, key)
  await agent.checkIn()
  before = await others()
}, 60_000)
afterAll(() => server[Symbol.asyncDispose]())

const others = () =>
  tableChecksums(server, other, ['patch_count', 'patch_count_delta', 'finding_moved', 'value_set', 'value_kept'])

const hex = (bytes: number): string => Buffer.from(systemRandom.bytes(bytes)).toString('hex')

/** The bodies as they should be, apart from `link`: one of each message, with every optional member. */
function bodyOf(path: AgentPath): Record<string, unknown> {
  const nonce = hex(16)
  switch (path) {
    case '/agent/v1/checkin':
      return {
        link: agent.honestLink(),
        nonce,
        ...agent.checkInMembers({
          features: ['one'],
          have: { root: 1, manifest: agent.state.manifest, tasks: [hex(32)] },
          progress: [{ task: systemRandom.uuid(), done: 1, total: 2, text: 'half' }],
          problems: [{ code: 'limit', at: 1, detail: 'text' }],
        }),
        want: ['answer'],
      }
    case '/agent/v1/report': {
      const sections = [...debianSections({ missing: 1 })].map(([name, rows]) => buildSection(name, null, rows))
      const scan = { started: 1, finished: 2, trigger: 'timer' }
      const problems = [{ code: 'limit', at: 1, detail: 'text' }]
      return { link: agent.honestLink(), nonce, scan, sections, problems, want: ['answer'] }
    }
    case '/agent/v1/events':
      return { link: agent.honestLink(), nonce, events: [eventOf(1)], want: ['answer'] }
    case '/agent/v1/document':
      return { sha256: hex(32) }
    case '/agent/v1/hello':
      return { from: 1 }
    default:
      throw new Error(path)
  }
}

const eventOf = (n: number): string =>
  eventText({
    task: systemRandom.uuid(),
    n,
    at: 1,
    wall: 1,
    boot: hex(16),
    kind: 'itemEnd',
    data: { item: 1, outcome: 'ok', rc: 0, code: 'limit', output: 'done\n' },
  } satisfies AgentEvent)

/** Sends one mutation as a real agent would: signed, and with the next link of the line. */
async function tryOne(path: AgentPath, at: Path, one: GenericCase): Promise<void> {
  const text = mutate(bodyOf(path), at, one)
  if (text === null) return
  const body = Buffer.from(text)
  const reply = await agent.send(path, body)
  const said = `${one.id} at ${at.join('.')}: ${reply.status} ${reply.text.slice(0, 200)}`
  if (reply.status >= 500) throw new Error(said)
  expectHarmless(reply, text.length > 100_000 ? '' : text)
  if (one.never === true && reply.status < 400) throw new Error(`${said}: must be refused`)
  // A link that the server took is confirmed by its answer; one that it did not is tried again by the next request.
  if (reply.answer !== null && reply.status === 200 && at[0] !== 'link') agent.take(reply.answer)
  if (at[0] === 'link') await startOver()
}

/** A mutated link may rightly end a line: as copied, or as unknown. The next case has an agent of its own. */
async function startOver(): Promise<void> {
  agent = await WireAgent.enrol(server, key)
  await agent.checkIn()
}

/** Once for all cases before it: the digests of all tables take longer than a case. */
function changesNothingOfOthers(): void {
  it('and nothing of another subscription changed', async () => {
    expect(await others()).toEqual(before)
  })
}

const signed: readonly AgentPath[] = [
  '/agent/v1/checkin',
  '/agent/v1/report',
  '/agent/v1/events',
  '/agent/v1/document',
  '/agent/v1/hello',
]

describe.each(signed)('%s', path => {
  it.each(genericCases)('$id in every member is refused or stored inert', { timeout: 120_000 }, async one => {
    await startOver()
    for (const at of placesFor(one, pathsOf(bodyOf(path)))) {
      // Rows of sections are tried by their own test below: each needs its digest.
      if (path === '/agent/v1/report' && at.includes('add') && at.length > 3) continue
      await tryOne(path, at, one)
    }
    expect((await agent.checkIn()).status).toBe(200)
  })

  changesNothingOfOthers()
})

/** Megabytes are tried in four places of a message: what differs between places is not their size. */
function placesFor<T>(one: GenericCase, places: readonly T[]): readonly T[] {
  if ((one.times ?? 0) < 100_000) return places
  const step = Math.max(1, Math.floor(places.length / 4))
  return places.filter((_, at) => at % step === 0)
}

const texts = genericCases.filter(one => one.make === 'text' || one.make === 'repeat' || one.make === 'raw')

describe('rows of reports', () => {
  it.each(texts)(
    '$id in every column is refused or stored inert, with the right digest',
    { timeout: 120_000 },
    async one => {
      await startOver()
      for (const [name, rows] of debianSections({ missing: 1 })) {
        const row = rows[0]
        if (row === undefined) continue
        for (const column of placesFor(one, [...row.keys()])) {
          const mutated = mutate([...row], [column], one)
          if (mutated === null) continue
          let changed: (string | number | boolean | null)[]
          try {
            changed = JSON.parse(mutated) as typeof changed
          } catch {
            continue
          }
          if (!changed.every(cell => typeof cell !== 'object' || cell === null)) continue
          const reply = await agent.report(new Map([[name, [changed]]])).catch((error: unknown) => error as Error)
          // The text that was sent could not be digested: the agent's own code refuses it.
          if (reply instanceof Error) continue
          if (reply.status >= 500) throw new Error(`${name} column ${column}: ${reply.status} ${reply.text}`)
          expectHarmless(reply)
        }
      }
      expect((await agent.checkIn()).status).toBe(200)
      for (const path of ['/assets', '/patches', '/agents']) expect((await admin.call('GET', path)).status).toBe(200)
    },
  )

  changesNothingOfOthers()
})

describe('events', () => {
  it.each(genericCases)('$id in every member is receipted or refused', { timeout: 120_000 }, async one => {
    await startOver()
    for (const at of pathsOf(JSON.parse(eventOf(1)))) {
      const text = mutate(JSON.parse(eventOf(1)), at, one)
      if (text === null || text.length > 200_000) continue
      const reply = await agent.linked('/agent/v1/events', { events: [text] }, { link: agent.honestLink() })
      if (reply.status >= 500) throw new Error(`${at.join('.')}: ${reply.status} ${reply.text}`)
      if (reply.answer !== null && reply.status === 200) {
        agent.take(reply.answer)
        if (one.never === true) expect(reply.answer.receipts?.[0]).toMatchObject({ verdict: 'refused' })
      }
      expectHarmless(reply)
    }
    expect((await agent.checkIn()).status).toBe(200)
  })
})

describe('/agent/v1/enroll', () => {
  const activation = () => decodeActivationKey(key)!

  it.each(genericCases)('$id in every member of the envelope', { timeout: 120_000 }, async one => {
    const hello = await send(server, '/agent/v1/hello', { from: 1 })
    const envelope = sealEnrolment(
      payload(hello.json as Hello),
      signerFromSeed(activation().seed),
      signerFromSeed(systemRandom.bytes(32)),
    )
    for (const at of placesFor(one, pathsOf({ envelope }))) {
      const text = mutate({ envelope }, at, one)
      if (text === null) continue
      const reply = await send(server, '/agent/v1/enroll', Buffer.from(text))
      if (reply.status >= 500) throw new Error(`${at.join('.')}: ${reply.status} ${reply.text}`)
      expectHarmless(reply, text.length > 100_000 ? '' : text)
      expect(reply.status).toBeGreaterThanOrEqual(400)
    }
    expect((await WireAgent.tryEnrol(server, await activationKey(admin))).reply.status).toBe(200)
  })

  changesNothingOfOthers()

  interface Hello {
    deployment: string
    serverNonce: string
  }
  const payload = ({ deployment, serverNonce }: Hello) => ({
    deployment,
    serverNonce,
    nonce: hex(16),
    agentKey: { alg: 'ed25519' as const, pub: signerFromSeed(systemRandom.bytes(32)).pub },
    first: hex(16),
    boot: hex(16),
    facts: { machineId: hex(32), smbios: hex(32), rootfs: hex(32) },
    hostname: 'h',
    platform: 'linux' as const,
    os: 'os',
    arch: 'x86_64',
    agentVersion: '1',
  })
})
