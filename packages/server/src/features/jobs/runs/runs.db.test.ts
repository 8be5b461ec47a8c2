import { type JobDefinition, noAssets, platformZones, type Schedule } from '@patchyard/domain'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type RunsWorld, runsWorld } from '../testing/runs-world.ts'

const HOUR = 3_600_000
const DAY = 24 * HOUR

let world: RunsWorld
beforeAll(async () => {
  world = await runsWorld()
})
afterAll(() => world[Symbol.asyncDispose]())
beforeEach(() => world.clear())

const at = (text: string): number => Date.parse(`${text}:00Z`)
const daily = (start = '2027-01-05T22:00', zone: string | null = 'UTC'): Schedule => ({
  ...{ type: 'daily', start, zone, until: null, every: 1 },
})
const once = (start: string): Schedule => ({ type: 'once', start, zone: 'UTC' })
const finish = (minutes: number) => ({ appliesTo: 'finish' as const, minutes })

/** Tag "web" with two hosts that miss "curl", and a nightly job for them. */
async function nightly(over: Partial<JobDefinition> = {}) {
  const web = await world.addTag('web')
  const curl = await world.addPatch('curl')
  const hosts = [
    await world.addAsset({ tags: [web], misses: ['curl'] }),
    await world.addAsset({ tags: [web], misses: ['curl'] }),
  ]
  const job = await world.addJob({
    assets: { ...noAssets, tags: [web] },
    patches: { from: 'list', patches: [curl] },
    schedule: daily(),
    window: finish(240),
    ...over,
  })
  return { web, curl, hosts, job }
}
const states = async (job: string): Promise<string[]> =>
  (await world.runsOf(job)).map(run => `${run.nominal} ${run.state}`)
const endTasks = (): Promise<unknown> =>
  world.db.owner(`update task set state = 'succeeded', ended_at = now() where state = 'planned'`)

describe('runs of the clock', () => {
  it('are written down two days ahead, planned three hours before, begin on time, and the job goes on', async () => {
    const { job, hosts } = await nightly()
    await world.enable(job)
    expect(await world.stateOf(job)).toEqual({ state: 'enabled', next: '2027-01-05T22:00' })
    await world.turn()
    await world.turn()
    expect(await states(job)).toEqual(['2027-01-05T22:00 due'])
    world.nowMs = at('2027-01-05T18:59')
    await world.turn()
    expect(await states(job)).toEqual(['2027-01-05T22:00 due', '2027-01-06T22:00 due'])
    world.nowMs = at('2027-01-05T19:00')
    await world.turn()
    const [run] = await world.runsOf(job)
    expect(run?.state).toBe('planned')
    expect(await world.tasksOf(run?.id ?? 0)).toEqual(
      hosts.map(({ id }) => ({
        ...{ asset: id, state: 'planned', reason: null, from: '01-05T22:00', until: '01-06T02:00', keys: ['curl'] },
      })),
    )
    expect(await world.offered(hosts[0]!)).toBe(1)
    world.nowMs = at('2027-01-05T22:00')
    await world.turn()
    expect((await world.runsOf(job))[0]?.state).toBe('active')
    expect(await world.stateOf(job)).toEqual({ state: 'enabled', next: '2027-01-06T22:00' })
  })

  it('a job that runs once is completed after it; one whose last date is over, too', async () => {
    const { job, curl, web } = await nightly({ schedule: once('2027-01-04T14:00') })
    const last = await world.addJob({
      assets: { ...noAssets, tags: [web] },
      patches: { from: 'list', patches: [curl] },
      schedule: { type: 'daily', start: '2027-01-04T14:00', zone: 'UTC', until: '2027-01-04', every: 1 },
    })
    for (const one of [job, last]) await world.enable(one)
    await world.turn()
    world.nowMs = at('2027-01-04T14:00')
    await world.turn()
    expect([(await world.stateOf(job)).state, (await world.stateOf(last)).state]).toEqual(['enabled', 'enabled'])
    await endTasks()
    for (const one of [job, last]) {
      const [run] = await world.runsOf(one)
      await world.inStores(async stores => (await import('../job-runs.ts')).closeRun(stores, run?.id ?? 0, world.nowMs))
    }
    await world.turn()
    expect(await world.stateOf(job)).toEqual({ state: 'completed', next: null })
    expect(await world.stateOf(last)).toEqual({ state: 'completed', next: null })
  })

  it('a schedule with no run to come is not enabled', async () => {
    const { job } = await nightly({ schedule: once('2027-01-04T11:00') })
    await expect(world.enable(job)).rejects.toThrow('the schedule has no run to come')
  })

  it('in the zone of the agents there is one run, each asset at its own instant, the patches chosen once', async () => {
    const tag = await world.addTag('all')
    const curl = await world.addPatch('curl')
    const of = (zone: string) => world.addAsset({ zone, tags: [tag], misses: ['curl'] })
    const [tokyo, berlin, unknown] = [await of('Asia/Tokyo'), await of('Europe/Berlin'), await of('Nowhere/Land')]
    const job = await world.addJob({
      assets: { ...noAssets, tags: [tag] },
      patches: { from: 'list', patches: [curl] },
      schedule: daily('2027-01-05T22:00', null),
      window: finish(60),
    })
    await world.enable(job)
    expect((await world.stateOf(job)).next).toBe('2027-01-05T13:00')
    world.nowMs = at('2027-01-05T10:00')
    await world.turn()
    const [run] = await world.runsOf(job)
    const tasks = await world.tasksOf(run?.id ?? 0)
    expect(tasks.map(task => [task.asset, task.from])).toEqual([
      [tokyo.id, '01-05T13:00'],
      [berlin.id, '01-05T21:00'],
      [unknown.id, '01-05T22:00'],
    ])
  })

  it('when the rules of a zone change, what has not begun is computed anew and says so', async () => {
    const { job } = await nightly({ schedule: daily('2027-01-05T22:00', 'Europe/Berlin') })
    await world.enable(job)
    world.nowMs = at('2027-01-05T18:30')
    await world.turn()
    expect((await world.runsOf(job)).map(run => [run.state, run.first_at.toISOString().slice(5, 16)])).toEqual([
      ['planned', '01-05T21:00'],
      ['due', '01-06T21:00'],
    ])
    const rules = { ...platformZones, offsetMs: (zone: string, ms: number) => platformZones.offsetMs(zone, ms) - HOUR }
    await world.turn({ rules })
    const after = await world.runsOf(job)
    expect(after.map(run => [run.state, run.reason, run.first_at.toISOString().slice(5, 16)])).toEqual([
      ['cancelled', 'zone_rules_changed', '01-05T21:00'],
      ['due', null, '01-06T22:00'],
      ['due', null, '01-05T22:00'],
    ])
    expect(after[1]?.detail).toContain('The rules of the time zone Europe/Berlin have changed')
    await world.turn({ rules })
    expect((await world.runsOf(job)).length).toBe(3)
  })
})

