import Type, { type Static } from 'typebox'
import { sha256Hex } from './digest.ts'
import { hex32, id, integer, list, ms, name, nullable, object, oneOf } from './fields.ts'
import { limits, times } from './limits.ts'
import { messageType } from './validator.ts'

// PYP/1 §7.3: plain JSON, named by its SHA-256, immutable. Only instants: zones and windows are the server's business.

export const packageChangeSchema = object({
  name: name(200),
  arch: name(32),
  /** Installed now; null = a new dependency of another package of the item. */
  from: nullable(name(200)),
  to: name(200),
})

export const taskItemSchema = object({
  item: integer(1, limits.items),
  kind: Type.Literal('os-packages'),
  patch: name(200),
  packages: Type.Array(packageChangeSchema, { minItems: 1, maxItems: limits.packagesPerItem }),
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
  items: list(taskItemSchema, limits.items),
})

export type PackageChange = Static<typeof packageChangeSchema>
export type TaskItem = Static<typeof taskItemSchema>
export type TaskDocument = Static<typeof taskDocumentSchema>

export const taskDocumentMessage = messageType(taskDocumentSchema)

/** Bytes, name and size of a document, as the manifest lists it. */
export function sealTaskDocument(document: TaskDocument): { bytes: Buffer; sha256: string; size: number } {
  const bytes = Buffer.from(JSON.stringify(taskDocumentMessage.check(document)))
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
}

export type DocumentVerdict =
  | { readonly ok: true; readonly document: TaskDocument }
  | { readonly ok: false; readonly code: 'document_digest' | 'document_malformed'; readonly detail: string }

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
  if (new Set(document.items.map(one => one.item)).size !== document.items.length) {
    return bad('document_malformed', 'two items with one number')
  }
  return { ok: true, document }
}

function bad(code: 'document_digest' | 'document_malformed', detail: string): DocumentVerdict {
  return { ok: false, code, detail: detail.slice(0, 200) }
}
