import {
  type LicenceKind,
  licencePermits,
  type PatchWindow,
  type PlannedTask,
  planRun,
  type Random,
  reasonSentence,
  type RunPlan,
} from '@patchyard/domain'
import { limits, sealTaskDocument, times } from '@patchyard/protocol'
import { Problem } from '../../errors/problem.ts'
import type { ItemRecord, TaskRecord } from '../../storage/ports/task-record.ts'
import { digestOf } from './job-spec.ts'
import type { JobRecord } from './job-store.ts'
import type { JobStores } from './job-stores.ts'
import type { ChosenAsset } from './plan-read-model.ts'

export interface StartRunInput {
  readonly job: JobRecord
  readonly deployment: string
  readonly nowMs: number
  /** A retry: only these assets of the spec, and the run they failed in. */
  readonly retry?: { readonly assets: readonly string[]; readonly runId: number }
}

export interface StartedRun {
  readonly runId: number
  /** Assets that were given a task to do. */
  readonly assetIds: readonly number[]
  /** Nothing was sent to anybody: the run is over. */
  readonly over: boolean
}

/**
 * Plans one run and writes its tasks, all in the caller's transaction: a run is whole or not there. Whoever begins one, a person or
 * the clock, meets the same refusals. Throws Problem `subscription_suspended`, `licence_needed`, or `conflict` when the job has no
 * owner who is there.
 */
export async function startRun(stores: JobStores, random: Random, input: StartRunInput): Promise<StartedRun> {
  const { job, nowMs } = input
  const { spec } = job
  const now = new Date(nowMs)
  const licence = await licenceToStart(stores, job, nowMs)
  const planned = { ownerId: job.ownerId as number, licence, nowMs }
  const patches = spec.patches.from === 'list' ? spec.patches.patches : []
  const chosen = await stores.loadChosen(input.retry?.assets ?? spec.assets.include, patches, planned)
  const plan = planRun({
    ...chosen,
    platform: spec.platform,
    maxPackagesPerItem: limits.packagesPerItem,
  })
  const runPublicId = random.uuid()
  const runId = await stores.jobs.insertRun({
    publicId: runPublicId,
    jobId: job.id,
    specVersion: job.specVersion,
    nominalAt: now,
    retryOf: input.retry?.runId ?? null,
  })
  const byId = new Map(chosen.assets.map(asset => [asset.assetId, asset]))
  const tasks = plan.tasks.map(task =>
    taskOf(task, byId.get(task.assetId) as ChosenAsset, { ...input, runId, runPublicId, random }),
  )
  await stores.tasks.insert(tasks)
  const assetIds = tasks.filter(task => task.document !== null).map(task => task.assetId)
  const text = planText(
    plan,
    chosen.patches.map(p => p.key),
  )
  await stores.jobs.savePlan(runId, {
    text,
    digest: digestOf(text),
    state: assetIds.length > 0 ? 'active' : 'done',
    now,
    leftOut: plan.leftOut,
  })
  await stores.lines.bumpWork(assetIds)
  return { runId, assetIds, over: assetIds.length === 0 }
}

async function licenceToStart(stores: JobStores, job: JobRecord, nowMs: number): Promise<LicenceKind> {
  if (await stores.isSuspended()) throw new Problem('subscription_suspended')
  const licence = await stores.licence(nowMs)
  if (!licencePermits(licence)) throw new Problem('licence_needed')
  if (job.ownerId === null || (await stores.isGone(job.ownerId))) {
    throw new Problem('conflict', { detail: reasonSentence('needs_owner') ?? '', reason: 'needs_owner' })
  }
  return licence
}

/** The frozen list of a run: what every task of it was made from. */
function planText(plan: RunPlan, patches: readonly string[]): string {
  return JSON.stringify({ patches, tasks: plan.tasks.length, leftOut: plan.leftOut.length })
}

function taskOf(
  planned: PlannedTask,
  asset: ChosenAsset,
  context: StartRunInput & { readonly runId: number; readonly runPublicId: string; readonly random: Random },
): Omit<TaskRecord, 'id'> {
  const { job, nowMs } = context
  const { options } = job.spec
  const publicId = context.random.uuid()
  const { startBeforeMs, finishBeforeMs } = boundsOf(job.spec.window, nowMs)
  const sealed =
    planned.items.length === 0
      ? null
      : sealTaskDocument({
          deployment: context.deployment,
          agent: asset.agentId,
          task: publicId,
          run: context.runPublicId,
          job: job.publicId,
          spec: job.specDigest,
          notBefore: nowMs,
          startBefore: startBeforeMs,
          finishBefore: finishBeforeMs,
          onFailure: options.onFailure,
          reboot: options.reboot,
          items: planned.items.map(item => ({
            item: item.n,
            kind: 'os-packages',
            patch: item.key,
            packages: [...item.packages],
          })),
        })
  return {
    assetId: planned.assetId,
    subscriptionId: 0,
    publicId,
    runId: context.runId,
    jobId: job.id,
    state: sealed === null ? (onlyGoodNews(planned) ? 'succeeded' : 'skipped') : 'planned',
    reason: planned.skip,
    document: sealed?.bytes.toString('utf8') ?? null,
    sha256: sealed?.sha256 ?? null,
    notBeforeMs: nowMs,
    startBeforeMs,
    finishBeforeMs,
    createdAtMs: nowMs,
    changedAtMs: nowMs,
    sentAtMs: null,
    receivedAtMs: null,
    beganAtMs: null,
    endedAtMs: sealed === null ? nowMs : null,
    rebooted: false,
    cancelAskedAtMs: null,
    verifyAfterMs: null,
    items: itemsOf(planned),
  }
}

/** Without a window a task may begin as long as the protocol lets it; a day less, for agents whose clock is behind. */
function boundsOf(window: PatchWindow | null, nowMs: number): { startBeforeMs: number; finishBeforeMs: number } {
  const openMs = window === null ? times.workLongestMs - 86_400_000 : window.minutes * 60_000
  const startBeforeMs = nowMs + openMs
  const isFinish = window?.appliesTo === 'finish'
  return { startBeforeMs, finishBeforeMs: isFinish ? startBeforeMs : startBeforeMs + times.finishAfterStartMs }
}

/** Every chosen patch is on the asset already. */
function onlyGoodNews(planned: PlannedTask): boolean {
  return planned.leftOut.length > 0 && planned.leftOut.every(one => one.state === 'alreadyInstalled')
}

/** Items to do keep their numbers; patches left out on this asset follow, each with its reason. */
function itemsOf(planned: PlannedTask): ItemRecord[] {
  const blank = { exitCode: null, output: null, beganAtMs: null, endedAtMs: null, verifiedAtMs: null }
  const todo = planned.items.map(item => ({
    ...blank,
    n: item.n,
    patchId: item.patchId,
    state: 'pending' as const,
    reason: null,
    packages: item.packages,
  }))
  const leftOut = planned.leftOut.map((one, index) => ({
    ...blank,
    n: planned.items.length + index + 1,
    patchId: one.patchId,
    state: one.state,
    reason: one.reason,
    packages: [],
  }))
  return [...todo, ...leftOut]
}
