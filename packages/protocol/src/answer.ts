import Type, { type Static } from 'typebox'
import { type Envelope, EnvelopeError, openEnvelope, sealEnvelope } from './envelope.ts'
import { hex16, hex32, id, integer, list, ms, name, object, oneOf, text } from './fields.ts'
import { limits, times } from './limits.ts'
import type { AgentProblemCode } from './problems.ts'
import { profileSettingsSchema } from './profile-settings.ts'
import { malformed } from './protocol-error.ts'
import { isExpired, type Root, unknownRequires } from './root.ts'
import type { Signer } from './sign.ts'
import { standings } from './standing.ts'
import { messageType } from './validator.ts'

// PYP/1 §7.1 and §7.2 steps 3–5: the one thing the director signs. It is bound to one request by its nonce, so it can be
// neither kept nor delayed nor replayed.

export const settingsSchema = object({
  checkInS: integer(15, 3600),
  scanEveryS: integer(900, 604_800),
  /** Scan once if the last scan began before this. */
  scanAfter: ms,
  /** Only to agents that announced `profiles.1`. */
  profile: Type.Optional(profileSettingsSchema),
})

export const manifestSchema = object({
  tasks: list(object({ task: id, sha256: hex32, size: integer(1, limits.documentBytes) }), limits.tasks),
  settings: settingsSchema,
})

export const workSchema = object({
  version: integer(0),
  /** How long the agent may begin work without hearing from the server. */
  expires: ms,
  manifest: Type.Optional(manifestSchema),
})

export const receiptSchema = object({
  sha256: hex32,
  verdict: oneOf('stored', 'refused'),
  code: Type.Optional(name(40)),
})

const answerMembers = {
  deployment: id,
  agent: id,
  nonce: hex16,
  time: ms,
  root: integer(1, 2_147_483_647),
  epoch: integer(0),
  standing: oneOf(...standings),
  why: Type.Optional(text(40)),
  receipts: Type.Optional(list(receiptSchema, limits.eventsPerRequest)),
  rekeyed: Type.Optional(hex32),
}

export const answerSchema = object({ ...answerMembers, work: Type.Optional(workSchema) })

/** §7.2 looks into `work` only at step 5, and a fault there refuses the work alone. */
const answerBeforeWork = messageType(object({ ...answerMembers, work: Type.Optional(Type.Unknown()) }))
const workMessage = messageType(workSchema)

export type Settings = Static<typeof settingsSchema>
export type Manifest = Static<typeof manifestSchema>
export type Work = Static<typeof workSchema>
export type Receipt = Static<typeof receiptSchema>
export type Answer = Static<typeof answerSchema>

export const answerMessage = messageType(answerSchema)

/** Signs an answer. Throws ProtocolError when it is not one: the server never sends what agents refuse. Sign after COMMIT. */
export function sealAnswer(answer: Answer, director: Signer): Envelope {
  return sealEnvelope('answer', Buffer.from(JSON.stringify(answerMessage.check(answer))), [director])
}

/** `version` of new work (§7.1): rises over lost replies, clock jumps and a restored server. Beyond 2^53−1: `malformed`. */
export function nextWorkVersion(stored: number, have: number, nowMs: number): number {
  const version = Math.max(stored, have, nowMs - 1) + 1
  if (!Number.isSafeInteger(version)) throw malformed('work version beyond 2^53-1', 'have.manifest')
  return version
}

/** Default `expires`; `shortestMs`: the shortest that the open tasks' jobs allow. */
export function workExpires(nowMs: number, shortestMs: number = times.workDefaultMs): number {
  return nowMs + Math.min(shortestMs, times.workLongestMs)
}

