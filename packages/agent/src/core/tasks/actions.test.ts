import { ACTIONS_FEATURE, type ActionItem, actionNumber, type TaskDocument, type TaskItem } from '@patchyard/protocol'
import { describe, expect, it } from 'vitest'
import { CrashError, createEnrolledWorld, MINUTE, taskFor, type World } from '../../testing/world.ts'

const HOUR = 60 * MINUTE
const features = [ACTIONS_FEATURE]

const action = (stage: 'pre' | 'post', index: number, name = `${stage}${index}`): ActionItem => ({
  item: actionNumber(stage, index),
  stage,
  kind: 'script',
  name,
  interpreter: 'sh',
  script: 'true\n',
  timeoutS: 120,
})

/** Two pre-actions, patches of these packages, one post-action. */
function taskWith(world: World, names: readonly string[], more: Partial<TaskDocument> = {}): TaskDocument {
  const task = taskFor(world, more, names)
  const items: TaskItem[] = [action('pre', 0), action('pre', 1), ...task.items, action('post', 0)]
  return { ...task, items }
}

const ended = (world: World) => () => world.event('end') !== undefined
const itemEnds = (world: World) =>
  [...world.record.events.values()].flatMap(one =>
    one.kind === 'itemEnd'
      ? [[one.data.item, one.data.outcome, one.data.code].filter(x => x !== undefined).join(' ')]
      : [],
  )
const started = (world: World) => world.actions.executions.map(one => one.split(' ')[1])

async function run(
  prepare: (world: World) => void,
  names: readonly string[] = ['openssl'],
  more: Partial<TaskDocument> = {},
): Promise<World> {
  const world = await createEnrolledWorld({ features })
  prepare(world)
  world.record.documents = [taskWith(world, names, more)]
  expect(await world.runUntil(ended(world), 3 * HOUR)).toBe(true)
  expect(world.faults).toEqual([])
  return world
}

describe('actions of a task', { timeout: 60_000 }, () => {
  it('run in the order of the document, around the patches', async () => {
    const world = await run(() => {})
    expect(started(world)).toEqual(['pre0', 'pre1', 'post0'])
    expect(itemEnds(world)).toEqual(['2001 ok', '2002 ok', '1 ok', '2006 ok'])
    const order = world
      .eventsOf(world.record.documents[0]?.task ?? '')
      .flatMap(one => (one.kind === 'itemBegin' ? [one.data.item] : []))
    expect(order).toEqual([2001, 2002, 1, 2006])
    expect(world.event('end')?.data).toEqual({ outcome: 'succeeded', rebootNeeded: false })
  })

  it.each<[string, number, string]>([
    ['1', 1, '2001 failed action_failed'],
    ['101', 101, '2001 skipped action_not_applicable'],
    ['7', 7, '2001 failed action_failed'],
  ])('exit code %s stops nothing', async (_, code, first) => {
    const world = await run(w => w.actions.exits.set('pre0', code), ['openssl'], { onFailure: 'stop' })
    expect(itemEnds(world)).toEqual([first, '2002 ok', '1 ok', '2006 ok'])
    expect(world.event('end')?.data).toMatchObject({ outcome: 'succeeded' })
  })

  it('12 of a pre-action ends the job: no patch, no other action, no reboot', async () => {
    const world = await run(
      w => {
        w.actions.exits.set('pre0', 12)
        w.inventory.rebootNeeded = true
      },
      ['openssl'],
      { reboot: 'always' },
    )
    expect(itemEnds(world)).toEqual([
      '2001 failed action_aborted',
      '2002 skipped job_aborted',
      '1 skipped job_aborted',
      '2006 skipped job_aborted',
    ])
    expect(world.packages.executions).toEqual([])
    expect(world.machine.rebootsAsked).toBe(0)
    expect(world.event('end')?.data).toMatchObject({ outcome: 'skipped', code: 'aborted' })
  })

  it.each<[number, 'never' | 'ifNeeded' | 'always', number, boolean]>([
    [10, 'ifNeeded', 1, false],
    [11, 'ifNeeded', 1, false],
    [10, 'always', 1, false],
    [10, 'never', 0, true],
  ])('%i with reboot "%s": %i reboots', async (code, reboot, times, needed) => {
    const world = await run(
      w => {
        w.actions.exits.set('pre1', code)
        w.actions.exits.set('post0', code)
      },
      ['openssl'],
      { reboot },
    )
    expect(world.machine.rebootsAsked).toBe(times)
    expect(world.event('end')?.data).toMatchObject({ rebootNeeded: needed })
    expect(started(world)).toEqual(['pre0', 'pre1', 'post0'])
  })

  it('one that never ends is ended at its limit and has failed', async () => {
    const world = await run(w => w.actions.durations.set('pre0', 10 * HOUR))
    expect(itemEnds(world)).toEqual(['2001 failed action_timed_out', '2002 ok', '1 ok', '2006 ok'])
  })

  it('one that cannot be started has failed and says why', async () => {
    const world = await run(w => w.actions.unstartable.add('post0'))
    expect(itemEnds(world).at(-1)).toBe('2006 failed action_not_started')
  })

  it('post-actions follow a failed patch when the job goes on', async () => {
    const world = await run(w => w.packages.behaviour.set('openssl:amd64', 'would_remove'))
    expect(itemEnds(world)).toEqual(['2001 ok', '2002 ok', '1 failed would_remove', '2006 ok'])
  })

  it('and are told as stopped when it stops', async () => {
    const world = await run(w => w.packages.behaviour.set('openssl:amd64', 'would_remove'), ['openssl', 'curl'], {
      onFailure: 'stop',
    })
    expect(itemEnds(world).slice(2)).toEqual([
      '1 failed would_remove',
      '2 skipped stopped_after_failure',
      '2006 skipped stopped_after_failure',
    ])
  })

  it('at the end of the window the action in flight ends, what follows is too late', async () => {
    const world = await createEnrolledWorld({ features })
    world.actions.durations.set('pre0', 110_000)
    const nowMs = world.clock.nowMs()
    world.record.documents = [
      taskWith(world, ['openssl'], { startBefore: nowMs + 100_000, finishBefore: nowMs + 100_000 }),
    ]
    expect(await world.runUntil(ended(world), HOUR)).toBe(true)
    expect(itemEnds(world)).toEqual([
      '2001 ok',
      '2002 skipped window_closed',
      '1 skipped window_closed',
      '2006 skipped window_closed',
    ])
    expect(world.event('end')?.data).toMatchObject({ outcome: 'skipped', code: 'expired' })
  })

  it('begun a moment before startBefore, a task with a must-start window goes on after it', async () => {
    const world = await createEnrolledWorld({ features })
    world.packages.installMs = 10 * MINUTE
    const nowMs = world.clock.nowMs()
    world.record.documents = [
      taskWith(world, ['openssl', 'curl'], { startBefore: nowMs + 3 * MINUTE, finishBefore: nowMs + 24 * HOUR }),
    ]
    expect(await world.runUntil(ended(world), 2 * HOUR)).toBe(true)
    expect(itemEnds(world)).toEqual(['2001 ok', '2002 ok', '1 ok', '2 ok', '2006 ok'])
  })

  it('a task of actions alone: they are its outcome', async () => {
    const world = await createEnrolledWorld({ features })
    world.actions.exits.set('post0', 1)
    world.record.documents = [{ ...taskFor(world), items: [action('pre', 0), action('post', 0)] }]
    expect(await world.runUntil(ended(world), HOUR)).toBe(true)
    expect(world.event('end')?.data).toMatchObject({ outcome: 'partial' })
    expect(world.record.reports.filter(one => one.trigger === 'task')).not.toEqual([])
  })
})

