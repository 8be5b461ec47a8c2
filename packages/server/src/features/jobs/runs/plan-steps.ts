import {
  type AssetChoice,
  type CandidatePatch,
  chooseAssets,
  choosePatches,
  type LeftOutPatch,
  type PatchRefusal,
  type PlanRule,
  planRun,
  type Random,
  rulesOfAsset,
  type SkipReason,
} from '@patchyard/domain'
import { limits } from '@patchyard/protocol'
import { Problem } from '../../../errors/problem.ts'
import { digestOf } from '../job-spec.ts'
import type { JobRecord } from '../job-store.ts'
import type { JobStores } from '../job-stores.ts'
import type { PlannedFor } from '../plan-read-model.ts'
import { frozenIds, frozenText } from './frozen-plan.ts'
import type { Rollbacks } from './load-rollbacks.ts'
import { mayRun, recordedReason } from './may-run.ts'
import type { TaskAsset } from './plan-store.ts'
import type { LeftOut, PlannedRun } from './run-store.ts'
import { taskOf } from './task-of.ts'

// A run is planned in steps, each in one transaction that notes how far it came: members, patches, tasks, and at last the agents are told.
// Whoever dies in between is followed by the next process, and nothing is there twice. Until the last task is written the run is `due`, and
// what is due is offered to no agent (TaskStore.listOffered).

export interface PlanPorts {
  readonly stores: JobStores
  readonly random: Random
  readonly deployment: string
  readonly nowMs: number
  /** In the place of the job's choice: a retry. Such a run is planned in one transaction. */
  readonly choice?: AssetChoice
  /** For tests; default: {@link stepSizes}. */
  readonly sizes?: StepSizes
}

export interface PlanStep {
  /** Nothing is left to do. */
  readonly done: boolean
  /** Agents to be woken after COMMIT. */
  readonly told: readonly number[]
}

const over: PlanStep = { done: true, told: [] }
const goOn: PlanStep = { done: false, told: [] }

/** So that a step is a matter of some hundred milliseconds: lists of the same server go on meanwhile. */
export type StepSizes = Readonly<Record<'members' | 'tasks' | 'tell', number>>
export const stepSizes: StepSizes = { members: 10_000, tasks: 500, tell: 2000 }
/** A query may find more than a run can have: so many more are looked at, for rules strike out some. */
const ASKED = 4000
/** What is left out of a run is counted in the plan; so many of each kind are named. */
const NAMED = 1000

/** One step of one run. A run that is over, cancelled or planned: done. */
export async function planStep(ports: PlanPorts, runId: number): Promise<PlanStep> {
  const { stores, nowMs } = ports
  const run = await stores.runs.lock(runId)
  if (run === null || run.stage === null || (run.state !== 'due' && run.state !== 'planned' && run.state !== 'active'))
    return over
  const job = await stores.runs.findJob(run)
  if (job === null) return over
  if (run.stage === 'tell') return tell(ports, run, job)
  const { planned, reason } = await mayRun(stores, job, nowMs)
  if (planned === null) return giveUp(ports, run, recordedReason[reason])
  try {
    switch (run.stage) {
      case 'members':
        return await members(ports, run, job, planned)
      case 'patches':
        return await patches(ports, run, job, planned)
      case 'tasks':
        return await tasks(ports, run, job, planned)
    }
  } catch (error) {
    // Tokens and products come and go: a query of the job or of a rule may have been right when it was saved. Nothing is sent on a guess.
    if (!(error instanceof Problem) || error.code !== 'query_invalid') throw error
    return giveUp(ports, run, 'job_unplannable', error.message)
  }
}

/** The run will not be: what is written of it stands with the reason. */
async function giveUp(
  { stores, nowMs }: PlanPorts,
  run: PlannedRun,
  reason: SkipReason,
  detail = '',
): Promise<PlanStep> {
  for (const task of await stores.tasks.listOpen(run.id)) {
    await stores.tasks.save({ ...task, state: 'cancelled', reason, changedAtMs: nowMs, endedAtMs: nowMs })
  }
  await stores.runs.move(run, 'cancelled', { endedMs: nowMs, reason, detail })
  await stores.runs.saveStage(run.id, { stage: null, cursor: 0 })
  await stores.announce('job', run.jobId)
  return over
}

