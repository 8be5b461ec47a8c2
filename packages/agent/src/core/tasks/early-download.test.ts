import { EARLY_FEATURE, OPTIONS_FEATURE, type ProfileSettings, type TaskDocument } from '@patchyard/protocol'
import { describe, expect, it } from 'vitest'
import { profileSettings } from '../../testing/profile-settings.ts'
import { createEnrolledWorld, MINUTE, taskFor, type World } from '../../testing/world.ts'
import { earlyDate } from './early-download.ts'

const HOUR = 60 * MINUTE
const ended = (world: World) => () => world.event('end') !== undefined

/** A task in three hours whose packages may be fetched from an hour before it on. */
async function worldWith(more: Partial<TaskDocument> = {}): Promise<World & { beginsMs: number }> {
  const made = await createEnrolledWorld({ features: [EARLY_FEATURE, OPTIONS_FEATURE] })
  const beginsMs = made.clock.nowMs() + 3 * HOUR
  made.record.documents = [
    taskFor(made, { notBefore: beginsMs, options: { early: beginsMs - HOUR }, ...more }, ['openssl', 'curl']),
  ]
  return Object.assign(made, { beginsMs })
}

describe('an early download', { timeout: 60_000 }, () => {
  it('fetches from its date on, not before, installs nothing, and the cache is emptied after the task', async () => {
    const w = await worldWith()
    await w.runUntil(() => w.packages.cached.size > 0, 3 * HOUR)
    expect(Math.abs(w.clock.nowMs() - (w.beginsMs - HOUR))).toBeLessThan(MINUTE)
    await w.runUntil(() => w.packages.cached.size === 2, HOUR)
    expect(w.packages.cached).toEqual(new Set(['openssl_2.deb', 'curl_2.deb']))
    expect(w.packages.executions).toEqual([])
    expect(await w.runUntil(ended(w), 2 * HOUR)).toBe(true)
    expect(w.packages.cached).toEqual(new Set())
    expect(w.packages.downloads).toBe(4)
  })

  it('leaves in the cache what was there before', async () => {
    const w = await worldWith()
    w.packages.cached.add('openssl_2.deb')
    w.packages.cached.add('vim_9.deb')
    expect(await w.runUntil(ended(w), 4 * HOUR)).toBe(true)
    expect(w.packages.cached).toEqual(new Set(['openssl_2.deb', 'vim_9.deb']))
  })

  it('is remembered over restarts: each item once', async () => {
    const w = await worldWith()
    await w.runUntil(() => w.packages.cached.size === 2, 3 * HOUR)
    w.stop()
    await w.runUntil(() => w.clock.nowMs() > w.beginsMs - 10 * MINUTE, HOUR)
    expect(w.packages.downloads).toBe(2)
    expect(await w.runUntil(ended(w), 2 * HOUR)).toBe(true)
    expect(w.packages.cached).toEqual(new Set())
  })

  it('that fails costs nothing: the item fetches when its turn comes', async () => {
    const w = await worldWith()
    w.packages.behaviour.set('openssl:amd64', 'download_fails')
    await w.runUntil(() => w.packages.downloads === 2, 3 * HOUR)
    w.packages.behaviour.clear()
    expect(await w.runUntil(ended(w), 2 * HOUR)).toBe(true)
    expect(w.event('end')?.data).toMatchObject({ outcome: 'succeeded' })
  })

  it('waits while a blackout lasts', async () => {
    const w = await worldWith()
    const [from, to] = [w.beginsMs - 2 * HOUR, w.beginsMs - 20 * MINUTE]
    const profile: ProfileSettings = {
      ...profileSettings(),
      blackouts: { until: to + 30 * 24 * HOUR, spans: [{ from, to }] },
    }
    w.record.settings = { ...w.record.settings, profile }
    w.record.manifestWork = ''
    await w.runUntil(() => w.packages.downloads > 0, 3 * HOUR)
    expect(w.clock.nowMs()).toBeGreaterThanOrEqual(to)
    expect(w.clock.nowMs()).toBeLessThan(w.beginsMs)
  })

  it('is not made for a task that was cancelled', async () => {
    const w = await worldWith()
    await w.runUntil(() => w.event('accepted') !== undefined, 10 * MINUTE)
    w.record.documents = []
    await w.runUntil(() => false, 3 * HOUR)
    expect(w.packages.downloads).toBe(0)
  })

  it('of a task that is cancelled then leaves nothing in the cache', async () => {
    const w = await worldWith()
    await w.runUntil(() => w.packages.cached.size === 2, 3 * HOUR)
    w.record.documents = []
    await w.runUntil(() => w.event('dropped') !== undefined, 20 * MINUTE)
    await w.runUntil(() => false, 5 * MINUTE)
    expect(w.packages.cached).toEqual(new Set())
  })

  it('never holds up another task that is due', async () => {
    const w = await worldWith()
    w.packages.downloadMs = 20 * MINUTE
    const dueMs = w.beginsMs - HOUR + 5 * MINUTE
    const [first] = w.record.documents as [TaskDocument]
    const other = taskFor(w, { task: '6c1e0a7d-94b2-4b0e-8f3a-6d2c7b9e1f41', notBefore: dueMs }, ['bash'])
    w.record.documents = [first, other]
    await w.runUntil(() => w.event('begin', other.task) !== undefined, 4 * HOUR)
    expect((w.event('begin', other.task)?.at ?? 0) - dueMs).toBeLessThan(MINUTE)
  })
})

