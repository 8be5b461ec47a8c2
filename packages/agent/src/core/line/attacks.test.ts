import {
  type Envelope,
  envelopeTypes,
  sealEnvelope,
  sealRoot,
  signerFromSeed,
  type TaskDocument,
} from '@patchyard/protocol'
import { describe, expect, it } from 'vitest'
import { createWorld, MINUTE, taskFor, type World } from '../../testing/world.ts'
import { NetworkError, type NetworkReply } from '../ports/network.ts'

// Table S12 of the bad-input catalogue, as far as the line goes: an evil or broken server, or one inside TLS. Each row says
// which problem the agent reports; in every one of them what it held before stays.

const DAY = 86_400_000
const stranger = signerFromSeed(new Uint8Array(32).fill(9))
const rootSigner = signerFromSeed(new Uint8Array(32).fill(1))
const secondRootSigner = signerFromSeed(new Uint8Array(32).fill(7))

type Payload = Record<string, unknown>

/** The reply of a check-in with its answer's payload changed and sealed again by whoever. */
function resealed(
  world: World,
  reply: NetworkReply,
  change: (payload: Payload) => void,
  signer = world.server.director,
): NetworkReply {
  const body = JSON.parse(Buffer.from(reply.body).toString()) as { answer?: Envelope }
  if (body.answer === undefined) return reply
  const payload = JSON.parse(Buffer.from(body.answer.payload, 'base64').toString()) as Payload
  change(payload)
  body.answer = sealEnvelope('answer', Buffer.from(JSON.stringify(payload)), [signer])
  return { ...reply, body: Buffer.from(JSON.stringify(body)) }
}

const edited = (reply: NetworkReply, change: (body: Payload) => void): NetworkReply => {
  const body = JSON.parse(Buffer.from(reply.body).toString()) as Payload
  change(body)
  return { ...reply, body: Buffer.from(JSON.stringify(body)) }
}

async function enrolledWorld(): Promise<World> {
  const world = createWorld()
  await world.enroll()
  world.start()
  expect(await world.runUntil(() => world.record.reports.length > 0, 5 * MINUTE)).toBe(true)
  return world
}

const heldVersion = (world: World) => (world.journal.state.get('work') as { version: number }).version
const newestRootVersion = (world: World) =>
  Math.max(...[...(world.journal.tables.get('root') ?? [])].map(([key]) => Number(JSON.parse(key)[0])))
const problemCodes = (world: World) => [
  ...world.record.problems,
  ...[...(world.journal.tables.get('problem')?.values() ?? [])].map(row => (row as { code: string }).code),
]

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
    const world = await enrolledWorld()
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
    const world = await enrolledWorld()
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
    const world = await enrolledWorld()
    let times = 0
    world.between = async (_, next) => {
      if (times++ === 0) throw new NetworkError('E_NETWORK_TOO_LARGE', 'the reply is larger than 4194304 bytes')
      return await next()
    }
    await world.runUntil(() => world.record.problems.includes('limit'), 10 * MINUTE)
    expect(world.record.problems).toContain('limit')
  })
})