describe('a host that does not allow actions', { timeout: 60_000 }, () => {
  it('refuses the whole document of whoever sends one all the same', async () => {
    const world = await createEnrolledWorld()
    world.record.documents = [taskWith(world, ['openssl'])]
    expect(await world.runUntil(() => world.event('refused') !== undefined, 10 * MINUTE)).toBe(true)
    expect(world.event('refused')?.data).toMatchObject({ code: 'actions_not_allowed' })
    await world.runUntil(() => false, HOUR)
    expect([world.actions.executions, world.packages.executions]).toEqual([[], []])
    expect(world.record.problems).toContain('actions_not_allowed')
  })

  it('that forbids them after it took one runs none of them', async () => {
    const world = await createEnrolledWorld({ features })
    world.record.documents = [taskWith(world, ['openssl'], { notBefore: world.clock.nowMs() + 10 * MINUTE })]
    expect(await world.runUntil(() => world.event('accepted') !== undefined, 10 * MINUTE)).toBe(true)
    world.stop()
    world.announced = []
    expect(await world.runUntil(ended(world), HOUR)).toBe(true)
    expect(world.actions.executions).toEqual([])
    expect(itemEnds(world)).toEqual([
      '2001 skipped actions_not_allowed',
      '2002 skipped actions_not_allowed',
      '1 ok',
      '2006 skipped actions_not_allowed',
    ])
  })
})

describe('crashes: actions', { timeout: 120_000 }, () => {
  const deaths: readonly [string, (world: World) => void][] = [
    ['the action goes on', () => {}],
    ['the host reboots', world => world.reboot()],
  ]
  it.each(deaths)(
    'at every contact with the outside; %s: none is started twice, an unknown one ends the job',
    async (_, die) => {
      let at = 1
      for (; ; at++) {
        const world = await createEnrolledWorld({ features })
        world.record.documents = [taskWith(world, ['openssl'])]
        let count = 0
        let crashed = false
        world.onPoint = name => {
          count++
          if (count !== at || crashed) return
          crashed = true
          die(world)
          throw new CrashError(name)
        }
        const label = `crash at ${at}`
        expect(await world.runUntil(ended(world), 3 * HOUR), label).toBe(true)
        if (!crashed) break
        expect(world.faults, label).toEqual([])
        expect(new Set(world.actions.executions).size, label).toBe(world.actions.executions.length)
        const ends = itemEnds(world)
        expect(ends.length, `${label}: ${ends.join(', ')}`).toBe(4)
        const unknown = ends.findIndex(one => /^200\d unknown outcome_unknown$/.test(one))
        if (unknown >= 0) {
          expect(
            ends.slice(unknown + 1).every(one => one.endsWith('skipped job_aborted')),
            ends.join(', '),
          ).toBe(true)
          if (ends[unknown]?.startsWith('2006') !== true) expect(world.packages.executions, label).toEqual([])
        }
        // Nothing of the task goes on beside an action that an earlier process started.
        expect([...world.actions.running.keys()], label).toEqual([])
      }
      expect(at).toBeGreaterThan(30)
    },
  )
})
