import {
  type AssetVerdict,
  assertTransition,
  type CandidatePatch,
  noAssets,
  runTransitions,
  taskIsOpen,
} from '@patchyard/domain'
import { cancelTasks } from '../../features/jobs/cancel-tasks-service.ts'
import { frozenIds } from '../../features/jobs/runs/frozen-plan.ts'
import { rollbacksOf } from '../../features/jobs/runs/load-rollbacks.ts'
import type { PlanStore } from '../../features/jobs/runs/plan-store.ts'
import type { RunStore } from '../../features/jobs/runs/run-store.ts'
import { chosenAsset } from './chosen-asset.ts'
import type { RunRow } from './job-rows.ts'
import type { MemoryDatabase } from './memory-database.ts'
import { createMemoryLineStore } from './memory-line-store.ts'
import { createMemoryTaskStore } from './memory-task-store.ts'
import type { PatchRow, Tenant } from './tenant.ts'

/** The twin of the store on runs that are planned. */
export function createMemoryRunStore(database: MemoryDatabase, tenant: Tenant, subscriptionId: number): RunStore {
  const { jobs, runs, members, tasks } = tenant
  const change = (runId: number, columns: Partial<RunRow>): void => {
    const row = runs.get(runId)
    if (row !== undefined) runs.set(runId, { ...row, ...columns })
  }
  return {
    async insertDue({ publicId, jobId, specVersion, nominal, firstMs, lastMs, retryOf }) {
      const twice = runs
        .rows()
        .filter(run => run.jobId === jobId && run.nominal === nominal)
        .some(run =>
          nominal === null ? run.specVersion === specVersion && run.nominalMs === firstMs : run.state !== 'cancelled',
        )
      if (twice) return null
      const id = database.nextId('run')
      const blank = { plan: null, planDigest: null, startedMs: null, endedMs: null, found: [], reason: null }
      runs.set(id, {
        ...{ id, publicId, jobId, specVersion, state: 'due', nominal, nominalMs: firstMs, lastMs, retryOf },
        ...{ stage: 'members', cursor: 0, ...blank },
      })
      return id
    },
    async lock(runId) {
      const run = runs.get(runId)
      if (run === undefined) return null
      const { id, publicId, jobId, specVersion, state, nominal, nominalMs, lastMs, stage, cursor, found, plan } = run
      return {
        id,
        publicId,
        jobId,
        specVersion,
        state,
        nominal,
        firstMs: nominalMs,
        lastMs,
        stage,
        cursor,
        found,
        plan,
      }
    },
    // A job of the twin has one version.
    findJob: async run => jobs.get(run.jobId) ?? null,
    async saveStage(runId, { stage, cursor, found }) {
      change(runId, { stage, cursor, ...(found === undefined ? {} : { found }) })
    },
    async freeze(runId, { text, digest }) {
      change(runId, { plan: text, planDigest: digest })
    },
    async addMembers(runId, made) {
      const known = members.get(runId) ?? []
      members.set(runId, [...known, ...made])
    },
    async listMembers(runId, after, limit) {
      return (members.get(runId) ?? [])
        .filter((one: AssetVerdict) => one.assetId > after && (one.reason === null || one.by === 'hand'))
        .map(one => one.assetId)
        .sort((a, b) => a - b)
        .slice(0, limit)
    },
    async leaveOut(runId, leftOut) {
      for (const one of leftOut) tenant.leftOut.set(database.nextId('left out'), { ...one, runId })
    },
    async move(run, to, { beganMs, endedMs, reason }) {
      if (run.state === to) return
      assertTransition('run', runTransitions, run.state, to)
      change(run.id, {
        state: to,
        ...(beganMs === undefined ? {} : { startedMs: beganMs }),
        ...(endedMs === undefined ? {} : { endedMs }),
        ...(reason === undefined ? {} : { reason }),
      })
    },
    async withdraw(runId, reason, nowMs) {
      const stores = { tasks: createMemoryTaskStore(database, tenant, subscriptionId) }
      const all = await stores.tasks.listOfRun(runId)
      const ids = all.filter(task => task.endedAtMs === null).map(task => task.assetId)
      await createMemoryLineStore(database, tenant).bumpWork(ids)
      const { told } = await cancelTasks(stores, await stores.tasks.listOpen(runId), nowMs, reason)
      return { told, open: tasks.rows().some(task => task.runId === runId && taskIsOpen(task.state)) }
    },
    // The twin has no scheduler: its clock begins nothing, and nobody waits for others.
    holdBack: async () => {},
    forgetUnplanned: async () => {},
    schedule: async () => {},
    async listToTell(runId, after, limit) {
      const waiting = tasks
        .rows()
        .filter(t => t.runId === runId && t.assetId > after && t.state === 'planned' && t.document !== null)
      return [...new Set(waiting.map(task => task.assetId))].sort((a, b) => a - b).slice(0, limit)
    },
  }
}

