import type { Clock } from '@patchyard/domain'
import { type EventsRequest, ProtocolError, type Receipt } from '@patchyard/protocol'
import { takeEvent } from '../../tasks/tasks-service.ts'
import { quotaOf } from '../../../storage/ports/line-record.ts'
import type { Director } from '../trust/director.ts'
import { answerOf } from './answers.ts'
import { type DoorReply, ok } from './door-reply.ts'
import type { Storage } from '../../../storage/storage.ts'
import { handleLinked, type LinkedInput } from './linked-request.ts'

const EVENTS_PER_DAY = 10_000

/**
 * Events (protocol §6.5). Each is stored exactly as the agent journalled it, once; the receipts in the signed answer are
 * what lets the agent forget. An event that cannot be taken gets a receipt too, or it would be sent for ever.
 */
export async function handleEvents(
  ports: { storage: Storage; director: Director; clock: Clock },
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
