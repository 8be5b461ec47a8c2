import { type Clock, emptyDefinition, type JobDefinition } from '@patchyard/domain'
import { systemClock } from '../adapters/system-clock.ts'
import { systemRandom } from '../adapters/system-random.ts'
import type { Database } from '../database/database.ts'
import { enableJob } from '../features/jobs/job-runs.ts'
import { sealSpec } from '../features/jobs/job-spec.ts'
import { createPgJobStores } from '../features/jobs/pg-job-stores.ts'
import { createScheduler, type Scheduler } from '../features/jobs/runs/scheduler.ts'

/** Jobs and their runs without routes, in one subscription; the clock stands still. */
export interface RunsUnderTest {
  /** Made and enabled by a person who may own jobs. Returns its public id. */
  begin(definition: Partial<JobDefinition>, ownerId: number): Promise<string>
  readonly scheduler: Scheduler
}

export function runsUnderTest(database: Database, subscriptionId: number, nowMs: number): RunsUnderTest {
  const clock: Clock = { ...systemClock, nowMs: () => nowMs }
  const deployment = systemRandom.uuid()
  return {
    async begin(definition, ownerId) {
      const spec = { ...emptyDefinition('linux'), ...definition }
      const { text, digest } = sealSpec(spec)
      const publicId = systemRandom.uuid()
      await database.inSubscription(subscriptionId, async trx => {
        const stores = createPgJobStores(trx, subscriptionId)
        await stores.jobs.insert({
          ...{ publicId, name: 'bench', state: 'disabled', ownerId, authorId: ownerId, spec },
          ...{ specText: text, specDigest: digest, now: new Date(nowMs) },
        })
        const job = await stores.jobs.lock(publicId)
        if (job === null) throw new Error('the job is there')
        await enableJob(stores, job, { random: systemRandom, deployment, nowMs })
      })
      return publicId
    },
    scheduler: createScheduler({
      ...{ database, clock, random: systemRandom, deployment },
      ...{ onWork: () => undefined, settleLicences: () => Promise.resolve() },
      onFailure(error) {
        throw error
      },
    }),
  }
}
