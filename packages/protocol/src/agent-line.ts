import type { AnswerVerdict } from './answer.ts'
import type { Standing } from './standing.ts'

// PYP/1 §4, the agent's side, rules 1–4. `links`, `seq` and `pending` are one row of the journal; `sure` lives in the process.
// An honest agent signs no link that it does not list afterwards: that is what makes row 6 of the server's table a proof.

export interface AgentLine {
  /** s0 … sk in the order they were made; s0 = the last one confirmed by a signed answer. */
  readonly links: readonly string[]
  readonly seq: number
  /** sk was perhaps sent and is not confirmed. */
  readonly pending: boolean
  /** Not stored: false at start of the process. */
  readonly sure: boolean
}

/** From this k on a signed answer is wanted, so that the list is cut (rule 1). */
const WANT_ANSWER_FROM = 8
/** Rule 3 appends while k is below this; `tried` has then at most 11 entries of its 12. */
const LONGEST = 12

/** The line before the first request: `first` went into the enrolment. Commit it before enrolling. */
export function startLine(first: string): AgentLine {
  return { links: [first], seq: 0, pending: false, sure: false }
}

/** The line as read from the journal by a new process. */
export function resumeLine(stored: Pick<AgentLine, 'links' | 'seq' | 'pending'>): AgentLine {
  return { links: stored.links, seq: stored.seq, pending: stored.pending, sure: false }
}

export interface LinkAttempt {
  readonly line: AgentLine
  /** Commit `line` before the first byte leaves. False: it is stored already. */
  readonly mustCommit: boolean
  readonly seq: number
  readonly prev: string
  readonly next: string
  readonly tried: readonly string[]
  readonly wantAnswer: boolean
}

/** Rules 1 and 3: what the next linked request, of whatever path, carries. `newLink` draws 16 fresh random bytes (hex16). */
export function nextAttempt(line: AgentLine, newLink: () => string): LinkAttempt {
  const now = line.pending ? line : append(line, newLink)
  const k = now.links.length - 1
  const next = now.links[k]
  const prev = now.links[k - 1]
  if (next === undefined || prev === undefined) throw new RangeError('a pending line has at least two links')
  return {
    line: now,
    mustCommit: now !== line,
    seq: now.seq,
    prev,
    next,
    tried: now.sure ? [] : now.links.slice(0, k - 1),
    wantAnswer: !now.sure || k >= WANT_ANSWER_FROM,
  }
}

function append(line: AgentLine, newLink: () => string): AgentLine {
  return { links: [...line.links, newLink()], seq: line.seq + 1, pending: true, sure: line.sure }
}

/** What came back for the last attempt, after the checks of the reply. */
export type LineReply =
  /** A signed answer that passed §7.2 steps 1–4; `accepted`: it came with 2xx. */
  | {
      readonly kind: 'answer'
      readonly accepted: boolean
      readonly standing: Standing
      readonly why?: string | undefined
    }
  /** 2xx that holds no answer at all. */
  | { readonly kind: 'plain'; readonly answerWanted: boolean }
  /** 409 `link_old`: a hint, like everything unsigned. */
  | { readonly kind: 'linkOld' }
  /** Anything else: no reply within 30 s, 409 `link_unknown`, other errors, text that does not parse, an answer that fails. */
  | { readonly kind: 'none' }

/**
 * What a reply means for the line. `verdict`: of the answer in the body, null when there was none (the body did not parse, or
 * held no `answer`); `status` 0: no reply. Whatever is not a signed answer may be forged, and is a hint.
 */
export function lineReply(reply: {
  readonly status: number
  readonly code?: string | undefined
  /** The body parsed as the reply of this path (2xx) or as a problem. */
  readonly parsed: boolean
  readonly verdict: AnswerVerdict | null
  readonly answerWanted: boolean
}): LineReply {
  if (!reply.parsed) return { kind: 'none' }
  const accepted = reply.status >= 200 && reply.status < 300
  if (reply.verdict !== null) {
    if (!reply.verdict.ok) return { kind: 'none' }
    return { kind: 'answer', accepted, standing: reply.verdict.answer.standing, why: reply.verdict.answer.why }
  }
  if (accepted) return { kind: 'plain', answerWanted: reply.answerWanted }
  return reply.status === 409 && reply.code === 'link_old' ? { kind: 'linkOld' } : { kind: 'none' }
}

/**
 * `why` of an answer in a reply that refuses the request: the server did not take the link. Such an answer is bound to our
 * nonce like any other, and an attacker inside TLS may hand it over as a 200: taken for a confirmation it would cost the line
 * (found by the model, "an answer to a refused request confirms nothing"). So the signed text has to say it.
 */
export const refusedWhy = { clockSkew: 'clock_skew', standing: 'standing' } as const

const notTaken: ReadonlySet<string> = new Set(Object.values(refusedWhy))

/** Did the server take the link of the request that this answer belongs to? */
export function confirmsLink(standing: Standing, why: string | undefined): boolean {
  const speaks = standing === 'active' || standing === 'probation' || standing === 'pending'
  return speaks && !(why !== undefined && notTaken.has(why))
}

/** Rules 2–4. When `links`, `seq` or `pending` change, the new line is committed before anything else is done with the reply. */
export function afterReply(line: AgentLine, reply: LineReply, newLink: () => string): AgentLine {
  switch (reply.kind) {
    case 'answer':
      if (reply.accepted && confirmsLink(reply.standing, reply.why)) {
        return { links: line.links.slice(-1), seq: line.seq, pending: false, sure: true }
      }
      return reply.standing === 'quarantined' ? branch(line, newLink) : line
    case 'plain':
      // Provisional: a forged 200 costs one round trip, since the older links stay and are tried again after link_unknown.
      return reply.answerWanted ? line : { ...line, pending: false, sure: true }
    case 'linkOld':
      return branch(line, newLink)
    case 'none':
      return line.sure ? { ...line, sure: false } : line
  }
}

function branch(line: AgentLine, newLink: () => string): AgentLine {
  const unsure = { ...line, sure: false }
  return line.links.length - 1 < LONGEST ? append(unsure, newLink) : unsure
}

/** Do two lines differ in what the journal holds? */
export function mustCommit(before: AgentLine, after: AgentLine): boolean {
  return before.links !== after.links || before.seq !== after.seq || before.pending !== after.pending
}
