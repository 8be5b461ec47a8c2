import { describe, expect, it } from 'vitest'
import { CrashError, createEnrolledWorld, createWorld, MINUTE, taskFor, type World } from '../../testing/world.ts'
import { NetworkError } from '../ports/network.ts'

const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

const cutOff = () => Promise.reject(new NetworkError('E_NETWORK_UNREACHABLE', 'no network'))
const ended = (world: World) => () => world.event('end') !== undefined
const itemEnds = (world: World) =>
  [...world.record.events.values()].flatMap(one =>
    one.kind === 'itemEnd' ? [[one.data.item, one.data.outcome, one.data.code]] : [],
  )
const endData = (world: World) => world.event('end')?.data

describe('when a task begins', { timeout: 60_000 }, () => {
  it('on its date without the server, and tells it later', async () => {
    const world = await createEnrolledWorld()
    const beginAt = world.clock.nowMs() + 3 * HOUR
    world.record.documents = [taskFor(world, { notBefore: beginAt })]
    await world.runUntil(() => world.event('accepted') !== undefined, 5 * MINUTE)
    world.between = cutOff
    await world.runUntil(() => world.packages.executions.length > 0, 4 * HOUR)
    expect(Math.abs(world.clock.nowMs() - beginAt)).toBeLessThan(MINUTE)
    world.between = (_, next) => next()
    expect(await world.runUntil(ended(world), HOUR)).toBe(true)
    expect(world.event('begin')?.at).toBeGreaterThanOrEqual(beginAt)
    expect(endData(world)).toMatchObject({ outcome: 'succeeded' })
  })

  it('not after startBefore: a host that was off drops it', async () => {
    const world = await createEnrolledWorld()
    world.record.documents = [
      taskFor(world, { notBefore: world.clock.nowMs() + HOUR, startBefore: world.clock.nowMs() + 2 * HOUR }),
    ]
    await world.runUntil(() => world.event('accepted') !== undefined, 5 * MINUTE)
    world.reboot()
    await world.clock.advance(3 * HOUR)
    expect(await world.runUntil(() => world.event('dropped') !== undefined, 20 * MINUTE)).toBe(true)
    expect(world.event('dropped')?.data).toEqual({ code: 'expired' })
    expect(world.packages.executions).toEqual([])
  })

  it('not when the server was silent for longer than `expires`', async () => {
    const world = await createEnrolledWorld()
    const notBefore = world.clock.nowMs() + 8 * DAY
    world.record.documents = [
      taskFor(world, { notBefore, startBefore: notBefore + DAY, finishBefore: notBefore + 2 * DAY }),
    ]
    await world.runUntil(() => world.event('accepted') !== undefined, 5 * MINUTE)
    world.between = cutOff
    await world.clock.advance(9 * DAY)
    expect(world.packages.executions).toEqual([])
  })

  it('not twice: a second look at the same manifest changes nothing', async () => {
    const world = await createEnrolledWorld()
    world.record.documents = [taskFor(world)]
    await world.runUntil(ended(world), 10 * MINUTE)
    world.record.manifestWork = ''
    await world.runUntil(() => false, 10 * MINUTE)
    world.server.epoch++
    world.record.events.clear()
    await world.runUntil(() => false, 10 * MINUTE)
    expect(world.packages.executions).toHaveLength(1)
    expect(world.eventsOf(world.record.documents[0]?.task ?? '').map(one => one.kind)).toEqual([
      'accepted',
      'begin',
      'itemBegin',
      'itemEnd',
      'end',
    ])
  })

  it('after a boot only when the agent has settled: two signed answers checkInS apart', async () => {
    const world = await createEnrolledWorld()
    world.record.documents = [taskFor(world, { notBefore: world.clock.nowMs() + 10 * MINUTE })]
    await world.runUntil(() => world.event('accepted') !== undefined, 5 * MINUTE)
    world.reboot()
    await world.clock.advance(30 * MINUTE)
    const upMs = world.clock.monotonicMs()
    await world.runUntil(() => world.packages.executions.length > 0, 30 * MINUTE)
    expect(world.clock.monotonicMs() - upMs).toBeGreaterThan(60_000)
    expect(world.clock.monotonicMs() - upMs).toBeLessThan(5 * MINUTE)
  })

  it('after a boot without a server when three intervals passed in silence', async () => {
    const world = await createEnrolledWorld()
    world.record.documents = [taskFor(world, { notBefore: world.clock.nowMs() + 10 * MINUTE })]
    await world.runUntil(() => world.event('accepted') !== undefined, 5 * MINUTE)
    world.reboot()
    world.between = cutOff
    await world.clock.advance(30 * MINUTE)
    const upMs = world.clock.monotonicMs()
    await world.runUntil(() => world.packages.executions.length > 0, 30 * MINUTE)
    expect(world.clock.monotonicMs() - upMs).toBeGreaterThanOrEqual(180_000)
    expect(world.clock.monotonicMs() - upMs).toBeLessThan(5 * MINUTE)
  })

  it('not on a disk without room, and as soon as there is', async () => {
    const world = await createEnrolledWorld()
    world.record.documents = [taskFor(world, { notBefore: world.clock.nowMs() + 10 * MINUTE })]
    await world.runUntil(() => world.event('accepted') !== undefined, 5 * MINUTE)
    let full = true
    world.diskTrouble = () => (full ? 'E_JOURNAL_FULL' : null)
    await world.runUntil(() => false, HOUR)
    expect(world.packages.executions).toEqual([])
    full = false
    expect(await world.runUntil(ended(world), HOUR)).toBe(true)
    expect(world.faults).toEqual([])
  })

  it('not on a disk that has only the room for outcomes left, and says so', async () => {
    const world = await createEnrolledWorld()
    world.isTight = true
    world.record.documents = [taskFor(world)]
    await world.runUntil(() => world.record.problems.includes('disk_full'), 20 * MINUTE)
    expect(world.record.problems).toContain('disk_full')
    expect(world.packages.executions).toEqual([])
    world.isTight = false
    expect(await world.runUntil(ended(world), HOUR)).toBe(true)
  })

  it('a disk that fills in the middle: the item in flight is told, the next waits', async () => {
    const world = await createEnrolledWorld()
    world.packages.installMs = 5 * MINUTE
    world.record.documents = [taskFor(world, {}, ['openssl', 'curl'])]
    await world.runUntil(() => world.packages.executions.length === 1, 10 * MINUTE)
    world.isTight = true
    await world.runUntil(() => world.event('itemEnd') !== undefined, HOUR)
    await world.runUntil(() => false, 30 * MINUTE)
    expect(world.event('itemEnd')?.data).toMatchObject({ item: 1, outcome: 'ok' })
    expect(world.packages.executions).toHaveLength(1)
    world.isTight = false
    expect(await world.runUntil(ended(world), HOUR)).toBe(true)
    expect(endData(world)).toMatchObject({ outcome: 'succeeded' })
  })

  it('a journal that cannot be trusted ends the process; nothing begins', async () => {
    const world = await createEnrolledWorld()
    world.record.documents = [taskFor(world, { notBefore: world.clock.nowMs() + 10 * MINUTE })]
    await world.runUntil(() => world.event('accepted') !== undefined, 5 * MINUTE)
    world.diskTrouble = () => 'E_JOURNAL_IO'
    await world.runUntil(() => false, HOUR)
    expect(world.packages.executions).toEqual([])
    expect(world.faults.length).toBeGreaterThan(0)
    expect(new Set(world.faults.map(one => (one as { code: string }).code))).toEqual(new Set(['E_JOURNAL_IO']))
    world.diskTrouble = () => null
    expect(await world.runUntil(ended(world), HOUR)).toBe(true)
  })
})