describe('the moment of an early download', () => {
  const task = '5c1e0a7d-94b2-4b0e-8f3a-6d2c7b9e1f40'
  const of = (agent: string, spreadS: number) => earlyDate({ options: { early: 1000, spreadS }, task, agent })
  it('is spread over hosts, within its bounds, and the same at each look', () => {
    const moments = Array.from({ length: 200 }, (_, i) => of(`agent ${i}`, 3600) as number)
    expect(Math.min(...moments)).toBeGreaterThanOrEqual(1000)
    expect(Math.max(...moments)).toBeLessThan(1000 + 3_600_000)
    expect(new Set(moments).size).toBeGreaterThan(190)
    expect(of('agent 7', 3600)).toBe(moments[7])
  })
  it('is at once without a spread, and never where none is wanted', () => {
    expect(of('a', 0)).toBe(1000)
    expect(earlyDate({ task, agent: 'a', options: { keep: true } })).toBeNull()
    expect(earlyDate({ task, agent: 'a' })).toBeNull()
  })
})

describe('options of a task', { timeout: 60_000 }, () => {
  it.each<[string, TaskDocument['options'], number | null, number | undefined]>([
    ['the job', { bandwidthKBs: 50 }, 900, 50],
    ['the profile where the job has none', { keep: true }, 900, 900],
    ['nobody', { keep: true }, null, undefined],
  ])('bandwidth: %s', async (_, options, ofProfile, rate) => {
    const w = await createEnrolledWorld({ features: [OPTIONS_FEATURE] })
    w.record.settings = { ...w.record.settings, profile: { ...profileSettings(), bandwidthKBs: ofProfile } }
    w.record.documents = [taskFor(w, options === undefined ? {} : { options })]
    expect(await w.runUntil(ended(w), HOUR)).toBe(true)
    expect(w.packages.rates).toEqual([rate])
  })

  it.each(['newest', 'skip'] as const)('whenGone: %s reaches the package manager', async whenGone => {
    const w = await createEnrolledWorld({ features: [OPTIONS_FEATURE] })
    w.record.documents = [taskFor(w, { options: { whenGone } })]
    expect(await w.runUntil(ended(w), HOUR)).toBe(true)
    expect(w.packages.whenGone).toBe(whenGone)
  })
})
