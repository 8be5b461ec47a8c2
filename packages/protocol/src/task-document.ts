import Type, { type Static } from 'typebox'
import { sha256Hex } from './digest.ts'
import { hex32, id, integer, log, ms, object, oneOf, text } from './fields.ts'
import { limits, times } from './limits.ts'
import { ACTIONS_FEATURE, neededFeatures } from './task-features.ts'
import { itemsFault, taskItemsSchema } from './task-items.ts'
import { messageType } from './validator.ts'

// PYP/1 §7.3: plain JSON, named by its SHA-256, immutable. Only instants: zones and windows are the server's business.

/** What people at the machine are told. Texts may have lines. */
const titled = { title: text(800), text: log(8000) } as const
const deferrals = object({ count: integer(0, 99), minutes: integer(5, 1440) })

/** By feature `messages.1`. */
export const taskMessagesSchema = object({
  before: Type.Optional(object({ ...titled, deferrals })),
  during: Type.Optional(object(titled)),
  reboot: Type.Optional(
    object({
      request: Type.Optional(object({ ...titled, deferrals })),
      countdown: object({ ...titled, minutes: integer(1, 1440) }),
    }),
  ),
  complete: Type.Optional(object({ ...titled, evenWhenFailed: Type.Boolean() })),
})

export const taskOptionsSchema = object({
  // By feature `options.1`.
  /** A planned version that no repository offers any more: the newest of the same origin, or nothing. */
  whenGone: Type.Optional(oneOf('newest', 'skip')),
  /** Earlier packages are kept, so that the task can be rolled back. */
  keep: Type.Optional(Type.Boolean()),
  /** For downloads of this task. */
  bandwidthKBs: Type.Optional(integer(8, 10_000_000)),
  // By feature `early.1`.
  /** Packages may be fetched from here on, before the task begins. */
  early: Type.Optional(ms),
  /** Downloads begin at a moment that the agent draws within so many seconds. */
  spreadS: Type.Optional(integer(0, 7200)),
  // By feature `dry-run.1`.
  /** Nothing is installed: what would be is told. */
  dryRun: Type.Optional(Type.Literal(true)),
})

export const taskDocumentSchema = object({
  deployment: id,
  agent: id,
  task: id,
  run: id,
  job: id,
  /** Digest of what people defined; reported back with `begin`. */
  spec: hex32,
  notBefore: ms,
  startBefore: ms,
  finishBefore: ms,
  onFailure: oneOf('continue', 'stop'),
  reboot: oneOf('never', 'ifNeeded', 'always'),
  items: taskItemsSchema,
  options: Type.Optional(taskOptionsSchema),
  messages: Type.Optional(taskMessagesSchema),
})

export type TaskDocument = Static<typeof taskDocumentSchema>
export type TaskOptions = Static<typeof taskOptionsSchema>
export type TaskMessages = Static<typeof taskMessagesSchema>

export const taskDocumentMessage = messageType(taskDocumentSchema)

/** Bytes, name and size of a document, as the manifest lists it. */
export function sealTaskDocument(document: TaskDocument): { bytes: Buffer; sha256: string; size: number } {
  const fault = documentFault(taskDocumentMessage.check(document))
  if (fault !== null) throw new RangeError(`task document: ${fault}`)
  const bytes = Buffer.from(JSON.stringify(document))
  if (bytes.length > limits.documentBytes)
    throw new RangeError(`task document has ${bytes.length} bytes, at most 1 MiB`)
  return { bytes, sha256: sha256Hex(bytes), size: bytes.length }
}

export interface DocumentContext {
  readonly deployment: string
  readonly agent: string
  /** `time` of the answer that lists the document. */
  readonly timeMs: number
  /** Digest under which this task id is known already, if it is. */
  readonly knownSha256?: string | undefined
  /** What this agent announces; without it nothing beyond version 1. */
  readonly features?: readonly string[]
}

/**
 * `actions_not_allowed`: it holds scripts or the like, and this host's own configuration does not allow them. `document_unsupported`: it
 * needs another feature that this agent did not announce.
 */
export type DocumentFault = 'document_digest' | 'document_malformed' | 'actions_not_allowed' | 'document_unsupported'

export type DocumentVerdict =
  | { readonly ok: true; readonly document: TaskDocument }
  | { readonly ok: false; readonly code: DocumentFault; readonly detail: string }

/** PYP/1 §7.2 step 6. Never throws. `entry` is the manifest's; a failure concerns that task only. */
export function checkTaskDocument(
  bytes: Uint8Array,
  entry: { task: string; sha256: string; size: number },
  context: DocumentContext,
): DocumentVerdict {
  if (bytes.length !== entry.size || bytes.length > limits.documentBytes) return bad('document_digest', 'other size')
  if (sha256Hex(bytes) !== entry.sha256) return bad('document_digest', 'other digest')
  let document: TaskDocument
  try {
    document = taskDocumentMessage.parse(bytes)
  } catch (e) {
    return bad('document_malformed', e instanceof Error ? e.message : 'not a task document')
  }
  const { notBefore, startBefore, finishBefore } = document
  if (document.deployment !== context.deployment) return bad('document_malformed', 'of another deployment')
  if (document.agent !== context.agent) return bad('document_malformed', 'for another agent')
  if (document.task !== entry.task) return bad('document_malformed', 'of another task')
  if (!(notBefore <= startBefore && startBefore <= finishBefore)) return bad('document_malformed', 'times out of order')
  if (startBefore > context.timeMs + times.workLongestMs)
    return bad('document_malformed', 'startBefore is beyond 35 days')
  if (finishBefore > startBefore + times.finishAfterStartMs) return bad('document_malformed', 'runs longer than 7 days')
  if (context.knownSha256 !== undefined && context.knownSha256 !== entry.sha256) {
    return bad('document_malformed', 'the task is known under another digest')
  }
  const fault = documentFault(document)
  if (fault !== null) return bad('document_malformed', fault)
  const missing = neededFeatures(document).filter(feature => context.features?.includes(feature) !== true)
  if (missing.includes(ACTIONS_FEATURE)) return bad('actions_not_allowed', 'this host does not allow actions')
  if (missing.length > 0) return bad('document_unsupported', `needs ${missing.join(', ')}`)
  return { ok: true, document }
}

/** What no schema of one member tells. */
function documentFault({ items, notBefore, options }: TaskDocument): string | null {
  if (options?.early !== undefined && options.early > notBefore) return 'early is after notBefore'
  if (options?.spreadS !== undefined && options.early === undefined) return 'spreadS without early'
  return itemsFault(items)
}

function bad(code: DocumentFault, detail: string): DocumentVerdict {
  return { ok: false, code, detail: detail.slice(0, 200) }
}
