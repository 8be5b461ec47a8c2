import { versionSchemes } from '@patchyard/domain'
import { eventName, parseEvent, ProtocolError, type Receipt } from '@patchyard/protocol'
import type { UnitOfWork } from '../../storage/unit-of-work.ts'
import { installedOf, schemeOf } from '../inventory/inventory-service.ts'
import { taskAfterEvent } from './task-after-event.ts'
import { taskAfterScan } from './task-after-scan.ts'

/** Tasks that waited for a scan begun after them end by what it found. Runs inside the report's transaction. */
export async function endVerifiedTasks(
  stores: UnitOfWork,
  assetId: number,
  startedMs: number,
  nowMs: number,
): Promise<void> {
  const waiting = await stores.tasks.listVerifying(assetId, startedMs)
  for (const task of waiting) {
    const names = task.items.flatMap(item => item.packages.map(p => p.name))
    const installed = await installedOf(stores, assetId, names)
    const scheme = schemeOf(patchKeyOf(task.document))
    await stores.tasks.save(taskAfterScan(task, { installed, compare: versionSchemes[scheme].compare }, nowMs))
    stores.runTouched(task.runId)
    await stores.notify('task', task.assetId)
  }
}

/** The first item's patch key tells the host's version scheme; a task is for one host. */
function patchKeyOf(document: string | null): string {
  const items = document === null ? [] : (JSON.parse(document) as { items: { patch: string }[] }).items
  return items[0]?.patch ?? ''
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
    atMs: event.at,
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
    const after = taskAfterEvent(task, event, nowMs)
    if (after !== task) {
      await stores.tasks.save(after)
      if (after.endedAtMs !== null) stores.runTouched(task.runId)
      await stores.notify('task', assetId)
    }
  }
  return { sha256, verdict: 'stored' }
}
