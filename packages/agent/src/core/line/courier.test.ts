import { describe, expect, it } from 'vitest'
import { CrashError, createEnrolledWorld, createWorld, MINUTE, taskFor, type World } from '../../testing/world.ts'
import { startRekey } from './rekey.ts'
import { gunzipBody, isGzip } from '@patchyard/protocol'
import type { NetworkReply, NetworkRequest } from '../ports/network.ts'
import { createSession } from '../session.ts'
import { loadSigners } from '../identity.ts'
import { BUILD } from '../../testing/world.ts'

const DAY = 24 * 60 * MINUTE

const problem = (status: number, code: string, headers: Record<string, string> = {}): NetworkReply => ({
  status,
  headers,
  body: Buffer.from(JSON.stringify({ type: 'x', title: 'x', status, code })),
})

const bodyOf = (request: NetworkRequest): Record<string, unknown> => {
  const plain = isGzip(request.body) ? gunzipBody(request.body, 8_000_000) : request.body
  return JSON.parse(Buffer.from(plain).toString()) as Record<string, unknown>
}

/** Requests of one path, with their dates on the virtual clock. */
function watch(world: World, path: string): { atMs: number; body: Record<string, unknown> }[] {
  const seen: { atMs: number; body: Record<string, unknown> }[] = []
  const inner = world.between
  world.between = (request, next) => {
    if (request.path === path) seen.push({ atMs: world.clock.monotonicMs(), body: bodyOf(request) })
    return inner(request, next)
  }
  return seen
}

describe('check-ins', { timeout: 60_000 }, () => {
  it('come at the interval of the settings with jitter, and an unchanged one is a bare hint', async () => {
    const world = await createEnrolledWorld()
    const seen = watch(world, '/agent/v1/checkin')
    await world.runUntil(() => false, 60 * MINUTE)
    const gaps = seen.slice(1).map((one, index) => one.atMs - (seen[index]?.atMs ?? 0))
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(53_000)
    expect(Math.max(...gaps)).toBeLessThanOrEqual(67_000)
    expect(new Set(gaps).size).toBeGreaterThan(10)
    const wanting = seen.filter(one => (one.body['want'] as string[]).length > 0)
    expect(wanting.length).toBeLessThan(seen.length / 5)
  })

  it('stay away for Retry-After, and back off when there is no answer at all', async () => {
    const world = await createEnrolledWorld()
    world.between = () => Promise.resolve(problem(503, 'busy', { 'retry-after': '900' }))
    const seen = watch(world, '/agent/v1/checkin')
    await world.runUntil(() => false, 60 * MINUTE)
    expect(seen.length).toBeLessThanOrEqual(5)
    expect(seen.length).toBeGreaterThanOrEqual(3)
  })

  it.each([
    ['rejected', 2],
    ['revoked', 2],
  ] as const)('a %s agent asks once a day', async (standing, most) => {
    const world = await createEnrolledWorld()
    world.record.line = { ...world.record.line, standing }
    await world.runUntil(() => false, 5 * MINUTE)
    const seen = watch(world, '/agent/v1/checkin')
    await world.clock.advance(2 * DAY)
    expect(seen.length).toBeLessThanOrEqual(most)
    expect(seen.length).toBeGreaterThanOrEqual(1)
  })

  it('a quarantined one asks at its interval and hears of its release', async () => {
    const world = await createEnrolledWorld()
    world.record.line = { ...world.record.line, standing: 'quarantined' }
    await world.runUntil(() => false, 20 * MINUTE)
    world.record.line = { ...world.record.line, standing: 'active' }
    const count = world.record.checkIns.length
    expect(await world.runUntil(() => world.record.checkIns.length > count, 3 * MINUTE)).toBe(true)
  })

  it('a version that is no longer served: once a day', async () => {
    const world = await createEnrolledWorld()
    world.between = () => Promise.resolve(problem(426, 'protocol'))
    const seen = watch(world, '/agent/v1/checkin')
    await world.clock.advance(3 * DAY)
    expect(seen.length).toBeLessThanOrEqual(4)
  })
})

