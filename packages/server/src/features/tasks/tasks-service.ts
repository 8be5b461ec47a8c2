import { TransitionError, versionSchemes } from '@patchyard/domain'
import { type AgentEvent, eventName, parseEvent, ProtocolError, type Receipt } from '@patchyard/protocol'
import { agentTimeMs } from '../../storage/agent-time.ts'
import type { TaskRecord } from '../../storage/ports/task-record.ts'
import type { UnitOfWork } from '../../storage/unit-of-work.ts'
import { installedOf, schemeOf } from '../inventory/inventory-service.ts'
import { taskAfterEvent } from './task-after-event.ts'
import { scanDecides, taskAfterScan } from './task-after-scan.ts'

/** Tasks that waited for a scan begun after them end by what it found. Runs inside the report's transaction. */
export async function endVerifiedTasks(
  stores: UnitOfWork,
  assetId: number,
  startedMs: number,
  nowMs: number,
): Promise<void> {
  if (!(await mayDecide(stores, assetId, startedMs))) return
  const waiting = await stores.tasks.listVerifying(assetId, startedMs)
  for (const task of waiting) await endVerified(stores, task, nowMs)
}

/** A task that said `end`: the scan that decides may be here already, or nothing of it needs one. */
async function endIfVerified(stores: UnitOfWork, task: TaskRecord, nowMs: number): Promise<void> {
  if (task.items.some(scanDecides)) {
    const verifyAfterMs = task.verifyAfterMs
    if (verifyAfterMs === null || !(await mayDecide(stores, task.assetId, verifyAfterMs))) return
  }
  await endVerified(stores, task, nowMs)
}

/** Whether the asset's last scan began at or after `sinceMs` and found out what is installed. */
async function mayDecide(stores: UnitOfWork, assetId: number, sinceMs: number): Promise<boolean> {
  const scan = await stores.inventory.lastScan(assetId)
  return scan !== null && scan.startedMs >= sinceMs && scan.status !== 'failed'
}

async function endVerified(stores: UnitOfWork, task: TaskRecord, nowMs: number): Promise<void> {
  const names = task.items.flatMap(item => item.packages.map(p => p.name))
  const installed = await installedOf(stores, task.assetId, names)
  const scheme = schemeOf(patchKeyOf(task.document))
  await stores.tasks.save(taskAfterScan(task, { installed, compare: versionSchemes[scheme].compare }, nowMs))
  stores.runTouched(task.runId)
  await stores.notify('task', task.assetId)
}

/** The first patch's key tells the host's version scheme; a task is for one host. */
function patchKeyOf(document: string | null): string {
  const items = document === null ? [] : (JSON.parse(document) as { items: { patch?: string }[] }).items
  return items.find(item => item.patch !== undefined)?.patch ?? ''
}

/**
 * Stores one event exactly as the agent journalled it and moves its task. What cannot be taken gets a receipt too, or it
 * would be sent for ever.
 */
export async function takeEvent(stores: UnitOfWork, assetId: number, text: string, nowMs: number): Promise<Receipt> {
  const sha256 = eventName(text)
  let event
  try {
    event = parseEvent(text)
  } catch (error) {
    if (error instanceof ProtocolError) return { sha256, verdict: 'refused', code: error.code }
    throw error
  }
  // Numbers of events grow by one; the column is an integer of 32 bits, and a task ends long before.
  if (event.n > 2_147_483_647) return { sha256, verdict: 'refused', code: 'malformed' }
  const task = await stores.tasks.lock(assetId, event.task)
  if (task === null && (await stores.tasks.isForeign(assetId, event.task))) {
    await stores.lines.addNotice({ assetId, atMs: nowMs, kind: 'cross_agent', detail: { task: event.task } })
    return { sha256, verdict: 'refused', code: 'foreign_task' }
  }
  const verdict = await stores.tasks.recordEvent({
    assetId,
    task: event.task,
    n: event.n,
    sha256,
    kind: event.kind,
    atMs: event.at === null ? null : agentTimeMs(event.at),
    text,
    receivedAtMs: nowMs,
    orphan: task === null,
  })
  if (verdict === 'conflict') {
    await stores.lines.addNotice({
      assetId,
      atMs: nowMs,
      kind: 'event_conflict',
      detail: { task: event.task, n: event.n },
    })
  }
  if (verdict === 'stored' && task !== null) {
    const after = await moved(stores, task, event, nowMs)
    if (after !== task) {
      await stores.tasks.save(after)
      if (after.endedAtMs !== null) stores.runTouched(task.runId)
      await stores.notify('task', assetId)
      if (after.state === 'verifying') await endIfVerified(stores, after, nowMs)
    }
  }
  return { sha256, verdict: 'stored' }
}

/** An event that does not fit the task's state is stored and told of, but moves nothing: refusing it would repeat for ever. */
async function moved(stores: UnitOfWork, task: TaskRecord, event: AgentEvent, nowMs: number): Promise<TaskRecord> {
  const at = event.at === null ? null : agentTimeMs(event.at)
  try {
    return taskAfterEvent(task, { ...event, at, wall: agentTimeMs(event.wall) }, nowMs)
  } catch (error) {
    if (!(error instanceof TransitionError)) throw error
    await stores.lines.addNotice({
      assetId: task.assetId,
      atMs: nowMs,
      kind: 'event_out_of_order',
      detail: { task: task.publicId, n: event.n, kind: event.kind, state: task.state },
    })
    return task
  }
}