/** The twin of what the planner reads. It knows no queries and no rules: the simulator's people write lists. */
export function createMemoryPlanStore(tenant: Tenant): PlanStore {
  const listed = () =>
    tenant.assets
      .rows()
      .filter(asset => !asset.isRemoved && tenant.lines.has(asset.assetId))
      .sort((a, b) => a.assetId - b.assetId)
  const patchOf = ({ id, publicId, key, title, deprecated }: PatchRow): CandidatePatch => ({
    ...{ patchId: id, publicId, key, title, platform: 'linux', deprecated, superseded: false, publishedMs: 0 },
  })
  const findPatches = async (ids: readonly string[]): Promise<readonly CandidatePatch[]> => {
    const patches = new Map(tenant.patches.rows().map(patch => [patch.publicId, patch]))
    return ids.flatMap(id => patches.get(id) ?? []).map(patchOf)
  }
  const lastPlanned = (job: string) =>
    tenant.runs
      .rows()
      .filter(run => tenant.jobs.get(run.jobId)?.publicId === job && run.plan !== null && run.state !== 'due')
      .sort((a, b) => b.id - a.id)[0]
  return {
    findPatches,
    async listCandidates(choice, planned, after, limit) {
      const tags = new Set([...choice.tags, ...choice.excludeTags])
      return listed()
        .filter(asset => asset.assetId > after)
        .map(asset => ({ asset, carried: asset.tagIds.map(String).filter(tag => tags.has(tag)) }))
        .filter(
          ({ asset, carried }) =>
            choice.include.includes(asset.publicId) || carried.some(tag => choice.tags.includes(tag)),
        )
        .slice(0, limit)
        .flatMap(({ asset, carried }) =>
          chosenAsset(tenant, asset, new Set(), planned).map(one => ({ ...one, tags: new Set(carried) })),
        )
    },
    async listUnknownAssets(ids) {
      const known = new Set(listed().map(asset => asset.publicId))
      return ids.filter(id => !known.has(id))
    },
    async listZones({ include } = noAssets) {
      const ids = new Set(listed().flatMap(asset => (include.includes(asset.publicId) ? [asset.assetId] : [])))
      return [...new Set(tenant.lines.rows().flatMap(line => (ids.has(line.assetId) ? [line.zone] : [])))]
    },
    askPatches: () => Promise.reject(new Error('the twin asks no queries')),
    async findFrozen(job) {
      const run = lastPlanned(job)
      return run === undefined ? null : frozenIds(run.plan)
    },
    async findOwnList(job) {
      const found = tenant.jobs.rows().find(one => one.publicId === job)?.spec.patches
      return found?.from === 'list' ? found.patches : []
    },
    listRules: async () => [],
    loadRollbacks: async (assetIds, patches) =>
      new Map(assetIds.map(id => [id, rollbacksOf(tenant.sections.get(`${id} rollback.1`)?.rows ?? [], patches)])),
    async loadAssets(assetIds, patchIds, tags, planned) {
      const wanted = new Set(assetIds)
      const known = new Set(patchIds)
      return listed()
        .filter(asset => wanted.has(asset.assetId))
        .flatMap(asset =>
          chosenAsset(tenant, asset, known, planned).map(one => {
            const line = tenant.lines.get(asset.assetId)
            return {
              ...one,
              zone: line?.zone ?? '',
              features: line?.features ?? [],
              blackouts: tenant.settings.document?.blackouts ?? [],
              tags: new Set(asset.tagIds.map(String).filter(tag => tags.includes(tag))),
            }
          }),
        )
    },
  }
}
