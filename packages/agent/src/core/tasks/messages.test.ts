import { MESSAGES_FEATURE, type TaskDocument, type TaskMessages } from '@patchyard/protocol'
import { describe, expect, it } from 'vitest'
import { createEnrolledWorld, MINUTE, taskFor, type World } from '../../testing/world.ts'
import { reminderOf } from './user-gate.ts'

const HOUR = 60 * MINUTE
const told = { text: 'of the administrator' }
const messages: TaskMessages = {
  before: { title: 'before', ...told, deferrals: { count: 2, minutes: 30 } },
  during: { title: 'during', ...told },
  reboot: {
    request: { title: 'reboot?', ...told, deferrals: { count: 1, minutes: 60 } },
    countdown: { title: 'countdown', ...told, minutes: 20 },
  },
  complete: { title: 'complete', ...told, evenWhenFailed: false },
}
const ended = (world: World) => () => world.event('end') !== undefined
const pending = (world: World) =>
  [...world.record.events.values()].flatMap(one => (one.kind === 'pending' ? [one.data.code] : []))

async function worldWith(more: Partial<TaskDocument> = {}, prepare: (world: World) => void = () => {}): Promise<World> {
  const made = await createEnrolledWorld({ features: [MESSAGES_FEATURE] })
  made.users.there = true
  prepare(made)
  made.record.documents = [taskFor(made, { messages, reboot: 'always', ...more }, ['openssl', 'curl'])]
  return made
}

describe('people at the machine', { timeout: 60_000 }, () => {
  it('are told in order, the countdown at moments that make sense, and nobody is waited for who does not put it off', async () => {
    const w = await worldWith()
    expect(await w.runUntil(ended(w), 2 * HOUR)).toBe(true)
    expect(w.users.seen).toEqual([
      'ask before',
      'show during',
      'ask reboot?',
      'show countdown 20',
      'show countdown 15',
      'show countdown 10',
      'show countdown 5',
      'show countdown 2',
      'show countdown one',
      'show complete',
    ])
    expect(pending(w)).toEqual(['reboot'])
    expect(w.machine.rebootsAsked).toBe(1)
  })

  it('put it off as often as the job permits, over restarts of the agent', async () => {
    const w = await worldWith({}, one => void (one.users.defers = true))
    const beganMs = w.clock.monotonicMs()
    expect(await w.runUntil(() => w.users.seen.length === 1, 5 * MINUTE)).toBe(true)
    w.stop()
    expect(await w.runUntil(() => w.users.seen.length === 2, HOUR)).toBe(true)
    w.reboot()
    expect(await w.runUntil(() => w.users.seen.length >= 3, 2 * HOUR)).toBe(true)
    expect(w.users.seen.slice(0, 3)).toEqual(['ask before', 'ask before', 'ask! before'])
    expect(w.clock.monotonicMs() - beganMs).toBeGreaterThan(HOUR - MINUTE)
    expect(await w.runUntil(ended(w), 5 * HOUR)).toBe(true)
    expect(pending(w)).toEqual(['user', 'user', 'reboot', 'reboot'])
    expect(w.users.seen.filter(one => one.includes('reboot?'))).toEqual(['ask reboot?', 'ask! reboot?'])
  })

  it('who are not there are not waited for, not before and not for the reboot', async () => {
    const w = await worldWith({}, one => {
      one.users.there = false
      one.users.defers = true
    })
    expect(await w.runUntil(ended(w), 20 * MINUTE)).toBe(true)
    expect(w.users.seen).toEqual([])
    expect([pending(w), w.machine.rebootsAsked]).toEqual([[], 1])
  })

  it('who leave end the waiting', async () => {
    const w = await worldWith({}, one => void (one.users.defers = true))
    expect(await w.runUntil(() => w.users.seen.length === 1, 5 * MINUTE)).toBe(true)
    w.users.there = false
    expect(await w.runUntil(() => w.packages.executions.length === 1, 5 * MINUTE)).toBe(true)
  })

  it('who put it off beyond the window: it is too late, and nothing was done', async () => {
    const nowMs = 20 * MINUTE
    const w = await worldWith({}, one => void (one.users.defers = true))
    const start = w.clock.nowMs()
    w.record.documents = [
      taskFor(w, { messages, startBefore: start + 10 * MINUTE, finishBefore: start + nowMs }, ['openssl']),
    ]
    expect(await w.runUntil(ended(w), 2 * HOUR)).toBe(true)
    expect(w.event('end')?.data).toMatchObject({ outcome: 'skipped', code: 'expired' })
    expect(w.packages.executions).toEqual([])
  })

  it('who put the reboot off beyond the window keep their machine: the need of it is told', async () => {
    const w = await worldWith({}, one => void (one.users.defers = true))
    const start = w.clock.nowMs()
    const quiet = { ...messages, before: undefined }
    w.inventory.rebootNeeded = true
    const document = taskFor(w, {
      reboot: 'ifNeeded',
      startBefore: start + 10 * MINUTE,
      finishBefore: start + 40 * MINUTE,
    })
    const { before: _, ...rest } = quiet
    w.record.documents = [{ ...document, messages: rest }]
    expect(await w.runUntil(ended(w), 2 * HOUR)).toBe(true)
    expect(w.event('end')?.data).toEqual({ outcome: 'succeeded', rebootNeeded: true })
    expect(w.machine.rebootsAsked).toBe(0)
  })

  it('hear of the end only when it went well, or when the job says so', async () => {
    const failing = (one: World) => void one.packages.behaviour.set('curl:amd64', 'would_remove')
    const quiet = await worldWith({ reboot: 'never' }, failing)
    expect(await quiet.runUntil(ended(quiet), HOUR)).toBe(true)
    expect(quiet.users.seen).not.toContain('show complete')
    const loud = { ...messages, complete: { title: 'complete', ...told, evenWhenFailed: true } }
    const spoken = await worldWith({ reboot: 'never', messages: loud }, failing)
    expect(await spoken.runUntil(ended(spoken), HOUR)).toBe(true)
    expect(spoken.users.seen).toContain('show complete')
  })
})

