import type { JobDetail, JobOwnerChange, JobOwnerChanged } from '@patchyard/api'
import { type Clock, effectiveLicence } from '@patchyard/domain'
import type { Database, Trx } from '../../database/database.ts'
import { Problem } from '../../errors/problem.ts'
import type { Principal } from '../../http/principal.ts'
import { refuseUnless } from '../../http/refuse-unless.ts'
import { writeAudit } from '../audit/audit-service.ts'
import { readLicence } from '../licences/licence-read-model.ts'
import {
  findJobAccess,
  findJobPerson,
  type JobAccess,
  type JobPerson,
  openJob,
  seesRows,
} from './job-access-read-model.ts'
import { jobPeopleStore } from './job-people-store.ts'
import type { JobStores } from './job-stores.ts'
import { mayEdit, readJob, shownPerson } from './jobs-read-model.ts'
import { createPgJobStores } from './pg-job-stores.ts'

export interface JobPeopleService {
  addCoAuthor(principal: Principal, jobId: string, personId: string): Promise<JobDetail>
  removeCoAuthor(principal: Principal, jobId: string, personId: string): Promise<JobDetail>
  /** All of the jobs or none. Throws Problem `not_found` for one that is not there, `forbidden` for one that may not be given. */
  changeOwner(principal: Principal, request: JobOwnerChange): Promise<JobOwnerChanged>
}

export function createJobPeopleService(ports: { database: Database; clock: Clock }): JobPeopleService {
  const { database, clock } = ports

  async function changeCoAuthors(
    principal: Principal,
    { jobId, personId }: { readonly jobId: string; readonly personId: string },
    work: (trx: Trx, job: JobAccess) => Promise<void>,
  ): Promise<JobDetail> {
    const { subscriptionId } = principal
    return database.inSubscription(subscriptionId, async trx => {
      const stores = createPgJobStores(trx, subscriptionId)
      if ((await stores.jobs.lock(jobId)) === null) throw new Problem('not_found')
      const job = await openJob(trx, principal, jobId)
      refuseUnless(principal, 'job.editAccess', job)
      await work(trx, job)
      await stores.announce('job', job.id)
      const [after] = await findJobAccess(trx, [jobId])
      const detail = {
        person: personId,
        before: { coAuthors: job.coAuthors.map(person => person.publicId) },
        after: { coAuthors: after?.coAuthors.map(person => person.publicId) ?? [] },
      }
      await writeAudit(trx, {
        principal,
        action: 'job.coAuthors',
        object: `job:${jobId}`,
        detail,
        nowMs: clock.nowMs(),
      })
      const read = await readJob(trx, principal, jobId, clock.nowMs())
      if (read === null) throw new Problem('not_found')
      return read
    })
  }

  return {
    addCoAuthor: (principal, jobId, personId) =>
      changeCoAuthors(principal, { jobId, personId }, async (trx, job) => {
        const person = await findJobPerson(trx, personId)
        if (person === null || !person.active) throw new Problem('not_found', { field: '/person' })
        if (person.id === job.owner?.id) throw new Problem('conflict', { detail: 'the owner is no co-author' })
        await jobPeopleStore.addCoAuthor(trx, job.id, person.id)
      }),

    removeCoAuthor: (principal, jobId, personId) =>
      changeCoAuthors(principal, { jobId, personId }, async (trx, job) => {
        const person = job.coAuthors.find(one => one.publicId === personId)
        if (person === undefined) throw new Problem('not_found')
        await jobPeopleStore.removeCoAuthor(trx, job.id, person.id)
      }),

    async changeOwner(principal, request) {
      const { subscriptionId } = principal
      return database.inSubscription(subscriptionId, async trx => {
        const stores = createPgJobStores(trx, subscriptionId)
        // In one order, so that two changes of the same jobs wait for each other and never in a circle.
        for (const id of [...request.jobs].sort()) await stores.jobs.lock(id)
        const jobs = await findJobAccess(trx, request.jobs)
        if (jobs.length < request.jobs.length || !seesRows(principal)) throw new Problem('not_found')
        const owner = await findJobPerson(trx, request.owner)
        if (owner === null) throw new Problem('not_found', { field: '/owner' })
        for (const job of jobs) refuseUnless(principal, 'job.changeOwner', { ...job, newOwner: owner })
        const changed = []
        for (const job of jobs) changed.push(await meaningOf(trx, stores, job, owner))
        if (request.dryRun !== true) await give(trx, stores, { principal, jobs, owner })
        return { owner: shownPerson(owner), jobs: changed }
      })
    },
  }

  async function give(
    trx: Trx,
    stores: JobStores,
    { principal, jobs, owner }: { principal: Principal; jobs: readonly JobAccess[]; owner: JobPerson },
  ): Promise<void> {
    const nowMs = clock.nowMs()
    await jobPeopleStore.setOwner(
      trx,
      jobs.map(job => job.id),
      owner.id,
      new Date(nowMs),
    )
    for (const job of jobs) {
      const detail = { before: { owner: job.owner?.publicId ?? null }, after: { owner: owner.publicId } }
      await writeAudit(trx, { principal, action: 'job.owner', object: `job:${job.publicId}`, detail, nowMs })
      await stores.announce('job', job.id)
    }
  }

  /** Which of the chosen assets the planner would take for the new owner, by the planner's own look at them. */
  async function meaningOf(trx: Trx, stores: JobStores, job: JobAccess, owner: JobPerson) {
    const record = await stores.jobs.lock(job.publicId)
    if (record === null) throw new Problem('not_found')
    const nowMs = clock.nowMs()
    const licence = effectiveLicence(await readLicence(trx), nowMs)
    const { assets } = await stores.loadChosen(record.spec.assets.include, [], { ownerId: owner.id, licence, nowMs })
    const inside = assets.filter(asset => asset.inOwnersScope).length
    const given = { ...job, owner }
    return {
      id: job.publicId,
      name: job.name,
      before: job.owner === null ? null : shownPerson(job.owner),
      assets: inside,
      assetsOutside: assets.length - inside,
      nowOnlyViewing: job.coAuthors
        .filter(person => person.id !== owner.id && mayEdit(person, job) && !mayEdit(person, given))
        .map(shownPerson),
    }
  }
}