describe('a server that was not there', () => {
  it('plans the run when it is back, while the window is open', async () => {
    const { job } = await nightly()
    await world.enable(job)
    await world.turn()
    world.nowMs = at('2027-01-06T01:00')
    await world.turn()
    const [run] = await world.runsOf(job)
    expect(run?.state).toBe('active')
    expect((await world.tasksOf(run?.id ?? 0))[0]).toMatchObject({ from: '01-06T01:00', until: '01-06T02:00' })
  })

  it('records what it missed, each run with the reason, and goes on', async () => {
    const { job } = await nightly()
    await world.enable(job)
    world.nowMs = at('2027-01-08T12:00')
    await world.turn()
    expect((await world.runsOf(job)).map(run => [run.nominal, run.state, run.reason])).toEqual([
      ['2027-01-05T22:00', 'cancelled', 'run_missed'],
      ['2027-01-06T22:00', 'cancelled', 'run_missed'],
      ['2027-01-07T22:00', 'cancelled', 'run_missed'],
      ['2027-01-08T22:00', 'due', null],
      ['2027-01-09T22:00', 'due', null],
    ])
    await world.turn()
    expect((await world.runsOf(job)).length).toBe(5)
  })

  it('without a window only the latest is made up', async () => {
    const { job } = await nightly({ window: null })
    await world.enable(job)
    world.nowMs = at('2027-01-07T12:00')
    await world.turn()
    expect((await world.runsOf(job)).slice(0, 2).map(run => [run.nominal, run.state, run.reason])).toEqual([
      ['2027-01-05T22:00', 'cancelled', 'run_replaced'],
      ['2027-01-06T22:00', 'active', null],
    ])
  })

  it('dies after any of its transactions, and the next process completes the run without doubles', async () => {
    const { job, hosts } = await nightly({ window: null })
    for (let n = 0; n < 3; n++) await world.addAsset({ tags: [], misses: ['curl'] })
    await world.enable(job)
    world.nowMs = at('2027-01-05T20:00')
    let whole = 0
    for (let dieAfter = 0; dieAfter < 40; dieAfter++) {
      let left = dieAfter
      const dying = {
        ...world.db.database,
        async inSubscription(...args: Parameters<typeof world.db.database.inSubscription>) {
          if (left-- <= 0) throw new Error('the process died')
          return world.db.database.inSubscription(...args)
        },
      } as typeof world.db.database
      const died = await world.turn({ database: dying }).then(
        () => false,
        () => true,
      )
      const [run] = await world.runsOf(job)
      // Never half a run: nothing is offered before all of it is there.
      if (run?.state === 'due') expect(await world.offered(hosts[0]!)).toBe(0)
      if (!died) whole += 1
      if (whole > 0) break
    }
    expect(whole).toBe(1)
    expect(await states(job)).toEqual(['2027-01-05T22:00 planned', '2027-01-06T22:00 due'])
    const [run] = await world.runsOf(job)
    expect((await world.tasksOf(run?.id ?? 0)).map(task => task.asset)).toEqual(hosts.map(host => host.id))
  })

  it('two processes at once make one of everything', async () => {
    const { job, hosts } = await nightly()
    await world.enable(job)
    world.nowMs = at('2027-01-05T20:00')
    await Promise.all([world.turn(), world.turn(), world.turn()])
    await world.turn()
    expect(await states(job)).toEqual(['2027-01-05T22:00 planned', '2027-01-06T22:00 due'])
    const [run] = await world.runsOf(job)
    expect((await world.tasksOf(run?.id ?? 0)).map(task => task.asset)).toEqual(hosts.map(host => host.id))
  })
})