export interface AnswerContext {
  /** The newest root this agent has verified. */
  readonly root: Root
  readonly deployment: string
  /** Null only for the answer to an enrolment, which names the agent. */
  readonly agent: string | null
  /** Nonce of the very request. */
  readonly nonce: string
  /** Version of the manifest held. */
  readonly haveManifest: number
  /** Names of `require` that this agent enforces. */
  readonly understood: readonly string[]
  /** False for all but check-in: `work` has no place in other answers. */
  readonly takesWork: boolean
}

export interface AnswerProblem {
  readonly code: AgentProblemCode
  readonly detail: string
}

export type AnswerVerdict =
  | { readonly ok: false; readonly problem: AnswerProblem }
  | {
      readonly ok: true
      /** Without `work`: that is judged below. */
      readonly answer: Answer
      /** Keyid of the director: kept with what it brought, so that it can be dropped when the key is (§8). */
      readonly signedBy: string
      /** The work to take, null when there is none or it is refused. */
      readonly work: Work | null
      /** Why `work` is refused although the answer stands. */
      readonly problem: AnswerProblem | null
    }

/**
 * §7.2 steps 3–5, first failure decides. `ok` means steps 3 and 4 passed: time, standing, receipts and the link count even
 * when `work` is refused. Never throws.
 */
export function judgeAnswer(envelope: unknown, context: AnswerContext): AnswerVerdict {
  const { root } = context
  let opened: { payload: Buffer; signedBy: readonly string[] }
  try {
    opened = openEnvelope(envelope, 'answer', root.director.keys, root.director.threshold)
  } catch (e) {
    if (!(e instanceof EnvelopeError)) throw e
    return failed(e.code, e.message)
  }
  let answer: Answer
  let work: unknown
  try {
    ;({ work, ...answer } = answerBeforeWork.parse(opened.payload))
  } catch (e) {
    return failed('answer_malformed', e instanceof Error ? e.message : 'not an answer')
  }
  const foreign = foreignMember(answer, context)
  if (foreign !== null) return failed('answer_foreign', `other ${foreign}`)
  if (answer.root !== root.version)
    return failed('root_rollback', `root ${answer.root}, newest here is ${root.version}`)

  const problem = work === undefined ? rootProblem(answer, context) : workProblem(answer, work, context)
  const taken = problem === null && context.takesWork && work !== undefined ? (work as Work) : null
  return { ok: true, answer, signedBy: opened.signedBy[0] as string, work: taken, problem }
}

function foreignMember(answer: Answer, context: AnswerContext): string | null {
  if (answer.deployment !== context.deployment) return 'deployment'
  if (context.agent !== null && answer.agent !== context.agent) return 'agent'
  if (answer.nonce !== context.nonce) return 'nonce'
  return null
}

function rootProblem(answer: Answer, { root, understood }: AnswerContext): AnswerProblem | null {
  if (isExpired(root, answer.time)) return { code: 'root_expired', detail: `root ${root.version}` }
  const unknown = unknownRequires(root, understood)
  return unknown.length > 0 ? { code: 'require_unknown', detail: unknown.join(',').slice(0, 200) } : null
}

function workProblem(answer: Answer, work: unknown, context: AnswerContext): AnswerProblem | null {
  const rooted = rootProblem(answer, context)
  if (rooted !== null) return rooted
  if (!workMessage.is(work)) return { code: 'limit', detail: 'work is not of its form or above its caps' }
  const fits = work.manifest === undefined ? work.version === context.haveManifest : work.version > context.haveManifest
  if (!fits) return { code: 'manifest_rollback', detail: `version ${work.version}, have ${context.haveManifest}` }
  if (work.expires > answer.time + times.workLongestMs) return { code: 'limit', detail: 'expires is beyond 35 days' }
  const tasks = work.manifest?.tasks ?? []
  if (new Set(tasks.map(one => one.task)).size !== tasks.length)
    return { code: 'limit', detail: 'a task is listed twice' }
  return null
}

function failed(code: AgentProblemCode, detail: string): AnswerVerdict {
  return { ok: false, problem: { code, detail: detail.slice(0, 200) } }
}