async function members(ports: PlanPorts, run: PlannedRun, { spec }: JobRecord, planned: PlannedFor): Promise<PlanStep> {
  const { stores, sizes = stepSizes } = ports
  const choice = ports.choice ?? spec.assets
  const found = await stores.plan.listCandidates(choice, planned, run.cursor, sizes.members)
  await stores.runs.addMembers(run.id, chooseAssets(choice, spec.platform, found))
  const last = found.at(-1)
  if (found.length === sizes.members && last !== undefined) {
    await stores.runs.saveStage(run.id, { stage: 'members', cursor: last.assetId })
    return goOn
  }
  const unknown = await stores.plan.listUnknownAssets(choice.include)
  await stores.runs.leaveOut(
    run.id,
    unknown.map(id => ({ kind: 'asset', publicId: id, name: '', reason: 'asset_not_found', detail: '' })),
  )
  await stores.runs.saveStage(run.id, { stage: 'patches', cursor: 0 })
  return goOn
}

async function patches(ports: PlanPorts, run: PlannedRun, { spec }: JobRecord, planned: PlannedFor): Promise<PlanStep> {
  const { stores } = ports
  const asked = await askedPatches(ports, run, spec.patches, planned)
  const rules = await stores.plan.listRules(
    asked.patches.map(patch => patch.patchId),
    ports.nowMs,
  )
  const { chosen, leftOut } = choosePatches({
    platform: spec.platform,
    from: spec.patches.from === 'query' ? 'query' : 'list',
    patches: asked.patches,
    // Rules keep patches away; they keep none from being taken back.
    rules: spec.kind === 'rollback' ? [] : rules,
    minAgeDays: spec.kind === 'rollback' ? 0 : spec.options.minAgeDays,
    atMs: run.firstMs,
  })
  const text = frozenText(chosen)
  await stores.runs.freeze(run.id, { text, digest: digestOf(text) })
  await stores.runs.leaveOut(run.id, [
    ...asked.unknown.map(
      (id): LeftOut => ({ kind: 'patch', publicId: id, name: '', reason: 'patch_not_found', detail: '' }),
    ),
    ...leftOut.slice(0, NAMED).map(({ patch, reason, detail }): LeftOut => {
      return { kind: 'patch', publicId: patch.publicId, name: patch.title, reason, detail }
    }),
  ])
  await stores.runs.saveStage(run.id, { stage: 'tasks', cursor: 0 })
  return goOn
}

async function askedPatches(
  { stores }: PlanPorts,
  run: PlannedRun,
  choice: JobRecord['spec']['patches'],
  planned: PlannedFor,
): Promise<{ readonly patches: readonly CandidatePatch[]; readonly unknown: readonly string[] }> {
  if (choice.from === 'query') {
    return { patches: await stores.plan.askPatches(choice.query, run.id, planned, ASKED), unknown: [] }
  }
  const ids =
    choice.from === 'list'
      ? choice.patches
      : choice.from === 'job'
        ? ((await stores.plan.findFrozen(choice.job)) ?? (await stores.plan.findOwnList(choice.job)))
        : []
  const found = await stores.plan.findPatches(ids)
  const known = new Set(found.map(patch => patch.publicId))
  return { patches: found, unknown: ids.filter(id => !known.has(id)) }
}

