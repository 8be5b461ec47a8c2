import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { systemClock } from '../../adapters/system-clock.ts'
import { systemRandom } from '../../adapters/system-random.ts'
import { testDatabase, type TestDatabase } from '../../testing/test-database.ts'
import { ensureFirstSubscription } from '../installation/first-subscription.ts'
import { createJobsService, type JobsService } from './jobs-service.ts'

const HOUR = 3_600_000
const NOW = 1_795_000_000_000

let db: TestDatabase
let jobs: JobsService
let asset: number

beforeAll(async () => {
  db = await testDatabase()
  const ports = { database: db.database, random: systemRandom, clock: { ...systemClock, nowMs: () => NOW } }
  await ensureFirstSubscription(ports)
  jobs = createJobsService({
    ...ports,
    deployment: systemRandom.uuid(),
    onWork: () => undefined,
    settleLicences: async () => {},
  })
  await db.owner(`insert into person (public_id, email, email_folded, name, home_subscription_id, created_at)
                  values (gen_random_uuid(), 'a@b', 'a@b', 'A', 1, now())`)
})
afterAll(() => db[Symbol.asyncDispose]())

beforeEach(async () => {
  await db.owner('delete from task')
  asset = 0
})

const at = (ms: number): string => new Date(NOW + ms).toISOString()

async function run(): Promise<{ runId: number; jobId: number }> {
  const [job] = await db.owner<{ id: number }>(
    `insert into job (subscription_id, public_id, name, name_folded, kind, platform, state, schedule_type, spec_version,
                      owner_id, created_at, modified_at)
     select 1, gen_random_uuid(), 'J', 'j', 'deployment', 'linux', 'enabled', 'onDemand', 1, id, now(), now() from person
     returning id::int`,
  )
  const [made] = await db.owner<{ id: number }>(
    `insert into run (subscription_id, public_id, job_id, spec_version, nominal_at, state, created_at)
     values (1, gen_random_uuid(), $1, 1, now(), 'active', now()) returning id::int`,
    [job?.id],
  )
  return { runId: made?.id ?? 0, jobId: job?.id ?? 0 }
}

interface TaskTimes {
  readonly startBefore: number
  readonly finishBefore: number
  readonly changed: number
}

async function task(
  of: { runId: number; jobId: number },
  state: string,
  { startBefore, finishBefore, changed }: TaskTimes,
): Promise<void> {
  await db.owner(
    `insert into task (asset_id, subscription_id, public_id, run_id, job_id, state, not_before, start_before,
                       finish_before, created_at, changed_at)
     values ($1, 1, gen_random_uuid(), $2, $3, $4, $5, $6, $7, $8, $8)`,
    [(asset += 1), of.runId, of.jobId, state, at(-100 * HOUR), at(startBefore), at(finishBefore), at(changed)],
  )
}

const stateOf = async (table: 'run' | 'job', id: number): Promise<unknown> =>
  (await db.owner(`select state from ${table} where id = $1`, [id]))[0]?.['state']
const taskStates = async (runId: number): Promise<unknown[]> =>
  (await db.owner('select state from task where run_id = $1 order by asset_id', [runId])).map(row => row['state'])

describe('the sweep', () => {
  it('closes a run whose tasks all ended, though nobody closed it then, and its job', async () => {
    const made = await run()
    await task(made, 'succeeded', { startBefore: 1, finishBefore: 1, changed: -1 })
    await jobs.sweep(1)
    expect([await stateOf('run', made.runId), await stateOf('job', made.jobId)]).toEqual(['done', 'completed'])
  })

  const open: TaskTimes = { startBefore: HOUR, finishBefore: HOUR, changed: -HOUR }
  const lateToStart: TaskTimes = { startBefore: -HOUR, finishBefore: HOUR, changed: -HOUR }
  const lateToFinish: TaskTimes = { startBefore: -30 * HOUR, finishBefore: -23 * HOUR, changed: -30 * HOUR }
  const dayLate: TaskTimes = { startBefore: -30 * HOUR, finishBefore: -25 * HOUR, changed: -26 * HOUR }

  it.each([
    ['planned', open, 'planned'],
    ['planned', lateToStart, 'expired'],
    ['sent', lateToStart, 'expired'],
    ['received', lateToStart, 'expired'],
    ['patching', lateToStart, 'patching'],
    ['patching', lateToFinish, 'patching'],
    ['patching', dayLate, 'unknown'],
    ['rebooting', dayLate, 'unknown'],
    ['verifying', lateToStart, 'verifying'],
    ['verifying', dayLate, 'unknown'],
  ] as const)('makes of a task that is %s, by its times %j, one that is %s', async (state, times, want) => {
    const made = await run()
    await task(made, state, times)
    await jobs.sweep(1)
    expect(await taskStates(made.runId)).toEqual([want])
    expect(await stateOf('run', made.runId)).toBe(want === state ? 'active' : 'done')
  })

  it('does nothing to a run with one task open', async () => {
    const made = await run()
    await task(made, 'failed', dayLate)
    await task(made, 'sent', open)
    await jobs.sweep(1)
    expect(await stateOf('run', made.runId)).toBe('active')
  })
})