describe('one reboot for all', { timeout: 60_000 }, () => {
  const second = { task: '6c1e0a7d-94b2-4b0e-8f3a-6d2c7b9e1f41' }
  const both = (w: World, more: Partial<TaskDocument> = {}) => [
    taskFor(w, { reboot: 'always' }, ['openssl']),
    taskFor(w, { reboot: 'always', ...second, ...more }, ['curl']),
  ]
  const ends = (w: World) => [...w.record.events.values()].filter(one => one.kind === 'end')

  it('two tasks that are due together: each is proven by its own scan after one boot', async () => {
    const w = await createEnrolledWorld()
    w.record.documents = both(w)
    expect(await w.runUntil(() => ends(w).length === 2, HOUR)).toBe(true)
    expect(w.machine.rebootsAsked).toBe(1)
    expect([...w.record.events.values()].filter(one => one.kind === 'reboot')).toHaveLength(2)
    for (const end of ends(w)) expect(end.data).toMatchObject({ outcome: 'succeeded' })
  })

  it('a task that comes due while another one counts down goes first', async () => {
    const w = await createEnrolledWorld({ features: [MESSAGES_FEATURE] })
    w.users.there = true
    const [first, other] = both(w, { notBefore: w.clock.nowMs() + 12 * MINUTE }) as [TaskDocument, TaskDocument]
    w.record.documents = [
      { ...first, messages: { reboot: { countdown: { title: 'c', ...told, minutes: 30 } } } },
      other,
    ]
    expect(await w.runUntil(() => ends(w).length === 2, 2 * HOUR)).toBe(true)
    expect(w.machine.rebootsAsked).toBe(1)
    expect(w.packages.executions).toHaveLength(2)
  })

  it('a boot by other hands during the countdown is that reboot', async () => {
    const w = await worldWith({ messages: { reboot: { countdown: { title: 'c', ...told, minutes: 60 } } } })
    expect(await w.runUntil(() => w.users.seen.length === 1, HOUR)).toBe(true)
    w.reboot()
    expect(await w.runUntil(ended(w), HOUR)).toBe(true)
    expect(w.machine.rebootsAsked).toBe(0)
    expect(w.event('reboot')?.data).toEqual({ code: 'happened' })
  })

  it('a reboot that does not come is asked for three times for both together', async () => {
    const w = await createEnrolledWorld()
    w.machine.rebootWorks = false
    w.record.documents = both(w)
    expect(await w.runUntil(() => ends(w).length === 2, 3 * HOUR)).toBe(true)
    expect(w.machine.rebootsAsked).toBe(3)
    for (const end of ends(w)) expect(end.data).toMatchObject({ code: 'reboot_failed' })
  })
})

describe('reminders of a countdown', () => {
  it.each([
    [20, 20, null],
    [16, 20, null],
    [15, 20, 15],
    [14, 15, null],
    [9, 15, 10],
    [1, 2, 1],
    [1, 1, null],
    [3, 60, 5],
  ])('%i minutes left, the last one at %i: %s', (left, last, due) => expect(reminderOf(left, last)).toBe(due))
})