async function tasks(ports: PlanPorts, run: PlannedRun, job: JobRecord, planned: PlannedFor): Promise<PlanStep> {
  const { stores, random, deployment, nowMs, sizes = stepSizes } = ports
  const frozen = await stores.plan.findPatches(frozenIds(run.plan))
  const ids = await stores.runs.listMembers(run.id, run.cursor, sizes.tasks)
  const patchIds = frozen.map(patch => patch.patchId)
  const rules = (await stores.plan.listRules(patchIds, nowMs)).filter(rule => rule.tags.length > 0)
  const tags = [...new Set(rules.flatMap(rule => rule.tags))]
  const loaded = await stores.plan.loadAssets(ids, patchIds, tags, planned)
  const back = job.spec.kind === 'rollback' ? await stores.plan.loadRollbacks(ids, frozen) : null
  const assets =
    back === null
      ? loaded.map(asset => ({ ...asset, ruled: ruledOn(asset.tags, frozen, rules, run) }))
      : loaded.map(asset => ({ ...asset, ...rollbackOn(back, asset.assetId) }))
  const plan = planRun({
    platform: job.spec.platform,
    assets,
    // A deprecated patch is one more reason to take it back.
    patches: back === null ? frozen : frozen.map(patch => ({ ...patch, deprecated: false })),
    unknownAssets: [],
    unknownPatches: [],
    maxPackagesPerItem: limits.packagesPerItem,
  })
  const byId = new Map(assets.map(asset => [asset.assetId, asset]))
  await stores.tasks.insert(
    plan.tasks.flatMap(task => {
      const asset = byId.get(task.assetId)
      return asset === undefined ? [] : [taskOf(task, asset, { deployment, run, job, publicId: random.uuid(), nowMs })]
    }),
  )
  const found = foundOf(run, assets, plan.tasks)
  const last = ids.at(-1)
  if (ids.length === sizes.tasks && last !== undefined) {
    await stores.runs.saveStage(run.id, { stage: 'tasks', cursor: last, found })
    return goOn
  }
  const missed = frozen.filter(patch => !found.includes(patch.patchId)).slice(0, NAMED)
  await stores.runs.leaveOut(
    run.id,
    missed.map(patch => {
      return { kind: 'patch', publicId: patch.publicId, name: patch.title, reason: 'patch_not_missing', detail: '' }
    }),
  )
  const { atOnce } = job.spec.options
  if (atOnce !== null) await stores.runs.holdBack(run.id, atOnce)
  // Whole: from COMMIT on agents may hear of it.
  await stores.runs.move(run, 'planned', {})
  await stores.runs.saveStage(run.id, { stage: 'tell', cursor: 0, found })
  return goOn
}

function rollbackOn(
  back: ReadonlyMap<number, Rollbacks>,
  assetId: number,
): Pick<TaskAsset, 'findings'> & { readonly ruled: ReadonlyMap<number, PatchRefusal> } {
  const here = back.get(assetId)
  return { findings: here?.findings ?? [], ruled: here?.refused ?? new Map() }
}

function ruledOn(
  tags: ReadonlySet<string>,
  patchesOfRun: readonly CandidatePatch[],
  rules: readonly PlanRule[],
  run: PlannedRun,
): ReadonlyMap<number, PatchRefusal> {
  return rulesOfAsset(tags, { patches: patchesOfRun, rules, atMs: run.firstMs })
}

/** Of an asset that the owner may not see, not even whether it misses a patch. */
function foundOf(
  run: PlannedRun,
  assets: readonly { readonly inOwnersScope: boolean; readonly findings: readonly { readonly patchId: number }[] }[],
  made: readonly { readonly leftOut: readonly LeftOutPatch[] }[],
): readonly number[] {
  const found = new Set(run.found)
  for (const asset of assets) if (asset.inOwnersScope) for (const { patchId } of asset.findings) found.add(patchId)
  for (const task of made) for (const one of task.leftOut) found.add(one.patchId)
  return [...found]
}

/** Agents' next check-in brings a manifest; those that are connected are woken. */
async function tell(ports: PlanPorts, run: PlannedRun, job: JobRecord): Promise<PlanStep> {
  const { stores, nowMs, sizes = stepSizes } = ports
  const told = await stores.runs.listToTell(run.id, run.cursor, sizes.tell)
  await stores.lines.bumpWork(told)
  const last = told.at(-1)
  if (told.length === sizes.tell && last !== undefined) {
    await stores.runs.saveStage(run.id, { stage: 'tell', cursor: last })
    return { done: false, told }
  }
  await stores.runs.saveStage(run.id, { stage: null, cursor: 0 })
  if (run.state === 'planned') {
    const open = await stores.jobs.countOpenTasks(run.id)
    if (open === 0) await stores.runs.move(run, 'done', { beganMs: nowMs, endedMs: nowMs })
    else if (run.firstMs <= nowMs) await stores.runs.move(run, 'active', { beganMs: nowMs })
  }
  await stores.announce('job', job.id)
  return { done: true, told }
}