describe('documents', { timeout: 60_000 }, () => {
  const swap = (change: (bytes: Buffer) => Buffer) => (reply: NetworkReply) =>
    edited(reply, body => {
      body['documents'] = ((body['documents'] ?? []) as string[]).map(one =>
        change(Buffer.from(one, 'base64')).toString('base64'),
      )
    })

  it.each<[string, (bytes: Buffer) => Buffer]>([
    ['S12.8 one byte longer', bytes => Buffer.concat([bytes, Buffer.from(' ')])],
    ['S12.8 as long, another content', bytes => Buffer.from(bytes.toString().replace('openssl', 'openssh'))],
    ['empty', () => Buffer.alloc(0)],
  ])('%s: document_digest, and the true one is fetched', async (_, change) => {
    const world = await enrolledWorld()
    world.record.documents = [taskFor(world)]
    world.between = async (request, next) => {
      const reply = await next()
      return request.path === '/agent/v1/checkin' ? swap(change)(reply) : reply
    }
    expect(await world.runUntil(() => world.event('end') !== undefined, 10 * MINUTE)).toBe(true)
    expect(problemCodes(world)).toContain('document_digest')
    expect(world.packages.executions).toEqual(['install openssl:amd64=2'])
  })

  it.each<[string, Partial<TaskDocument> | ((world: World) => Partial<TaskDocument>)]>([
    ['of another deployment', { deployment: '9b2f4c1e-7d35-4e0a-8c61-2f9a0d4b6e83' }],
    ['for another agent', { agent: '9b2f4c1e-7d35-4e0a-8c61-2f9a0d4b6e83' }],
    [
      'S12.10 startBefore 36 days ahead',
      world => ({ startBefore: world.clock.nowMs() + 36 * DAY, finishBefore: world.clock.nowMs() + 37 * DAY }),
    ],
    [
      'that runs for 8 days',
      world => ({ startBefore: world.clock.nowMs(), finishBefore: world.clock.nowMs() + 8 * DAY }),
    ],
    ['that ends before it begins', { finishBefore: 1 }],
  ])('a document %s: the task is refused for good, the others go on', async (_, change) => {
    const world = await enrolledWorld()
    const good = taskFor(world)
    const bad = {
      ...taskFor(world, { task: '11111111-94b2-4b0e-8f3a-6d2c7b9e1f40' }, ['curl']),
      ...(typeof change === 'function' ? change(world) : change),
    }
    world.record.documents = [bad, good]
    expect(await world.runUntil(() => world.event('end', good.task) !== undefined, 10 * MINUTE)).toBe(true)
    expect(world.eventsOf(bad.task).map(one => [one.kind, (one.data as { code?: string }).code])).toEqual([
      ['refused', 'document_malformed'],
    ])
    expect(world.packages.executions).toEqual(['install openssl:amd64=2'])
    expect(world.record.problems).toContain('document_malformed')
  })

  it('a task that is known under another digest is neither replaced nor run', async () => {
    const world = await enrolledWorld()
    const first = taskFor(world, { notBefore: world.clock.nowMs() + 60 * MINUTE })
    world.record.documents = [first]
    await world.runUntil(() => world.event('accepted') !== undefined, 5 * MINUTE)
    world.record.documents = [{ ...first, notBefore: world.clock.nowMs() }]
    await world.runUntil(() => world.event('dropped') !== undefined, 5 * MINUTE)
    await world.runUntil(() => false, 10 * MINUTE)
    expect(problemCodes(world)).toContain('document_malformed')
    expect(world.eventsOf(first.task).map(one => one.kind)).toEqual(['accepted', 'dropped'])
    expect(world.packages.executions).toEqual([])
  })
})

