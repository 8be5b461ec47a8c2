import type { AdvisoryCreate, JobClone, JobCreate, JobDetail, JobReplace } from '@patchyard/api'
import {
  changedMembers,
  changesWhileEnabled,
  type Clock,
  type JobDefinition,
  licencePermits,
  missingParts,
  type Random,
  type RunState,
  singleAssets,
} from '@patchyard/domain'
import type { Database, Trx } from '../../../database/database.ts'
import { Problem } from '../../../errors/problem.ts'
import type { Principal } from '../../../http/principal.ts'
import { refuseUnless } from '../../../http/refuse-unless.ts'
import { writeAudit } from '../../audit/audit-service.ts'
import { openJob } from '../job-access-read-model.ts'
import { jobPeopleStore } from '../job-people-store.ts'
import { sealSpec } from '../job-spec.ts'
import type { JobRecord } from '../job-store.ts'
import type { JobStores } from '../job-stores.ts'
import { readJob } from '../jobs-read-model.ts'
import { createPgJobStores } from '../pg-job-stores.ts'
import { cloneOf } from './clone-definition.ts'
import { jobVerbs } from './job-verbs.ts'
import { requireKnown, seenAssets } from './require-known.ts'
import { revisionOf } from './revision.ts'
import { replaceSpec } from './spec-store.ts'
import { invalid, takeDefinition } from './take-definition.ts'

/** Each answers `not_found` for a job whose row is not seen, `forbidden` for what `decide` denies, `job_invalid` for a definition that is none, `conflict` for a change that the state of the job does not allow. */
export interface DefinitionService {
  create(principal: Principal, request: JobCreate): Promise<JobDetail>
  /** A draft without an owner; whoever makes it may look at it. */
  advise(principal: Principal, request: AdvisoryCreate): Promise<JobDetail>
  /** `revisions`: those that may be replaced; null: any. Throws Problem `precondition_failed`. */
  replace(
    principal: Principal,
    publicId: string,
    request: JobReplace,
    revisions: readonly string[] | null,
  ): Promise<JobDetail>
  clone(principal: Principal, publicId: string, request: JobClone): Promise<JobDetail>
}

interface NewDefinition {
  readonly name: string
  readonly definition: JobDefinition
  readonly verb: string
  /** Otherwise it belongs to nobody. */
  readonly owned: boolean
  readonly enable: boolean
  readonly from?: string
}

