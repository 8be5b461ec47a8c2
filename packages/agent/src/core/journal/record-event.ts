import {
  type AgentEvent,
  type EventData,
  type EventKind,
  eventName,
  eventText,
  noteNewest,
  trustedNow,
} from '@patchyard/protocol'
import type { HostTime } from '@patchyard/protocol'
import type { JournalTransaction } from '../ports/journal.ts'
import type { TaskRow } from './schema.ts'

/**
 * Writes the task's next event and returns the task's row with its number; the caller puts the row, with whatever else the event
 * announces, in the same transaction. The text is final: what is sent later is byte for byte this.
 */
export function recordEvent<K extends EventKind>(
  tx: JournalTransaction,
  host: HostTime,
  row: TaskRow,
  kind: K,
  data: EventData<K>,
): TaskRow {
  const anchor = tx.get('anchor')
  const at = trustedNow(anchor, host)
  const n = row.n + 1
  const event = { task: row.task, n, at, wall: host.wallMs, boot: host.boot, kind, data } as AgentEvent
  const text = eventText(event)
  tx.put('event', { task: row.task, n, kind, text, sha256: eventName(text), waiting: 1, madeMs: host.wallMs })
  if (anchor !== null && at !== null) {
    const newest = noteNewest(anchor, at)
    if (newest !== anchor) tx.set('anchor', newest)
  }
  return { ...row, n }
}