describe('roots', { timeout: 60_000 }, () => {
  /** What `hello` gives instead of the true roots. */
  async function withRoots(make: (world: World) => Envelope[]): Promise<World> {
    const world = await enrolledWorld()
    const envelopes = make(world)
    world.between = async (request, next) => {
      const reply = await next()
      if (request.path === '/agent/v1/hello')
        return edited(reply, body => Object.assign(body, { roots: envelopes, rootVersion: 9 }))
      if (request.path === '/agent/v1/checkin') return edited(reply, body => void (body['root'] = 9))
      return reply
    }
    await world.runUntil(() => problemCodes(world).length > 0, 5 * MINUTE)
    return world
  }
  const payload = (world: World, version: number, key = rootSigner) => ({
    ...world.server.root.payload,
    version,
    keys: { ...world.server.root.payload.keys, [key.keyid]: { alg: 'ed25519', pub: key.pub } },
    roles: { ...world.server.root.payload.roles, root: { threshold: 1, keys: [key.keyid] } },
  })

  it.each<[string, string, (world: World) => Envelope[]]>([
    ['S12.5 version 3 without 2', 'root_gap', world => [sealRoot(payload(world, 3), [rootSigner]).envelope]],
    [
      'S12.5 signed by its own new keys only',
      'root_signature',
      world => [sealRoot(payload(world, 2, secondRootSigner), [secondRootSigner]).envelope],
    ],
    [
      'S12.4 three copies of one signature for a threshold of two',
      'root_signature',
      world => {
        const two = {
          ...payload(world, 2),
          roles: {
            ...world.server.root.payload.roles,
            root: { threshold: 2, keys: [rootSigner.keyid, secondRootSigner.keyid] },
          },
        }
        const keys = { ...two.keys, [secondRootSigner.keyid]: { alg: 'ed25519', pub: secondRootSigner.pub } }
        return [
          sealEnvelope('root', Buffer.from(JSON.stringify({ ...two, keys })), [rootSigner, rootSigner, rootSigner]),
        ]
      },
    ],
    [
      'of another deployment',
      'root_gap',
      world => [
        sealRoot({ ...payload(world, 2), deployment: '9b2f4c1e-7d35-4e0a-8c61-2f9a0d4b6e83' }, [rootSigner]).envelope,
      ],
    ],
  ])('%s: %s, and the old root stays', async (_, code, make) => {
    const world = await withRoots(make)
    expect(problemCodes(world)).toContain(code)
    expect(newestRootVersion(world)).toBe(1)
    expect(world.faults).toEqual([])
  })

  it('a new director is followed, and a dropped one loses what has not begun', async () => {
    const world = await enrolledWorld()
    const later = taskFor(world, { notBefore: world.clock.nowMs() + 20 * MINUTE })
    world.record.documents = [later]
    await world.runUntil(() => world.event('accepted') !== undefined, 5 * MINUTE)
    const next = signerFromSeed(new Uint8Array(32).fill(8))
    world.server.rotate({ directorKeys: [next] }, next)
    expect(await world.runUntil(() => world.eventsOf(later.task).length === 3, 10 * MINUTE)).toBe(true)
    expect(world.eventsOf(later.task).map(one => one.kind)).toEqual(['accepted', 'dropped', 'accepted'])
    expect(world.event('dropped')?.data).toEqual({ code: 'director' })
    expect(newestRootVersion(world)).toBe(2)
    expect(await world.runUntil(() => world.event('end') !== undefined, 40 * MINUTE)).toBe(true)
    expect(world.packages.executions).toEqual(['install openssl:amd64=2'])
  })

  it('a root that requires what this agent does not enforce lets nothing begin', async () => {
    const world = await enrolledWorld()
    world.server.rotate({ require: ['policy'] })
    world.record.documents = [taskFor(world)]
    await world.runUntil(() => problemCodes(world).includes('require_unknown'), 10 * MINUTE)
    await world.runUntil(() => false, 10 * MINUTE)
    expect(problemCodes(world)).toContain('require_unknown')
    expect(world.packages.executions).toEqual([])
    expect(world.event('accepted')).toBeUndefined()
  })

  it('an expired root: standing and time are heard, work is not', async () => {
    const world = await enrolledWorld()
    world.server.rotate({ lifeMs: 5 * MINUTE })
    await world.runUntil(() => newestRootVersion(world) === 2, 5 * MINUTE)
    await world.runUntil(() => false, 6 * MINUTE)
    world.record.documents = [taskFor(world)]
    await world.runUntil(() => problemCodes(world).includes('root_expired'), 10 * MINUTE)
    expect(problemCodes(world)).toContain('root_expired')
    expect(world.event('accepted')).toBeUndefined()
    world.server.rotate({})
    expect(await world.runUntil(() => world.event('end') !== undefined, 30 * MINUTE)).toBe(true)
  })
})

describe('time', { timeout: 60_000 }, () => {
  it('a server clock that jumps a year and back does not poison the agent', async () => {
    const world = await enrolledWorld()
    world.server.clockShiftMs = 364 * DAY
    await world.runUntil(() => false, 20 * MINUTE)
    world.server.clockShiftMs = 0
    await world.runUntil(() => false, 20 * MINUTE)
    world.record.documents = [taskFor(world)]
    expect(await world.runUntil(() => world.event('end') !== undefined, 30 * MINUTE)).toBe(true)
  })

  it('nothing begins while the wall clock is off by more than five minutes', async () => {
    const world = await enrolledWorld()
    world.clock.shiftWall(10 * MINUTE)
    world.record.documents = [taskFor(world)]
    expect(await world.runUntil(() => world.event('begin') !== undefined, 30 * MINUTE)).toBe(false)
    world.clock.shiftWall(-10 * MINUTE)
    expect(await world.runUntil(() => world.event('end') !== undefined, 30 * MINUTE)).toBe(true)
  })
})