describe('a job that is another by now', () => {
  it('has the changed runs: those not begun are cancelled, and what agents were told is taken back', async () => {
    const { job, hosts } = await nightly()
    await world.enable(job)
    world.nowMs = at('2027-01-05T20:00')
    await world.turn()
    expect(await world.offered(hosts[0]!)).toBe(1)
    await world.change(job, { schedule: daily('2027-01-05T23:00') })
    await world.turn()
    expect((await world.runsOf(job)).map(run => [run.nominal, run.spec_version, run.state, run.reason])).toEqual([
      ['2027-01-05T22:00', 1, 'cancelled', 'job_changed'],
      ['2027-01-06T22:00', 1, 'cancelled', 'job_changed'],
      ['2027-01-05T23:00', 2, 'planned', null],
      ['2027-01-06T23:00', 2, 'due', null],
    ])
    expect(await world.offered(hosts[0]!)).toBe(1)
  })

  it('a run of the same time is planned by the changed job, also when agents had theirs already', async () => {
    const { job, curl } = await nightly()
    await world.enable(job)
    world.nowMs = at('2027-01-05T20:00')
    await world.turn()
    await world.db.owner(`update task set state = 'sent', sent_at = now()`)
    await world.change(job, { patches: { from: 'list', patches: [curl] }, window: finish(60) })
    await world.turn()
    expect((await states(job)).toSorted()).toEqual([
      '2027-01-05T22:00 cancelled',
      '2027-01-05T22:00 planned',
      '2027-01-06T22:00 cancelled',
      '2027-01-06T22:00 due',
    ])
    const asked = await world.db.owner(`select 1 from task where state = 'sent' and cancel_asked_at is not null`)
    expect(asked.length).toBe(2)
  })

  it('a run that has begun keeps its version and its assets', async () => {
    const { job, web } = await nightly()
    await world.enable(job)
    world.nowMs = at('2027-01-05T22:00')
    await world.turn()
    await world.addAsset({ tags: [web], misses: ['curl'] })
    await world.change(job, { window: finish(60) })
    await world.turn()
    const [run] = await world.runsOf(job)
    expect([run?.state, run?.spec_version]).toEqual(['active', 1])
    expect((await world.tasksOf(run?.id ?? 0)).length).toBe(2)
  })

  it('disabled: its runs are cancelled; enabled again: they are there again, and none of the past', async () => {
    const { job } = await nightly()
    await world.enable(job)
    await world.turn()
    await world.db.owner(`update job set state = 'disabled'`)
    await world.turn()
    expect((await world.runsOf(job)).map(run => run.reason)).toEqual(['job_disabled'])
    world.nowMs = at('2027-01-20T12:00')
    await world.enable(job)
    await world.turn()
    expect(await states(job)).toEqual(['2027-01-05T22:00 cancelled', '2027-01-20T22:00 due', '2027-01-21T22:00 due'])
  })

  it.each([
    ['its owner is gone', `update membership set disabled_at = now()`, 'needs_owner'],
    ['the subscription is suspended', `update subscription set suspended_at = now()`, 'subscription_suspended'],
    ['the licence ended', `update subscription set licence_kind = 'free'`, 'licence_ended'],
  ])('%s: the run is recorded with the reason', async (_, arrange, reason) => {
    const { job } = await nightly()
    await world.enable(job)
    await world.db.owner(arrange)
    world.nowMs = at('2027-01-05T20:00')
    await world.turn()
    expect((await world.runsOf(job))[0]).toMatchObject({ state: 'cancelled', reason })
    await world.db.owner(`update subscription set licence_kind = 'full', suspended_at = null`)
  })
})

it('a day has nothing left to do when it is over', async () => {
  const { job } = await nightly()
  await world.enable(job)
  world.nowMs += 2 * DAY
  await world.turn()
  await world.turn()
  expect(await world.db.owner(`select 1 from run where stage is not null and state <> 'due'`)).toEqual([])
})
