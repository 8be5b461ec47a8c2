import type { ProfileSettings } from '@patchyard/protocol'
import { describe, expect, it } from 'vitest'
import { createEnrolledWorld, MINUTE, taskFor, type World } from '../../testing/world.ts'
import { profileSettings } from '../../testing/profile-settings.ts'
import { blackoutEnd, profileBlocks } from './profile-rules.ts'

const blackout = (from: number, to: number) => profileSettings({ blackouts: { until: to, spans: [{ from, to }] } })

describe('what a profile says against beginning', () => {
  it.each([
    ['no profile: nothing', undefined, 5, null],
    ['patching off, at any time', profileSettings({ patching: false }), 5, 'patching'],
    ['patching off, even without a clock', profileSettings({ patching: false }), null, 'patching'],
    ['before a blackout: nothing', blackout(10, 20), 9, null],
    ['at its first moment', blackout(10, 20), 10, 'blackout'],
    ['at its last', blackout(10, 20), 19, 'blackout'],
    ['at its end: nothing', blackout(10, 20), 20, null],
    ['without a clock a blackout says nothing; the clock itself does', blackout(10, 20), null, null],
  ] as const)('%s', (_claim, one, nowMs, want) => {
    expect(profileBlocks(one, nowMs)).toBe(want)
  })

  it('the end of a blackout is known inside it', () => {
    expect(blackoutEnd(blackout(10, 20), 15)).toBe(20)
    expect(blackoutEnd(blackout(10, 20), 25)).toBeNull()
  })
})

const obey = (world: World, one: ProfileSettings) => {
  world.record.settings = { ...world.record.settings, profile: one }
}

describe('an agent that was told', { timeout: 60_000 }, () => {
  it('that patching is off drops what has not begun and says why', async () => {
    const world = await createEnrolledWorld()
    obey(world, profileSettings({ patching: false }))
    world.record.documents = [taskFor(world)]
    expect(await world.runUntil(() => world.event('dropped') !== undefined, 10 * MINUTE)).toBe(true)
    expect(world.event('dropped')?.data).toEqual({ code: 'patching_off' })
    expect(world.packages.executions).toEqual([])
  })

  it('that patching is off while a task waits for its date drops it then, not before', async () => {
    const world = await createEnrolledWorld()
    const beginAt = world.clock.nowMs() + 60 * MINUTE
    world.record.documents = [taskFor(world, { notBefore: beginAt })]
    await world.runUntil(() => world.event('accepted') !== undefined, 5 * MINUTE)
    obey(world, profileSettings({ patching: false }))
    await world.runUntil(() => world.event('dropped') !== undefined, 2 * 60 * MINUTE)
    expect(world.event('dropped')?.at).toBeGreaterThanOrEqual(beginAt)
  })

  it('of a blackout begins when it is over', async () => {
    const world = await createEnrolledWorld()
    const end = world.clock.nowMs() + 45 * MINUTE
    obey(world, blackout(world.clock.nowMs() - MINUTE, end))
    world.record.documents = [taskFor(world)]
    expect(await world.runUntil(() => world.event('end') !== undefined, 90 * MINUTE)).toBe(true)
    const begunAt = world.event('begin')?.at ?? 0
    expect(begunAt).toBeGreaterThanOrEqual(end)
    expect(begunAt).toBeLessThan(end + 2 * MINUTE)
  })

  it('of a blackout that outlasts the window lets the task expire', async () => {
    const world = await createEnrolledWorld()
    const nowMs = world.clock.nowMs()
    obey(world, blackout(nowMs - MINUTE, nowMs + 24 * 60 * MINUTE))
    world.record.documents = [taskFor(world, { startBefore: nowMs + 60 * MINUTE })]
    expect(await world.runUntil(() => world.event('dropped') !== undefined, 3 * 60 * MINUTE)).toBe(true)
    expect(world.event('dropped')?.data).toEqual({ code: 'expired' })
    expect(world.packages.executions).toEqual([])
  })
})
