import type { TaskAction } from '@patchyard/api'
import { actionExit, reasonSentence } from '@patchyard/domain'
import { isAction, parseEvent, ProtocolError, taskDocumentMessage } from '@patchyard/protocol'
import { agentTimeMs } from '../../storage/agent-time.ts'

/** One stored event of the task, as its agent journalled it. */
export interface StoredEvent {
  readonly kind: string
  readonly text: string
}

/**
 * What became of the pre- and post-actions of a task, in the order of its document. Nothing of it is stored a second time: the document says
 * what was wanted, the agent's events what happened. An event that this server cannot read says nothing.
 */
export function taskActions(document: string | null, events: readonly StoredEvent[]): TaskAction[] {
  if (document === null) return []
  const told = tellings(events)
  return taskDocumentMessage
    .parse(Buffer.from(document))
    .items.filter(isAction)
    .map(({ item, stage, kind, name }): TaskAction => {
      const { beganAt = null, end } = told.get(item) ?? {}
      const reason = end?.code ?? null
      return {
        n: item,
        stage,
        kind,
        name,
        status: end === undefined ? (beganAt === null ? 'pending' : 'running') : statusOf(end),
        reason,
        sentence: reason === null ? null : (reasonSentence(reason) ?? reason),
        exitCode: end?.rc ?? null,
        output: end?.output ?? null,
        beganAt,
        endedAt: end?.at ?? null,
      }
    })
}

interface End {
  readonly outcome: string
  readonly rc: number | null
  readonly code: string | null
  readonly output: string | null
  readonly at: string | null
}

interface Telling {
  readonly beganAt?: string | null
  readonly end?: End
}

function tellings(events: readonly StoredEvent[]): ReadonlyMap<number, Telling> {
  const told = new Map<number, Telling>()
  for (const { kind, text } of events) {
    if (kind !== 'itemBegin' && kind !== 'itemEnd') continue
    const event = readable(text)
    if (event?.kind !== 'itemBegin' && event?.kind !== 'itemEnd') continue
    const at = new Date(agentTimeMs(event.at ?? event.wall)).toISOString()
    const { item } = event.data
    if (event.kind === 'itemBegin') told.set(item, { ...told.get(item), beganAt: at })
    else {
      const { outcome, rc = null, code = null, output = null } = event.data
      told.set(item, { ...told.get(item), end: { outcome, rc, code, output, at } })
    }
  }
  return told
}

function readable(text: string): ReturnType<typeof parseEvent> | null {
  try {
    return parseEvent(text)
  } catch (error) {
    if (error instanceof ProtocolError) return null
    throw error
  }
}

function statusOf({ outcome, rc }: End): TaskAction['status'] {
  if (outcome === 'ok') return 'succeeded'
  if (outcome === 'unknown') return 'unknown'
  if (outcome === 'skipped') return 'skipped'
  return rc !== null && actionExit(rc).abort ? 'aborted' : 'failed'
}