describe('when a task stops', { timeout: 60_000 }, () => {
  it('cancelled before it begins: dropped', async () => {
    const world = await createEnrolledWorld()
    world.record.documents = [taskFor(world, { notBefore: world.clock.nowMs() + HOUR })]
    await world.runUntil(() => world.event('accepted') !== undefined, 5 * MINUTE)
    world.record.documents = []
    expect(await world.runUntil(() => world.event('dropped') !== undefined, 5 * MINUTE)).toBe(true)
    expect(world.event('dropped')?.data).toEqual({ code: 'cancelled' })
    await world.runUntil(() => false, 2 * HOUR)
    expect(world.packages.executions).toEqual([])
  })

  it.each<[string, (world: World) => void, string, string]>([
    ['cancelled', world => void (world.record.documents = []), 'cancelled', 'cancelled'],
    [
      'quarantined',
      world => void (world.record.line = { ...world.record.line, standing: 'quarantined' }),
      'standing',
      'asset_not_active',
    ],
    [
      'revoked',
      world => void (world.record.line = { ...world.record.line, standing: 'revoked' }),
      'standing',
      'asset_not_active',
    ],
  ])('%s in the middle: the item in flight ends, no other begins', async (_, happen, code, itemCode) => {
    const world = await createEnrolledWorld()
    world.packages.installMs = 3 * MINUTE
    world.record.documents = [taskFor(world, {}, ['openssl', 'curl', 'bash'])]
    await world.runUntil(() => world.packages.executions.length === 1, 5 * MINUTE)
    happen(world)
    await world.runUntil(() => false, 20 * MINUTE)
    expect(world.packages.executions).toEqual(['install openssl:amd64=2'])
    const told = [...(world.journal.tables.get('event')?.values() ?? [])].map(
      row => JSON.parse((row as { text: string }).text) as { kind: string; data: Record<string, unknown> },
    )
    const ends = told
      .filter(one => one.kind === 'itemEnd')
      .map(one => [one.data['item'], one.data['outcome'], one.data['code']])
    expect(ends).toEqual([
      [1, 'ok', undefined],
      [2, 'skipped', itemCode],
      [3, 'skipped', itemCode],
    ])
    expect(told.at(-1)).toMatchObject({ kind: 'end', data: { outcome: 'partial', code } })
  })

  it('at finishBefore: the item in flight ends, the rest is told as too late', async () => {
    const world = await createEnrolledWorld()
    world.packages.installMs = 10 * MINUTE
    const nowMs = world.clock.nowMs()
    world.record.documents = [
      taskFor(world, { startBefore: nowMs + 5 * MINUTE, finishBefore: nowMs + 6 * MINUTE }, ['openssl', 'curl']),
    ]
    expect(await world.runUntil(ended(world), HOUR)).toBe(true)
    expect(itemEnds(world)).toEqual([
      [1, 'ok', undefined],
      [2, 'skipped', 'window_closed'],
    ])
    expect(endData(world)).toMatchObject({ outcome: 'partial', code: 'expired' })
  })

  it('a lock that is held to the end of the window: too late, with the name of the holder', async () => {
    const world = await createEnrolledWorld()
    world.packages.lockedBy = { path: '/var/lib/dpkg/lock-frontend', pid: 4711, program: 'unattended-upgr' }
    const nowMs = world.clock.nowMs()
    world.record.documents = [
      taskFor(world, { startBefore: nowMs + 5 * MINUTE, finishBefore: nowMs + 30 * MINUTE }, ['openssl', 'curl']),
    ]
    await world.runUntil(
      () => world.record.checkIns.some(one => one.progress.some(p => p.text.includes('unattended-upgr'))),
      10 * MINUTE,
    )
    expect(await world.runUntil(ended(world), HOUR)).toBe(true)
    const [first] = [...world.record.events.values()].filter(one => one.kind === 'itemEnd')
    expect(first?.data).toMatchObject({
      outcome: 'skipped',
      code: 'window_closed',
      output: 'waiting for unattended-upgr (process 4711) to release /var/lib/dpkg/lock-frontend',
    })
    expect(world.packages.executions).toEqual([])
  })

  it('a lock that is released in time costs only time', async () => {
    const world = await createEnrolledWorld()
    world.packages.lockedBy = { path: '/var/lib/dpkg/lock-frontend', pid: null, program: null }
    world.record.documents = [taskFor(world)]
    await world.runUntil(() => false, 20 * MINUTE)
    expect(world.packages.executions).toEqual([])
    world.packages.lockedBy = null
    expect(await world.runUntil(ended(world), 10 * MINUTE)).toBe(true)
    expect(endData(world)).toMatchObject({ outcome: 'succeeded' })
  })

  it('a cancel while it waits for a lock is heard', async () => {
    const world = await createEnrolledWorld()
    world.packages.lockedBy = { path: '/var/lib/dpkg/lock-frontend', pid: null, program: 'apt' }
    world.record.documents = [taskFor(world)]
    await world.runUntil(() => world.event('itemBegin') !== undefined, 10 * MINUTE)
    world.record.documents = []
    expect(await world.runUntil(ended(world), 10 * MINUTE)).toBe(true)
    expect(endData(world)).toMatchObject({ outcome: 'skipped', code: 'cancelled' })
    expect(world.packages.executions).toEqual([])
  })
})