describe('events', { timeout: 60_000 }, () => {
  it('one that the server never reads is set aside, the others arrive', async () => {
    const world = await createEnrolledWorld()
    world.between = (request, next) => {
      const poisoned =
        request.path === '/agent/v1/events' &&
        (bodyOf(request)['events'] as string[]).some(one => one.includes('"kind":"itemBegin"'))
      return poisoned ? Promise.resolve(problem(400, 'malformed')) : next()
    }
    world.record.documents = [taskFor(world, {}, ['openssl', 'curl'])]
    expect(await world.runUntil(() => world.event('end') !== undefined, 60 * MINUTE)).toBe(true)
    expect([...world.record.events.values()].map(one => one.kind)).toEqual([
      'accepted',
      'begin',
      'itemEnd',
      'itemEnd',
      'end',
    ])
    await world.runUntil(() => world.record.problems.includes('event_refused'), 10 * MINUTE)
    expect(world.record.problems).toContain('event_refused')
  })

  it('without receipts they stay, and are not sent in a loop', async () => {
    const world = await createEnrolledWorld()
    world.server.tamper = (answer, { path }) => (path === '/agent/v1/events' ? { ...answer, receipts: [] } : answer)
    const seen = watch(world, '/agent/v1/events')
    world.record.documents = [taskFor(world)]
    await world.runUntil(() => false, 60 * MINUTE)
    expect(seen.length).toBeLessThan(200)
    world.record.events.clear()
    world.server.tamper = null
    expect(await world.runUntil(() => world.event('end') !== undefined, 10 * MINUTE)).toBe(true)
    expect(world.eventsOf(world.record.documents[0]?.task ?? '')).toHaveLength(5)
  })

  it('after a restore (greater epoch) those of the last 30 days come again', async () => {
    const world = await createEnrolledWorld()
    world.record.documents = [taskFor(world)]
    await world.runUntil(() => world.event('end') !== undefined, 10 * MINUTE)
    world.record.events.clear()
    world.server.epoch = 2
    world.record.manifestWork = ''
    expect(await world.runUntil(() => world.event('end') !== undefined, 10 * MINUTE)).toBe(true)
    expect(world.eventsOf(world.record.documents[0]?.task ?? '').map(one => one.n)).toEqual([1, 2, 3, 4, 5])
  })

  it('are forgotten with their task 30 days after the receipt, not before', async () => {
    const world = await createEnrolledWorld()
    world.record.documents = [taskFor(world)]
    await world.runUntil(() => world.event('end') !== undefined, 10 * MINUTE)
    world.record.documents = []
    const kept = () => [
      world.journal.tables.get('task')?.size,
      world.journal.tables.get('event')?.size,
      world.journal.tables.get('item')?.size,
    ]
    world.record.settings = { ...world.record.settings, checkInS: 3600, scanEveryS: 86_400 }
    await world.clock.advance(29 * DAY)
    expect(kept()).toEqual([1, 5, 1])
    await world.clock.advance(3 * DAY)
    expect(kept()).toEqual([0, 0, 0])
  })
})

