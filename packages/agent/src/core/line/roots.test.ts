import { type Envelope, sealEnvelope, sealRoot, signerFromSeed } from '@patchyard/protocol'
import { describe, expect, it } from 'vitest'
import { edited, newestRootVersion, problemCodes } from '../../testing/evil-server.ts'
import { createEnrolledWorld, MINUTE, taskFor, type World } from '../../testing/world.ts'

// Table S12 of the bad-input catalogue and agent-protocol §8: roots that do not follow, and what those that do change.

const rootSigner = signerFromSeed(new Uint8Array(32).fill(1))
const secondRootSigner = signerFromSeed(new Uint8Array(32).fill(7))

describe('roots', { timeout: 60_000 }, () => {
  /** What `hello` gives instead of the true roots. */
  async function withRoots(make: (world: World) => Envelope[]): Promise<World> {
    const world = await createEnrolledWorld()
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
    const world = await createEnrolledWorld()
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
    const world = await createEnrolledWorld()
    world.server.rotate({ require: ['policy'] })
    world.record.documents = [taskFor(world)]
    await world.runUntil(() => problemCodes(world).includes('require_unknown'), 10 * MINUTE)
    await world.runUntil(() => false, 10 * MINUTE)
    expect(problemCodes(world)).toContain('require_unknown')
    expect(world.packages.executions).toEqual([])
    expect(world.event('accepted')).toBeUndefined()
  })

  it('an expired root: standing and time are heard, work is not', async () => {
    const world = await createEnrolledWorld()
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
