import { encodeActivationKey, signerFromSeed } from '@patchyard/protocol'
import { describe, expect, it } from 'vitest'
import { BUILD, CrashError, createWorld, MINUTE, type World } from '../../testing/world.ts'
import { NetworkError, type NetworkReply } from '../ports/network.ts'
import { enroll } from './enroll.ts'

const straight: World['between'] = (_request, next) => next()
const tryOnce = (world: World) => enroll(world.process().ports, BUILD, world.server.activationKey())

const reply = (status: number, body: object): NetworkReply => ({
  status,
  headers: {},
  body: Buffer.from(JSON.stringify(body)),
})
const problem = (status: number, code: string) => reply(status, { type: 'x', title: 'x', status, code })

describe('enrolment', { timeout: 60_000 }, () => {
  it('killed at every contact with the outside and repeated: one agent, one key, one line', async () => {
    for (let at = 1; ; at++) {
      const world = createWorld({ seed: `enrol ${at}` })
      let count = 0
      let crashed = false
      world.onPoint = name => {
        if (++count !== at || crashed) return
        crashed = true
        throw new CrashError(name)
      }
      await tryOnce(world).catch((error: unknown) => {
        if (!(error instanceof CrashError)) throw error
      })
      const before = world.secrets.get('agent')
      const again = await tryOnce(world).catch((error: unknown) => error)
      if (again instanceof Error) expect(again, `crash at ${at}`).toMatchObject({ code: 'E_ENROLLED' })
      expect(world.server.agents.size, `crash at ${at}`).toBe(1)
      if (before !== undefined) expect(world.secrets.get('agent')).toEqual(before)
      expect(world.record.key.keyid).toBe(signerFromSeed(world.secrets.get('agent') ?? new Uint8Array()).keyid)
      world.onPoint = () => {}
      world.start()
      expect(await world.runUntil(() => world.record.reports.length > 0, 10 * MINUTE), `crash at ${at}`).toBe(true)
      expect([world.record.line.standing, world.faults]).toEqual(['active', []])
      if (!crashed) {
        expect(at).toBeGreaterThan(12)
        break
      }
    }
  })

  it('the reply lost: the next try gets the answer of now, the key is used once', async () => {
    const world = createWorld()
    world.between = async (request, next) => {
      const answered = await next()
      if (request.path === '/agent/v1/enroll') throw new NetworkError('E_NETWORK_TIMEOUT', 'lost')
      return answered
    }
    await expect(tryOnce(world)).rejects.toMatchObject({ code: 'E_NETWORK_TIMEOUT' })
    world.between = straight
    expect((await tryOnce(world)).standing).toBe('active')
    expect(world.server.agents.size).toBe(1)
  })

  it.each<[string, string, string]>([
    ['a letter wrong', 'pyak1_aaaa', 'E_ACTIVATION_KEY'],
    ['another root of the same version', otherRoot(), 'E_WRONG_SERVER'],
  ])('an activation key with %s: %s', async (_, key, code) => {
    const world = createWorld()
    await expect(enroll(world.process().ports, BUILD, key)).rejects.toMatchObject({ code })
    expect(world.server.agents.size).toBe(0)
  })

  it.each<[string, NetworkReply, string]>([
    ['refused', problem(401, 'enroll_refused'), 'E_REFUSED'],
    ['known under another key', problem(409, 'key_known'), 'E_REFUSED'],
    ['busy', problem(503, 'busy'), 'E_NO_REPLY'],
    ['a page of a proxy', reply(200, { hello: 'sign in' }), 'E_NO_REPLY'],
    [
      'an answer of somebody else',
      reply(200, { answer: { payloadType: 'x', payload: '', signatures: [] } }),
      'E_NO_REPLY',
    ],
  ])('answered with %s: %s', async (_, answer, code) => {
    const world = createWorld()
    world.between = (request, next) => (request.path === '/agent/v1/enroll' ? Promise.resolve(answer) : next())
    await expect(tryOnce(world)).rejects.toMatchObject({ code })
    world.between = straight
    expect((await tryOnce(world)).standing).toBe('active')
  })

  it('follows the roots that came after the one in the key, more than one cycle of them', async () => {
    const world = createWorld()
    const key = world.server.activationKey()
    for (let i = 0; i < 40; i++) world.server.rotate({})
    expect((await enroll(world.process().ports, BUILD, key)).standing).toBe('active')
    world.start()
    expect(await world.runUntil(() => world.record.reports.length > 0, 10 * MINUTE)).toBe(true)
  })

  it('another server after a first one that was wrong: nothing of the first stays', async () => {
    const first = createWorld({ seed: 'first' })
    for (let i = 0; i < 5; i++) first.server.rotate({})
    const second = createWorld({ seed: 'second' })
    second.between = () =>
      first.server.handle({
        method: 'POST',
        path: '/agent/v1/hello',
        headers: {},
        body: Buffer.from('{"from":6}'),
        maxReplyBytes: 0,
        replyWithinMs: 0,
      })
    await enroll(second.process().ports, BUILD, first.server.activationKey()).catch(() => {})
    second.between = straight
    expect((await tryOnce(second)).standing).toBe('active')
    expect(second.journal.tables.get('root')?.size).toBe(1)
  })

  it('the activation key stays on the host while it is pending, and goes when it is active', async () => {
    const world = createWorld()
    world.server.tamper = answer => ({ ...answer, standing: 'pending' })
    expect((await tryOnce(world)).standing).toBe('pending')
    expect(world.secrets.has('activation')).toBe(true)
    world.start()
    await world.runUntil(() => false, 5 * MINUTE)
    expect([world.secrets.has('activation'), world.record.reports.length]).toEqual([true, 0])
    world.server.tamper = null
    expect(await world.runUntil(() => world.record.reports.length > 0, 10 * MINUTE)).toBe(true)
    expect(world.secrets.has('activation')).toBe(false)
  })
})

function otherRoot(): string {
  return encodeActivationKey({
    rootVersion: 1,
    rootDigest: new Uint8Array(32).fill(5),
    seed: new Uint8Array(32).fill(3),
  })
}