describe('what an item may end as', { timeout: 60_000 }, () => {
  it.each<[string, (world: World) => void, unknown[], string]>([
    [
      'the engine says 0 and does nothing',
      w => w.packages.behaviour.set('openssl:amd64', 'does_nothing'),
      [1, 'failed', 'install_failed'],
      'partial',
    ],
    [
      'its script fails',
      w => w.packages.behaviour.set('openssl:amd64', 'script_fails'),
      [1, 'failed', 'maintainer_script_failed'],
      'partial',
    ],
    [
      'the download is bad',
      w => w.packages.behaviour.set('openssl:amd64', 'download_fails'),
      [1, 'failed', 'download_failed'],
      'partial',
    ],
    [
      'the plan would remove something',
      w => w.packages.behaviour.set('openssl:amd64', 'would_remove'),
      [1, 'failed', 'would_remove'],
      'partial',
    ],
    ['the version is gone', w => w.packages.offered.delete('openssl:amd64'), [1, 'failed', 'version_gone'], 'partial'],
    [
      'somebody was faster',
      w => w.packages.installed.set('openssl:amd64', '2'),
      [1, 'ok', 'already_installed'],
      'succeeded',
    ],
  ])('%s', async (_, prepare, first, outcome) => {
    const world = await createEnrolledWorld()
    prepare(world)
    world.record.documents = [taskFor(world, {}, ['openssl', 'curl'])]
    expect(await world.runUntil(ended(world), HOUR)).toBe(true)
    expect(itemEnds(world)).toEqual([first, [2, 'ok', undefined]])
    expect(endData(world)).toMatchObject({ outcome })
  })

  it('after a failure that stops, the rest is told as stopped', async () => {
    const world = await createEnrolledWorld()
    world.packages.behaviour.set('openssl:amd64', 'download_fails')
    world.record.documents = [taskFor(world, { onFailure: 'stop' }, ['openssl', 'curl', 'bash'])]
    expect(await world.runUntil(ended(world), HOUR)).toBe(true)
    expect(itemEnds(world)).toEqual([
      [1, 'failed', 'download_failed'],
      [2, 'skipped', 'stopped_after_failure'],
      [3, 'skipped', 'stopped_after_failure'],
    ])
    expect(endData(world)).toMatchObject({ outcome: 'failed', code: 'stopped' })
  })
})

