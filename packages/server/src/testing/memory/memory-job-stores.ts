import { assertTransition, jobTransitions, type PlanFinding, runTransitions, taskIsOpen } from '@patchyard/domain'
import type { JobStore, RunRecord } from '../../features/jobs/job-store.ts'
import type { JobStores } from '../../features/jobs/job-stores.ts'
import type { ChosenAsset } from '../../features/jobs/plan-read-model.ts'
import type { MemoryDatabase } from './memory-database.ts'
import { createMemoryLineStore } from './memory-line-store.ts'
import { createMemoryTaskStore } from './memory-task-store.ts'
import type { AssetRow, Tenant } from './tenant.ts'

/** The twin of what jobs work on; used inside a transaction of the memory database. */
export function createMemoryJobStores(database: MemoryDatabase, subscriptionId: number): JobStores {
  const tenant = database.tenant(subscriptionId)
  return {
    jobs: createMemoryJobStore(database, tenant),
    tasks: createMemoryTaskStore(database, tenant, subscriptionId),
    lines: createMemoryLineStore(database, tenant),

    async loadChosen(assetIds, patchIds) {
      const assets = new Map(tenant.assets.rows().map(asset => [asset.publicId, asset]))
      const patches = new Map(tenant.patches.rows().map(patch => [patch.publicId, patch]))
      const known = patchIds.flatMap(id => patches.get(id) ?? [])
      const wanted = new Set(known.map(patch => patch.id))
      return {
        assets: assetIds.flatMap(id => chosenAsset(tenant, assets.get(id), wanted)),
        patches: known.map(({ id, publicId, key, title, deprecated }) => ({
          patchId: id,
          publicId,
          key,
          title,
          deprecated,
        })),
        unknownAssets: assetIds.filter(id => chosenAsset(tenant, assets.get(id), wanted).length === 0),
        unknownPatches: patchIds.filter(id => !patches.has(id)),
      }
    },

    async publicIdsOf(assetIds) {
      return [...new Set(assetIds)].sort((a, b) => a - b).flatMap(id => tenant.assets.get(id)?.publicId ?? [])
    },
    announce: async () => {},
  }
}

function chosenAsset(tenant: Tenant, asset: AssetRow | undefined, patchIds: ReadonlySet<number>): ChosenAsset[] {
  const line = asset === undefined ? undefined : tenant.lines.get(asset.assetId)
  if (asset === undefined || line === undefined) return []
  const updates = tenant.updates.get(asset.assetId) ?? []
  const findings = [...(tenant.findings.get(asset.assetId) ?? new Map()).values()]
    .filter(finding => patchIds.has(finding.patchId))
    .map(
      (finding): PlanFinding => ({
        patchId: finding.patchId,
        status: finding.status,
        packages: updates
          .filter(row => row.patchId === finding.patchId)
          .map(row => row.update)
          .sort((a, b) => (`${a.name} ${a.arch}` < `${b.name} ${b.arch}` ? -1 : 1)),
      }),
    )
  const { assetId, publicId, name, platform, scan } = asset
  const { agentId, standing } = line
  return [{ assetId, publicId, agentId, name, platform, standing, scanned: scan !== null, findings }]
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
      const blank = { planDigest: null, startedMs: null, endedMs: null }
      runs.set(id, { id, publicId, jobId, specVersion, state: 'due', nominalMs, retryOf, ...blank })
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
      return job === undefined ? null : { id: job.id, state: job.state, publicId: job.publicId }
    },
  }
}
