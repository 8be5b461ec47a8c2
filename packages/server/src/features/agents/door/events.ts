import type { Clock } from '@patchyard/domain'
import { eventName, type EventsRequest, parseEvent, ProtocolError, type Receipt } from '@patchyard/protocol'
import { taskAfterEvent } from '../../tasks/task-after-event.ts'
import { quotaOf } from '../line/line-record.ts'
import type { Director } from '../trust/director.ts'
import { answerOf } from './answers.ts'
import { type DoorReply, ok } from './door-reply.ts'
import type { DoorStorage, DoorStores } from './door-storage.ts'
import { handleLinked, type LinkedInput } from './linked-request.ts'

const EVENTS_PER_DAY = 10_000

/**
 * Events (protocol §6.5). Each is stored exactly as the agent journalled it, once; the receipts in the signed answer are
 * what lets the agent forget. An event that cannot be taken gets a receipt too, or it would be sent for ever.
 */
export async function handleEvents(
  ports: { storage: DoorStorage; director: Director; clock: Clock },
  input: LinkedInput,
  request: EventsRequest,
): Promise<DoorReply> {
  return handleLinked(ports, input, async (stores, line, _classified, settings) => {
    const nowMs = ports.clock.nowMs()
    const quota = quotaOf(line, nowMs)
    if (quota.events + request.events.length > EVENTS_PER_DAY) throw new ProtocolError('rate', 'too many events today')
    const receipts: Receipt[] = []
    for (const text of request.events) receipts.push(await takeEvent(stores, line.assetId, text, nowMs))
    const next = {
      ...line,
      quotaDay: quota.day,
      quotaNames: quota.names,
      quotaEvents: quota.events + request.events.length,
    }
    const root = ports.director.newestRoot().version
    return {
      line: next,
      reply: () => ok({ root, answer: answerOf(ports, next, request.nonce, settings, { receipts }) }),
    }
  })
}

async function takeEvent(stores: DoorStores, assetId: number, text: string, nowMs: number): Promise<Receipt> {
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