describe('reboots', { timeout: 60_000 }, () => {
  it.each<['never' | 'ifNeeded' | 'always', boolean, number]>([
    ['never', true, 0],
    ['ifNeeded', false, 0],
    ['ifNeeded', true, 1],
    ['always', false, 1],
  ])('%s, needed %s: %i', async (reboot, needed, times) => {
    const world = await createEnrolledWorld()
    world.inventory.rebootNeeded = needed
    world.machine.onReboot = () => {
      world.inventory.rebootNeeded = false
      world.reboot()
    }
    world.record.documents = [taskFor(world, { reboot })]
    expect(await world.runUntil(ended(world), HOUR)).toBe(true)
    expect(world.machine.rebootsAsked).toBe(times)
    expect(endData(world)).toEqual({ outcome: 'succeeded', rebootNeeded: reboot === 'never' && needed })
    expect([...world.record.events.values()].filter(one => one.kind === 'reboot')).toHaveLength(times)
    // The verdict is of a scan after the boot.
    const scans = world.record.reports.filter(one => one.trigger === 'task')
    expect(scans.length).toBeGreaterThanOrEqual(1)
  })

  it('a host on which nothing changed is not rebooted', async () => {
    const world = await createEnrolledWorld()
    world.packages.behaviour.set('openssl:amd64', 'download_fails')
    world.record.documents = [taskFor(world, { reboot: 'always' })]
    expect(await world.runUntil(ended(world), HOUR)).toBe(true)
    expect(world.machine.rebootsAsked).toBe(0)
  })

  it('not after the window, and not for a task that was cancelled', async () => {
    const world = await createEnrolledWorld()
    world.packages.installMs = 10 * MINUTE
    const nowMs = world.clock.nowMs()
    world.record.documents = [
      taskFor(world, { reboot: 'always', startBefore: nowMs + 5 * MINUTE, finishBefore: nowMs + 6 * MINUTE }),
    ]
    expect(await world.runUntil(ended(world), HOUR)).toBe(true)
    expect(world.machine.rebootsAsked).toBe(0)
  })

  it('one that does not come is asked for three times and then told', async () => {
    const world = await createEnrolledWorld()
    world.machine.rebootWorks = false
    world.record.documents = [taskFor(world, { reboot: 'always' })]
    expect(await world.runUntil(ended(world), 2 * HOUR)).toBe(true)
    expect(world.machine.rebootsAsked).toBe(3)
    expect(endData(world)).toMatchObject({ outcome: 'succeeded', code: 'reboot_failed' })
    expect([...world.record.events.values()].filter(one => one.kind === 'reboot')).toHaveLength(1)
  })

  it('a package that crashes the host at every boot: three boots, then the rest is not tried', async () => {
    const world = createWorld({
      installed: Object.fromEntries(['a', 'b', 'c', 'd', 'e', 'f'].map(name => [`${name}:amd64`, '1'])),
      offered: Object.fromEntries(['a', 'b', 'c', 'd', 'e', 'f'].map(name => [`${name}:amd64`, '2'])),
    })
    await world.enroll()
    world.start()
    await world.runUntil(() => world.record.reports.length > 0, 5 * MINUTE)
    world.onPoint = name => {
      if (name !== 'engine install: started') return
      world.reboot()
      throw new CrashError(name)
    }
    world.record.documents = [taskFor(world, {}, ['a', 'b', 'c', 'd', 'e', 'f'])]
    expect(await world.runUntil(ended(world), 3 * HOUR)).toBe(true)
    expect(world.packages.executions.filter(one => one.startsWith('install'))).toHaveLength(3)
    expect(endData(world)).toMatchObject({ code: 'reboot_loop' })
    expect(
      itemEnds(world)
        .slice(3)
        .map(one => one[2]),
    ).toEqual(['reboot_loop', 'reboot_loop', 'reboot_loop'])
  })
})
