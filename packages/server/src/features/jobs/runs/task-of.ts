import {
  type JobDefinition,
  type PlannedTask,
  type SkipReason,
  taskInstants,
  type TaskInstants,
} from '@patchyard/domain'
import { sealTaskDocument, times } from '@patchyard/protocol'
import type { ItemRecord, TaskRecord } from '../../../storage/ports/task-record.ts'
import type { JobRecord } from '../job-store.ts'
import type { TaskAsset } from './plan-store.ts'
import type { PlannedRun } from './run-store.ts'
import { taskDocumentOf } from './task-document-of.ts'

const DAY_MS = 86_400_000

/** A day less than agents accept, for those whose clock is behind. */
const caps = { startWithinMs: times.workLongestMs - DAY_MS, finishAfterStartMs: times.finishAfterStartMs }

export interface TaskOrigin {
  readonly deployment: string
  readonly run: PlannedRun
  readonly job: JobRecord
  /** Of the new task. */
  readonly publicId: string
  readonly nowMs: number
}

/** The task of one asset as it is stored: with its document where there is something to do, else with the reason why not. */
export function taskOf(planned: PlannedTask, asset: TaskAsset, origin: TaskOrigin): Omit<TaskRecord, 'id'> {
  const { run, job, publicId, nowMs } = origin
  const moment = { runId: run.publicId, assetId: asset.publicId, zone: asset.zone, blackouts: asset.blackouts }
  const instants = taskInstants(job.spec, run.nominal, moment, caps, nowMs)
  const made = madeOf(planned, asset, origin, instants)
  const { notBeforeMs, startBeforeMs, finishBeforeMs } = instants ?? atOnce(run.firstMs)
  return {
    assetId: planned.assetId,
    subscriptionId: 0,
    publicId,
    runId: run.id,
    jobId: job.id,
    state: made.document === null ? (onlyGoodNews(planned) ? 'succeeded' : 'skipped') : 'planned',
    reason: made.reason,
    document: made.document,
    sha256: made.sha256,
    notBeforeMs,
    startBeforeMs,
    finishBeforeMs,
    createdAtMs: nowMs,
    changedAtMs: nowMs,
    sentAtMs: null,
    receivedAtMs: null,
    beganAtMs: null,
    endedAtMs: made.document === null ? nowMs : null,
    rebooted: false,
    cancelAskedAtMs: null,
    verifyAfterMs: null,
    items: itemsOf(planned, made.document === null ? made.reason : null),
  }
}

const atOnce = (atMs: number): TaskInstants => ({ notBeforeMs: atMs, startBeforeMs: atMs, finishBeforeMs: atMs })

type Made =
  | { readonly document: string; readonly sha256: string; readonly reason: null }
  | { readonly document: null; readonly sha256: null; readonly reason: SkipReason | null }

const nothing = (reason: SkipReason | null): Made => ({ document: null, sha256: null, reason })

function madeOf(
  planned: PlannedTask,
  asset: TaskAsset,
  { deployment, run, job, publicId }: TaskOrigin,
  instants: TaskInstants | null,
): Made {
  // A job of actions alone does them wherever it may.
  const idle = planned.skip === 'nothing_to_do' && !(job.spec.patches.from === 'none' && hasActions(job.spec))
  if (planned.skip !== null && (planned.skip !== 'nothing_to_do' || idle)) return nothing(planned.skip)
  if (instants === null) return nothing('window_closed')
  const { document, reason } = taskDocumentOf({
    identity: {
      ...{ deployment, agent: asset.agentId, task: publicId },
      ...{ run: run.publicId, job: job.publicId, spec: job.specDigest },
    },
    definition: job.spec,
    items: planned.items,
    instants,
    features: asset.features,
  })
  if (document === null) return nothing(reason)
  const sealed = sealTaskDocument(document)
  return { document: sealed.bytes.toString('utf8'), sha256: sealed.sha256, reason: null }
}

const hasActions = ({ preActions, postActions }: JobDefinition): boolean => preActions.length + postActions.length > 0

/** Every chosen patch is on the asset already. */
function onlyGoodNews({ skip, leftOut }: PlannedTask): boolean {
  return skip === 'nothing_to_do' && leftOut.length > 0 && leftOut.every(one => one.state === 'alreadyInstalled')
}

const blank = { exitCode: null, beganAtMs: null, endedAtMs: null, verifiedAtMs: null }

/** Items to do keep their numbers; patches left out on this asset follow, each with its reason. `why`: none of it is done. */
function itemsOf(planned: PlannedTask, why: SkipReason | null): ItemRecord[] {
  const todo = planned.items.map(item => ({
    ...blank,
    n: item.n,
    patchId: item.patchId,
    state: why === null ? ('pending' as const) : ('skipped' as const),
    reason: why,
    output: null,
    packages: item.packages,
  }))
  const leftOut = planned.leftOut.map((one, index) => ({
    ...blank,
    n: planned.items.length + index + 1,
    patchId: one.patchId,
    state: one.state,
    reason: one.reason,
    output: one.detail ?? null,
    packages: [],
  }))
  return [...todo, ...leftOut]
}
