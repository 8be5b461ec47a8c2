import { type EventsReply, limits, messages } from '@patchyard/protocol'
import type { EventRow } from '../journal/schema.ts'
import type { JournalView } from '../ports/journal.ts'
import type { LinkedRequest } from './linked-exchange.ts'
import { encodeBody } from './requests.ts'

/** Plain bytes of texts in one request; far below the cap of 8 MiB, so that JSON's escapes and a slow line never matter. */
const BATCH_BYTES = 1024 * 1024

/** Task and number: what names an event within a journal. */
export function nameOfEvent(row: Pick<EventRow, 'task' | 'n'>): string {
  return `${row.task} ${row.n}`
}

/** The oldest events that wait for a receipt, as many as one request takes; those named in `heldBack` wait for another day. */
export function nextEvents(view: JournalView, atMost: number, heldBack: ReadonlyMap<string, unknown>): EventRow[] {
  const most = Math.min(atMost, limits.eventsPerRequest)
  const rows = view.rows('event', { where: { waiting: 1 }, limit: most + heldBack.size })
  const batch: EventRow[] = []
  let bytes = 0
  for (const row of rows) {
    if (heldBack.has(nameOfEvent(row))) continue
    bytes += row.text.length
    if (batch.length === most || (batch.length > 0 && bytes > BATCH_BYTES)) break
    batch.push(row)
  }
  return batch
}

/** The receipts stand in the signed answer, so one is always wanted (agent-protocol §6.5). */
export function eventsRequest(events: readonly EventRow[]): LinkedRequest<EventsReply> {
  return {
    path: '/agent/v1/events',
    wantAnswer: true,
    takesWork: false,
    reply: messages.eventsReply,
    encode: members => encodeBody('/agent/v1/events', { ...members, events: events.map(row => row.text) }),
  }
}