describe('reports', { timeout: 60_000 }, () => {
  it('carry only what changed, also after restarts', async () => {
    const world = await createEnrolledWorld()
    world.stop()
    world.packages.installed.set('vim:amd64', '9')
    world.record.settings = { ...world.record.settings, scanAfter: world.clock.nowMs() + MINUTE }
    const seen = watch(world, '/agent/v1/report')
    await world.runUntil(() => world.record.reports.length > 1, 30 * MINUTE)
    const [section] = (seen[0]?.body['sections'] ?? []) as {
      name: string
      base: string | null
      add: unknown[]
      del: unknown[]
    }[]
    expect(section?.base).not.toBe(null)
    expect([section?.name, section?.add.length, section?.del.length]).toEqual(['packages.1', 1, 0])
    expect(world.record.sections.get('packages.1')?.rows).toHaveLength(4)
  })

  it('a scan that finds nothing new is told without sections', async () => {
    const world = await createEnrolledWorld()
    world.record.settings = { ...world.record.settings, scanAfter: world.clock.nowMs() }
    expect(await world.runUntil(() => world.record.reports.length > 1, 10 * MINUTE)).toBe(true)
    expect(world.record.reports.at(-1)).toEqual({ trigger: 'asked', sections: [], whole: [] })
  })

  it('everything again when the server lost its own, once in ten minutes at most', async () => {
    const world = await createEnrolledWorld()
    world.record.sections.clear()
    expect(await world.runUntil(() => world.record.sections.size === 2, 15 * MINUTE)).toBe(true)
    const reports = () => world.record.reports.length
    const before = reports()
    for (let minute = 0; minute < 30; minute++) {
      world.record.sections.clear()
      await world.runUntil(() => false, MINUTE)
    }
    expect(reports() - before).toBeLessThanOrEqual(4)
  })

  it('one that is too large goes section by section', async () => {
    const world = createWorld()
    await world.enroll()
    world.between = (request, next) => {
      const many = request.path === '/agent/v1/report' && (bodyOf(request)['sections'] as unknown[]).length > 1
      return many ? Promise.resolve(problem(413, 'too_large')) : next()
    }
    world.start()
    expect(await world.runUntil(() => world.record.sections.size === 2, 10 * MINUTE)).toBe(true)
    expect(world.record.reports.map(one => one.sections.length)).toEqual([1, 1])
  })

  it('one that the server never takes is dropped with a problem; the next scan reports', async () => {
    const world = await createEnrolledWorld()
    world.between = (request, next) =>
      request.path === '/agent/v1/report' ? Promise.resolve(problem(400, 'malformed')) : next()
    world.packages.installed.set('vim:amd64', '9')
    world.record.settings = { ...world.record.settings, scanAfter: world.clock.nowMs() }
    await world.runUntil(() => world.record.problems.includes('request_refused'), 30 * MINUTE)
    expect(world.record.problems).toContain('request_refused')
    world.between = (_, next) => next()
    world.record.settings = { ...world.record.settings, scanAfter: world.clock.nowMs() }
    expect(await world.runUntil(() => world.record.sections.get('packages.1')?.rows.length === 4, 30 * MINUTE)).toBe(
      true,
    )
  })

  it('a failed scan takes nothing away', async () => {
    const world = await createEnrolledWorld()
    world.inventory.status = 'failed'
    world.record.settings = { ...world.record.settings, scanAfter: world.clock.nowMs() }
    await world.runUntil(() => world.record.reports.length > 1, 10 * MINUTE)
    expect(world.record.sections.get('packages.1')?.rows).toHaveLength(3)
  })
})

describe('a new key', { timeout: 60_000 }, () => {
  it('killed at every contact with the outside while it is introduced: one key in the end, the line goes on', async () => {
    for (let at = 1; ; at++) {
      const world = await createEnrolledWorld()
      world.stop()
      const old = world.record.key.keyid
      const { ports } = world.process()
      const { signer, next } = loadSigners(ports)
      startRekey(createSession(ports, BUILD, signer, next))
      let count = 0
      let crashed = false
      world.onPoint = name => {
        if (++count !== at || crashed) return
        crashed = true
        throw new CrashError(name)
      }
      const done = () =>
        world.record.key.keyid !== old && world.record.checkIns.length > 0 && !world.secrets.has('next')
      expect(await world.runUntil(done, 60 * MINUTE), `crash at ${at}`).toBe(true)
      world.onPoint = () => {}
      world.record.documents = [taskFor(world)]
      expect(await world.runUntil(() => world.event('end') !== undefined, 60 * MINUTE), `crash at ${at}`).toBe(true)
      expect([world.faults, world.record.line.standing]).toEqual([[], 'active'])
      if (!crashed) {
        expect(at).toBeGreaterThan(8)
        break
      }
    }
  })
})
