import {
  assertTransition,
  effectiveLicence,
  jobTransitions,
  licencePermits,
  runTransitions,
  taskIsOpen,
} from '@patchyard/domain'
import type { JobStore, RunRecord } from '../../features/jobs/job-store.ts'
import { notBegunStates } from '../../storage/ports/task-record.ts'
import type { JobStores, UntargetedAsset } from '../../features/jobs/job-stores.ts'
import type { MemoryDatabase } from './memory-database.ts'
import { chosenAsset } from './chosen-asset.ts'
import { createMemoryLineStore } from './memory-line-store.ts'
import { createMemoryPlanStore, createMemoryRunStore } from './memory-run-stores.ts'
import { createMemoryTaskStore } from './memory-task-store.ts'
import type { Tenant } from './tenant.ts'

/** The twin of what jobs work on; used inside a transaction of the memory database. */
export function createMemoryJobStores(database: MemoryDatabase, subscriptionId: number): JobStores {
  const tenant = database.tenant(subscriptionId)
  return {
    jobs: createMemoryJobStore(database, tenant),
    tasks: createMemoryTaskStore(database, tenant, subscriptionId),
    lines: createMemoryLineStore(database, tenant),
    runs: createMemoryRunStore(database, tenant, subscriptionId),
    plan: createMemoryPlanStore(tenant),

    async loadChosen(assetIds, patchIds, planned) {
      const assets = new Map(tenant.assets.rows().map(asset => [asset.publicId, asset]))
      const patches = new Map(tenant.patches.rows().map(patch => [patch.publicId, patch]))
      const known = patchIds.flatMap(id => patches.get(id) ?? [])
      const wanted = new Set(known.map(patch => patch.id))
      return {
        assets: assetIds.flatMap(id => chosenAsset(tenant, assets.get(id), wanted, planned)),
        patches: known.map(({ id, publicId, key, title, deprecated }) => ({
          patchId: id,
          publicId,
          key,
          title,
          deprecated,
        })),
        unknownAssets: assetIds.filter(id => chosenAsset(tenant, assets.get(id), wanted, planned).length === 0),
        unknownPatches: patchIds.filter(id => !patches.has(id)),
      }
    },

    licence: async nowMs => effectiveLicence(tenant.licence, nowMs),
    isSuspended: async () => tenant.suspended,
    async listUntargeted(nowMs, limit) {
      const free = !licencePermits(effectiveLicence(tenant.licence, nowMs))
      const waiting = tenant.tasks
        .rows()
        .filter(task => notBegunStates.includes(task.state) && task.cancelAskedAtMs === null)
        .map(task => task.assetId)
      return [...new Set(waiting)]
        .sort((a, b) => a - b)
        .flatMap((assetId): UntargetedAsset[] => {
          const asset = tenant.assets.get(assetId)
          if (asset === undefined || asset.isRemoved) return [{ assetId, reason: 'asset_not_found' }]
          const standing = tenant.lines.get(assetId)?.standing
          if (standing === 'rejected' || standing === 'revoked') return [{ assetId, reason: 'asset_not_active' }]
          if (asset.activatedMs === null || asset.isDeactivated) return [{ assetId, reason: 'asset_not_activated' }]
          if (free || !asset.isLicensed) return [{ assetId, reason: 'asset_unlicensed' }]
          const paused = asset.pausedUntilMs !== null && asset.pausedUntilMs > nowMs
          return paused ? [{ assetId, reason: 'asset_paused' }] : []
        })
        .slice(0, limit)
    },
    isGone: async personId => tenant.people.get(personId)?.isGone === true,

    async publicIdsOf(assetIds) {
      return [...new Set(assetIds)].sort((a, b) => a - b).flatMap(id => tenant.assets.get(id)?.publicId ?? [])
    },
    announce: async () => {},
  }
}

function createMemoryJobStore(database: MemoryDatabase, tenant: Tenant): JobStore {
  const { jobs, runs } = tenant
  const runOf = ({ id, publicId, jobId, specVersion, state }: RunRecord): RunRecord => ({
    id,
    publicId,
    jobId,
    specVersion,
    state,
  })
  return {
    async insert(job) {
      const id = database.nextId('job')
      const { publicId, name, state, ownerId, spec, specDigest } = job
      jobs.set(id, { id, publicId, name, state, specVersion: 1, ownerId, spec, specDigest })
      return id
    },
    lock: async publicId => jobs.rows().find(job => job.publicId === publicId) ?? null,
    async listEnabled() {
      return jobs
        .rows()
        .filter(job => job.state === 'enabled')
        .sort((a, b) => a.id - b.id)
        .map(job => job.publicId)
    },
    async setState(job, to) {
      if (job.state === to) return
      assertTransition('job', jobTransitions, job.state, to)
      const row = jobs.get(job.id)
      if (row?.state === job.state) jobs.set(job.id, { ...row, state: to })
    },
    async insertRun({ publicId, jobId, specVersion, nominalAt, retryOf }) {
      const nominalMs = nominalAt.getTime()
      const twice = runs
        .rows()
        .some(run => run.jobId === jobId && run.specVersion === specVersion && run.nominalMs === nominalMs)
      if (twice) throw new Error('this occurrence is planned already')
      const id = database.nextId('run')
      const blank = { planDigest: null, startedMs: null, endedMs: null, reason: null }
      const unplanned = { nominal: null, lastMs: nominalMs, stage: null, cursor: 0, found: [], plan: null }
      runs.set(id, { id, publicId, jobId, specVersion, state: 'due', nominalMs, retryOf, ...blank, ...unplanned })
      return id
    },
    async savePlan(runId, plan) {
      const run = runs.get(runId)
      if (run === undefined) return
      const nowMs = plan.now.getTime()
      const endedMs = plan.state === 'done' ? nowMs : null
      runs.set(runId, { ...run, planDigest: plan.digest, state: plan.state, startedMs: nowMs, endedMs })
      for (const one of plan.leftOut) tenant.leftOut.set(database.nextId('left out'), { ...one, runId })
    },
    async findRun(runId) {
      const run = runs.get(runId)
      return run === undefined ? null : runOf(run)
    },
    async lockRun(runId) {
      const run = runs.get(runId)
      return run === undefined ? null : runOf(run)
    },
    async listRuns(jobId) {
      return runs
        .rows()
        .filter(run => run.jobId === jobId)
        .sort((a, b) => b.id - a.id)
        .map(runOf)
    },
    async setRunState(run, to, endedAt) {
      if (run.state === to) return
      assertTransition('run', runTransitions, run.state, to)
      const row = runs.get(run.id)
      if (row !== undefined) runs.set(run.id, { ...row, state: to, endedMs: endedAt?.getTime() ?? null })
    },
    async listRunsOver(limit) {
      const open = new Set(
        tenant.tasks
          .rows()
          .filter(task => taskIsOpen(task.state))
          .map(task => task.runId),
      )
      return runs
        .rows()
        .filter(run => run.state === 'active' && !open.has(run.id))
        .map(run => run.id)
        .sort((a, b) => a - b)
        .slice(0, limit)
    },
    async countOpenTasks(runId) {
      return tenant.tasks.rows().filter(task => task.runId === runId && taskIsOpen(task.state)).length
    },
    async findJobOfRun(jobId) {
      const job = jobs.get(jobId)
      if (job === undefined) return null
      const stopped = job.state === 'halted' || job.state === 'disabled'
      return { id: job.id, state: job.state, publicId: job.publicId, stopped, goesOn: false }
    },
  }
}
