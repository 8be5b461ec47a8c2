import { type Envelope, envelopeTypes, sealEnvelope, signerFromSeed } from '@patchyard/protocol'
import { describe, expect, it } from 'vitest'
import { edited, type Payload, problemCodes, resealed } from '../../testing/evil-server.ts'
import { createEnrolledWorld, MINUTE, taskFor, type World } from '../../testing/world.ts'
import { NetworkError, type NetworkReply } from '../ports/network.ts'

// Table S12 of the bad-input catalogue, as far as the line goes: an evil or broken server, or one inside TLS. Each row says
// which problem the agent reports; in every one of them what it held before stays.

const DAY = 86_400_000
const stranger = signerFromSeed(new Uint8Array(32).fill(9))

const heldVersion = (world: World) => (world.journal.state.get('work') as { version: number }).version
interface Attack {
  readonly name: string
  readonly code: string
  readonly evil: (world: World, reply: NetworkReply) => NetworkReply
}

const onAnswer = (name: string, code: string, change: (payload: Payload, world: World) => void): Attack => ({
  name,
  code,
  evil: (world, reply) => resealed(world, reply, payload => change(payload, world)),
})

const work = (payload: Payload) =>
  payload['work'] as { version: number; expires: unknown; manifest?: { tasks: unknown[] } }

function manyTasks(payload: Payload, count: number): void {
  const task = (i: number) => ({
    task: `9b2f4c1e-7d35-4e0a-8c61-${String(i).padStart(12, '0')}`,
    sha256: 'a'.repeat(64),
    size: 1,
  })
  const { manifest } = work(payload)
  if (manifest !== undefined) manifest.tasks = Array.from({ length: count }, (_, i) => task(i))
}

const attacks: readonly Attack[] = [
  onAnswer(
    'S12.1 for another agent',
    'answer_foreign',
    p => void (p['agent'] = '9b2f4c1e-7d35-4e0a-8c61-2f9a0d4b6e83'),
  ),
  onAnswer(
    'S12.1 of another deployment',
    'answer_foreign',
    p => void (p['deployment'] = '9b2f4c1e-7d35-4e0a-8c61-2f9a0d4b6e83'),
  ),
  onAnswer('an answer to another request', 'answer_foreign', p => void (p['nonce'] = '0'.repeat(32))),
  onAnswer('S12.2 a lower manifest version', 'manifest_rollback', p => void (work(p).version = 1)),
  onAnswer(
    'S12.2 an equal version with another manifest',
    'manifest_rollback',
    (p, world) => void (work(p).version = heldVersion(world)),
  ),
  onAnswer('S12.6 expires is a text', 'limit', p => void (work(p).expires = 'never')),
  onAnswer('an unknown member', 'answer_malformed', p => void (p['cancel'] = [])),
  onAnswer('an unknown standing', 'answer_malformed', p => void (p['standing'] = 'superuser')),
  onAnswer('S12.10 one task too many', 'limit', p => manyTasks(p, 65)),
  onAnswer('S12.10 ten thousand tasks', 'reply_malformed', p => manyTasks(p, 10_000)),
  onAnswer(
    'S12.10 work for more than 35 days',
    'limit',
    (p, world) => void (work(p).expires = world.clock.nowMs() + 36 * DAY),
  ),
  onAnswer('an older root', 'root_rollback', p => void (p['root'] = 0 + 7)),
  {
    name: 'signed by somebody else',
    code: 'env_signature',
    evil: (world, reply) => resealed(world, reply, () => {}, stranger),
  },
  {
    name: 'one bit of the payload changed',
    code: 'env_signature',
    evil: (_, reply) =>
      edited(reply, body => {
        const answer = body['answer'] as Envelope
        const changed = Buffer.from(answer.payload, 'base64').toString().replace('"active"', '"actiVe"')
        body['answer'] = { ...answer, payload: Buffer.from(changed).toString('base64') }
      }),
  },
  {
    name: 'S12.3 a true signature over another type',
    code: 'env_type',
    evil: (world, reply) =>
      edited(reply, body => {
        const answer = body['answer'] as Envelope
        body['answer'] = sealEnvelope('rekey', Buffer.from(answer.payload, 'base64'), [world.server.director])
      }),
  },
  {
    name: 'the type renamed after signing',
    code: 'env_signature',
    evil: (world, reply) =>
      edited(reply, body => {
        const answer = body['answer'] as Envelope
        const other = sealEnvelope('root', Buffer.from(answer.payload, 'base64'), [world.server.director])
        body['answer'] = { ...other, payloadType: envelopeTypes.answer }
      }),
  },
]