export function createDefinitionService(ports: {
  database: Database
  clock: Clock
  random: Random
  deployment: string
  /** Told after COMMIT: whom to wake. */
  onWork: (subscriptionId: number, assetIds: readonly number[]) => void
  /** Who is licensed is worked out before anything is planned. */
  settleLicences: (subscriptionId: number) => Promise<void>
}): DefinitionService {
  const { database, clock, random, deployment } = ports
  const now = (): Date => new Date(clock.nowMs())

  async function inJob<T>(principal: Principal, work: (trx: Trx, stores: JobStores) => Promise<T>): Promise<T> {
    return database.inSubscription(principal.subscriptionId, trx =>
      work(trx, createPgJobStores(trx, principal.subscriptionId)),
    )
  }

  async function reread(trx: Trx, principal: Principal, publicId: string): Promise<JobDetail> {
    const read = await readJob(trx, principal, publicId, clock.nowMs())
    if (read === null) throw new Problem('not_found')
    return read
  }

  async function insert(trx: Trx, stores: JobStores, principal: Principal, wanted: NewDefinition) {
    if (!licencePermits(await stores.licence(clock.nowMs()))) throw new Problem('licence_needed')
    const { definition: spec } = wanted
    const sealed = sealSpec(spec)
    const publicId = random.uuid()
    const name = wanted.name.normalize('NFC').trim()
    await stores.jobs.insert({
      publicId,
      name,
      state: missingParts(spec).length === 0 ? 'disabled' : 'draft',
      ownerId: wanted.owned ? principal.personId : null,
      authorId: principal.personId,
      spec,
      specText: sealed.text,
      specDigest: sealed.digest,
      now: now(),
    })
    const job = (await stores.jobs.lock(publicId)) as JobRecord
    // Whoever advises neither owns nor edits, but sees what became of it.
    if (!wanted.owned) await jobPeopleStore.addCoAuthor(trx, job.id, principal.personId)
    const planning = { random, deployment, nowMs: clock.nowMs() }
    const assetIds = wanted.enable ? await jobVerbs.enable.work(stores, job, planning) : []
    await stores.announce('job', job.id)
    const after = { name, version: 1, digest: sealed.digest, enabled: wanted.enable }
    const detail = { ...(wanted.from === undefined ? {} : { from: wanted.from }), after }
    const { verb } = wanted
    await writeAudit(trx, { principal, action: `job.${verb}`, object: `job:${publicId}`, detail, nowMs: clock.nowMs() })
    return { assetIds, detail: await reread(trx, principal, publicId) }
  }

  async function make(principal: Principal, wanted: NewDefinition): Promise<JobDetail> {
    if (wanted.enable) await ports.settleLicences(principal.subscriptionId)
    const done = await inJob(principal, async (trx, stores) => {
      await requireKnown(trx, principal, wanted.definition, { nowMs: clock.nowMs() })
      return insert(trx, stores, principal, wanted)
    })
    ports.onWork(principal.subscriptionId, done.assetIds)
    return done.detail
  }

  /** What the editor may change of it. */
  async function refuseChange(
    trx: Trx,
    principal: Principal,
    { stores, job, after }: { readonly stores: JobStores; readonly job: JobRecord; readonly after: JobDefinition },
  ): Promise<readonly string[]> {
    const access = await openJob(trx, principal, job.publicId)
    refuseUnless(principal, 'job.edit', access)
    const changed = changedMembers(job.spec, after)
    if (changed.some(at => singleAssets.includes(at))) refuseUnless(principal, 'job.editAssets', access)
    const begun = (await stores.jobs.listRuns(job.id)).some(run => begunStates.has(run.state))
    await requireKnown(trx, principal, after, { nowMs: clock.nowMs(), before: job.spec })
    const problems = changesWhileEnabled(job.spec, after, { enabled: job.state === 'enabled', begun })
    if (problems.length > 0) throw invalid(problems, 'conflict')
    return changed
  }

  return {
    create: async (principal, request) =>
      make(principal, {
        name: request.name,
        definition: takeDefinition(request, clock.nowMs()),
        verb: 'create',
        owned: true,
        enable: request.enable === true,
      }),

    advise: async (principal, request) =>
      make(principal, {
        name: request.name,
        definition: takeDefinition(request, clock.nowMs()),
        verb: 'advise',
        owned: false,
        enable: false,
      }),

    async replace(principal, publicId, request, revisions) {
      const replaced = await inJob(principal, async (trx, stores) => {
        const job = await stores.jobs.lock(publicId)
        if (job === null) throw new Problem('not_found')
        // Who may not edit learns nothing of revisions.
        refuseUnless(principal, 'job.edit', await openJob(trx, principal, publicId))
        const revision = revisionOf(job)
        if (revisions?.includes(revision) === false) {
          throw new Problem('precondition_failed', {
            detail: `the job is at revision ${revision} by now`,
            revision,
          })
        }
        const after = takeDefinition(request, clock.nowMs(), job.spec)
        const changed = await refuseChange(trx, principal, { stores, job, after })
        const name = (request.name ?? job.name).normalize('NFC').trim()
        const sealed = sealSpec(after)
        const version = changed.length === 0 ? job.specVersion : job.specVersion + 1
        if (name !== job.name) await jobPeopleStore.rename(trx, job.id, name, now())
        if (changed.length > 0) {
          const texts = { spec: after, specText: sealed.text, specDigest: sealed.digest }
          await replaceSpec(trx, { jobId: job.id, version, ...texts, authorId: principal.personId, now: now() })
          const complete = missingParts(after).length === 0
          if (complete && job.state === 'draft') await stores.jobs.setState(job, 'disabled', now())
          if (!complete && job.state === 'disabled') await stores.jobs.setState(job, 'draft', now())
        }
        if (changed.length > 0 || name !== job.name) {
          const detail = {
            before: { name: job.name, version: job.specVersion, digest: job.specDigest },
            after: { name, version, digest: sealed.digest },
            changed: [...changed],
          }
          const object = `job:${publicId}`
          await writeAudit(trx, { principal, action: 'job.edit', object, detail, nowMs: clock.nowMs() })
          await stores.announce('job', job.id)
        }
        return reread(trx, principal, publicId)
      })
      // Its runs to come are others by now.
      ports.onWork(principal.subscriptionId, [])
      return replaced
    },

    async clone(principal, publicId, request) {
      const done = await inJob(principal, async (trx, stores) => {
        const job = await stores.jobs.lock(publicId)
        if (job === null) throw new Problem('not_found')
        refuseUnless(principal, 'job.clone', await openJob(trx, principal, publicId))
        const { include, exclude } = job.spec.assets
        const nowMs = clock.nowMs()
        const seen = await seenAssets(trx, principal, [...include, ...exclude], nowMs)
        const definition = cloneOf(job.spec, seen, nowMs)
        const name = request.name ?? copyName(job.name)
        return insert(trx, stores, principal, {
          name,
          definition,
          verb: 'clone',
          owned: true,
          enable: false,
          from: publicId,
        })
      })
      return done.detail
    },
  }
}

const begunStates: ReadonlySet<RunState> = new Set(['active', 'done', 'halted'])

const NAME_LENGTH = 120
function copyName(name: string): string {
  const copy = `Copy of ${name}`
  return copy.length <= NAME_LENGTH
    ? copy
    : `${copy
        .slice(0, NAME_LENGTH - 1)
        .toWellFormed()
        .replace(/\ufffd$/, '')}…`
}