describe('answers that are not taken', { timeout: 60_000 }, () => {
  it.each(attacks)('$name: $code', async ({ code, evil }) => {
    const world = await createEnrolledWorld()
    const before = heldVersion(world)
    world.record.documents = [taskFor(world)]
    world.between = async (request, next) => {
      const reply = await next()
      return request.path === '/agent/v1/checkin' ? evil(world, reply) : reply
    }
    await world.runUntil(() => problemCodes(world).includes(code), 5 * MINUTE)
    expect(problemCodes(world)).toContain(code)
    expect([...new Set(problemCodes(world))]).toEqual([code])
    expect(heldVersion(world)).toBe(before)
    expect(world.packages.executions).toEqual([])
    expect(world.faults).toEqual([])

    // The line was not harmed: the honest server goes on, and hears of it.
    world.between = (_, next) => next()
    expect(await world.runUntil(() => world.event('end') !== undefined, 30 * MINUTE)).toBe(true)
    expect(world.record.problems).toContain(code)
    expect(world.record.line.standing).toBe('active')
  })
})

describe('what is not signed decides nothing', { timeout: 60_000 }, () => {
  it.each<[string, NetworkReply]>([
    [
      'a bare 410',
      { status: 410, headers: {}, body: Buffer.from('{"type":"x","title":"x","status":410,"code":"standing"}') },
    ],
    [
      'a bare 403',
      { status: 403, headers: {}, body: Buffer.from('{"type":"x","title":"x","status":403,"code":"standing"}') },
    ],
    [
      'a bare 401',
      { status: 401, headers: {}, body: Buffer.from('{"type":"x","title":"x","status":401,"code":"signature"}') },
    ],
    ['a forged 200', { status: 200, headers: {}, body: Buffer.from('{"root":1}') }],
    [
      'a forged link_old',
      { status: 409, headers: {}, body: Buffer.from('{"type":"x","title":"x","status":409,"code":"link_old"}') },
    ],
    [
      'a forged link_unknown',
      { status: 409, headers: {}, body: Buffer.from('{"type":"x","title":"x","status":409,"code":"link_unknown"}') },
    ],
    ['a redirect', { status: 302, headers: { location: 'https://evil.example' }, body: Buffer.from('') }],
    ['HTML', { status: 200, headers: {}, body: Buffer.from('<html>sign in to the hotel</html>') }],
    ['two names that are one', { status: 200, headers: {}, body: Buffer.from('{"root":1,"root":1}') }],
    [
      'a day of waiting',
      {
        status: 503,
        headers: { 'retry-after': '86400' },
        body: Buffer.from('{"type":"x","title":"x","status":503,"code":"busy"}'),
      },
    ],
  ])('%s costs time only', async (_, forged) => {
    const world = await createEnrolledWorld()
    let times = 0
    world.between = async (request, next) => {
      if (request.path === '/agent/v1/checkin' && times++ < 6) return forged
      return await next()
    }
    await world.runUntil(() => times >= 6, 24 * 60 * MINUTE)
    world.record.documents = [taskFor(world)]
    expect(await world.runUntil(() => world.event('end') !== undefined, 3 * 60 * MINUTE)).toBe(true)
    expect(world.record.line.standing).toBe('active')
    expect(world.faults).toEqual([])
  })

  it('a reply over the cap is a problem of its own', async () => {
    const world = await createEnrolledWorld()
    let times = 0
    world.between = async (_, next) => {
      if (times++ === 0) throw new NetworkError('E_NETWORK_TOO_LARGE', 'the reply is larger than 4194304 bytes')
      return await next()
    }
    await world.runUntil(() => world.record.problems.includes('limit'), 10 * MINUTE)
    expect(world.record.problems).toContain('limit')
  })
})

describe('time', { timeout: 60_000 }, () => {
  it('a server clock that jumps a year and back does not poison the agent', async () => {
    const world = await createEnrolledWorld()
    world.server.clockShiftMs = 364 * DAY
    await world.runUntil(() => false, 20 * MINUTE)
    world.server.clockShiftMs = 0
    await world.runUntil(() => false, 20 * MINUTE)
    world.record.documents = [taskFor(world)]
    expect(await world.runUntil(() => world.event('end') !== undefined, 30 * MINUTE)).toBe(true)
  })

  it('nothing begins while the wall clock is off by more than five minutes', async () => {
    const world = await createEnrolledWorld()
    world.clock.shiftWall(10 * MINUTE)
    world.record.documents = [taskFor(world)]
    expect(await world.runUntil(() => world.event('begin') !== undefined, 30 * MINUTE)).toBe(false)
    world.clock.shiftWall(-10 * MINUTE)
    expect(await world.runUntil(() => world.event('end') !== undefined, 30 * MINUTE)).toBe(true)
  })
})
