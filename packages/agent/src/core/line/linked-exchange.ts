import {
  type AgentLine,
  type AgentPath,
  afterReply,
  type Answer,
  confirmsLink,
  judgeAnswer,
  type LinkMember,
  type LineReply,
  lineReply,
  messages,
  type MessageType,
  mustCommit,
  nextAttempt,
  type ProblemReply,
  resumeLine,
  type Root,
} from '@patchyard/protocol'
import { newestRoot } from '../journal/newest-root.ts'
import { noteProblem } from '../journal/problems.ts'
import type { JournalTransaction } from '../ports/journal.ts'
import { NetworkError, type NetworkReply } from '../ports/network.ts'
import { freshHex16, type Session } from '../session.ts'
import { updateRoots } from './follow-roots.ts'
import { signedRequest } from './requests.ts'
import { takeAnswer, type TakenAnswer } from './take-answer.ts'

/** Members that every linked request has beside its own. */
export interface LinkedMembers {
  readonly link: LinkMember
  readonly nonce: string
  readonly want: 'answer'[]
}

export interface LinkedRequest<R extends LinkedReply> {
  readonly path: AgentPath
  /** Another reason for a signed answer than the link's. */
  readonly wantAnswer: boolean
  readonly takesWork: boolean
  /** The body as it will travel. */
  readonly encode: (members: LinkedMembers) => Uint8Array
  readonly reply: MessageType<R>
  /** Bytes of documents that came with the reply. */
  readonly documents?: (reply: R) => readonly Uint8Array[]
  /** Effects of an accepted request, in the transaction that confirms its link. */
  readonly onAccepted?: (tx: JournalTransaction, reply: R, answer: Answer | null) => void
}

export interface LinkedReply {
  readonly root: number
  readonly answer?: unknown
}

export type LinkedResult<R> =
  | {
      readonly kind: 'accepted'
      readonly reply: R
      readonly answer: Answer | null
      readonly headers: NetworkReply['headers']
    }
  /** An error reply. `answer`: a signed one that held, with whatever status it came. */
  | {
      readonly kind: 'refused'
      readonly status: number
      readonly code: string
      readonly field: string | null
      readonly answer: Answer | null
      readonly headers: NetworkReply['headers']
    }
  /** No reply, none that parses, or one whose answer failed. */
  | { readonly kind: 'lost'; readonly reason: string }

/** The line of conversation: one linked request at a time (agent-protocol §4, agent's side). */
export interface Line {
  exchange<R extends LinkedReply>(request: LinkedRequest<R>): Promise<LinkedResult<R>>
  readonly root: Root
  /** A hint that `hello` has newer roots than ours. */
  readonly newerRootHinted: boolean
  /** Asks for them; at most once a minute. @throws NetworkError */
  followRoots(): Promise<void>
}

/** Agent-protocol §6: a hint at a newer root costs at most one `hello` a minute. */
const HELLO_EVERY_MS = 60_000

export function createLine(session: Session): Line {
  const { journal, clock } = session.ports
  const stored = journal.read(view => ({ line: view.get('line'), root: newestRoot(view) }))
  if (stored.line === null || stored.root === null) throw new Error('the agent is not enrolled')
  let line: AgentLine = resumeLine(stored.line)
  let root = stored.root
  let helloAllowedMs = 0
  let hinted = false

  function commit(next: AgentLine, tx: JournalTransaction): void {
    if (mustCommit(line, next)) tx.set('line', { links: next.links, seq: next.seq, pending: next.pending })
  }

  async function followRoots(): Promise<void> {
    if (clock.monotonicMs() < helloAllowedMs) return
    helloAllowedMs = clock.monotonicMs() + HELLO_EVERY_MS
    hinted = false
    root = await updateRoots(session, root)
  }

  /** §7.2 steps 2–4. A director or root that we do not know may be a newer one: `hello` tells, then the answer is judged again. */
  async function judge(envelope: unknown, nonce: string, takesWork: boolean) {
    const context = () => {
      const view = journal.read(v => ({ identity: v.get('identity'), work: v.get('work') }))
      return {
        root,
        deployment: root.deployment,
        agent: view.identity?.agent ?? null,
        nonce,
        haveManifest: view.work?.version ?? 0,
        understood: session.build.understands,
        takesWork,
      }
    }
    const first = judgeAnswer(envelope, context())
    const mayBeOurs = !first.ok && (first.problem.code === 'env_signature' || first.problem.code === 'root_rollback')
    if (!mayBeOurs || clock.monotonicMs() < helloAllowedMs) return first
    const before = root.version
    await followRoots().catch(ignoreNetworkError)
    return root.version > before ? judgeAnswer(envelope, context()) : first
  }

  async function exchange<R extends LinkedReply>(request: LinkedRequest<R>): Promise<LinkedResult<R>> {
    const attempt = nextAttempt(line, () => freshHex16(session.ports))
    if (attempt.mustCommit) journal.write(tx => commit(attempt.line, tx))
    line = attempt.line

    const answerWanted = attempt.wantAnswer || request.wantAnswer
    const nonce = freshHex16(session.ports)
    const { seq, prev, next, tried } = attempt
    const link: LinkMember = {
      seq,
      prev,
      next,
      tried: [...tried],
      machine: session.machine,
      boot: session.ports.host.boot,
    }
    const bytes = request.encode({ link, nonce, want: answerWanted ? ['answer'] : [] })
    const beganMs = clock.monotonicMs()
    const settle = (reply: LineReply, also?: (tx: JournalTransaction) => void) => {
      const after = afterReply(line, reply, () => freshHex16(session.ports))
      if (mustCommit(line, after) || also !== undefined) {
        journal.write(tx => {
          commit(after, tx)
          also?.(tx)
        })
      }
      line = after
    }

    let reply: NetworkReply
    try {
      reply = await session.ports.network.exchange(signedRequest(session, request.path, bytes))
    } catch (error) {
      if (!(error instanceof NetworkError)) throw error
      settle({ kind: 'none' }, error.code === 'E_NETWORK_TOO_LARGE' ? note('limit', error.message) : undefined)
      return { kind: 'lost', reason: `${error.code}: ${error.message}` }
    }
    const tookMs = clock.monotonicMs() - beganMs
    const parsed = parseReply(request.reply, reply)
    if (parsed.kind === 'unreadable') {
      settle({ kind: 'none' }, reply.status === 200 ? note('reply_malformed', parsed.reason) : undefined)
      return { kind: 'lost', reason: `status ${reply.status}: ${parsed.reason}` }
    }
    if (parsed.kind === 'ok' && parsed.body.root > root.version) {
      hinted = true
      await followRoots().catch(ignoreNetworkError)
    }

    const envelope = parsed.body.answer
    const verdict =
      envelope === undefined ? null : await judge(envelope, nonce, request.takesWork && parsed.kind === 'ok')
    if (verdict?.ok === false) {
      settle({ kind: 'none' }, note(verdict.problem.code, verdict.problem.detail))
      return { kind: 'lost', reason: `the answer fails: ${verdict.problem.code} (${verdict.problem.detail})` }
    }
    const answer = verdict?.answer ?? null
    const problemCode = parsed.kind === 'problem' ? parsed.body.code : undefined
    const outcome = lineReply({ status: reply.status, code: problemCode, parsed: true, verdict, answerWanted })
    const take = (tx: JournalTransaction, documents: readonly Uint8Array[]) => {
      if (verdict === null) return
      const taken: TakenAnswer = { ...verdict, envelope, tookMs, root, documents }
      takeAnswer(tx, session, taken)
      if (verdict.problem !== null) noteProblem(tx, verdict.problem.code, verdict.problem.detail, clock.nowMs())
    }
    const refused = (code: string, field: string | null): LinkedResult<R> => {
      settle(outcome, tx => take(tx, []))
      return { kind: 'refused', status: reply.status, code, field, answer, headers: reply.headers }
    }
    if (parsed.kind === 'problem') return refused(parsed.body.code, parsed.body.field ?? null)
    // A true answer to a request that was refused, handed over with another status: only what it says counts.
    if (answer !== null && !confirmsLink(answer.standing, answer.why)) return refused(answer.why ?? 'standing', null)
    if (answer === null && answerWanted) {
      settle(outcome)
      return { kind: 'lost', reason: 'the reply lacks the signed answer that was asked for' }
    }
    settle(outcome, tx => {
      take(tx, request.documents?.(parsed.body) ?? [])
      request.onAccepted?.(tx, parsed.body, answer)
    })
    return { kind: 'accepted', reply: parsed.body, answer, headers: reply.headers }
  }

  function note(code: Parameters<typeof noteProblem>[1], detail: string): (tx: JournalTransaction) => void {
    return tx => noteProblem(tx, code, detail, clock.nowMs())
  }

  let busy: Promise<unknown> = Promise.resolve()
  return {
    exchange: request => {
      // Rule 1: the next one begins when this one is settled, however many ask.
      const turn = busy.then(() => exchange(request))
      busy = turn.catch(() => {})
      return turn
    },
    get root() {
      return root
    },
    get newerRootHinted() {
      return hinted && clock.monotonicMs() >= helloAllowedMs
    },
    followRoots,
  }
}

type Parsed<R> =
  | { readonly kind: 'ok'; readonly body: R }
  | { readonly kind: 'problem'; readonly body: ProblemReply }
  | { readonly kind: 'unreadable'; readonly reason: string }

function parseReply<R>(type: MessageType<R>, reply: NetworkReply): Parsed<R> {
  try {
    if (reply.status === 200) return { kind: 'ok', body: type.parse(reply.body) }
    if (reply.status >= 400) return { kind: 'problem', body: messages.problemReply.parse(reply.body) }
    return { kind: 'unreadable', reason: 'no status of this protocol' }
  } catch (error) {
    return { kind: 'unreadable', reason: error instanceof Error ? error.message : 'does not parse' }
  }
}

function ignoreNetworkError(error: unknown): void {
  // The roots come with the next hello; the answer at hand fails, and that is recorded.
  if (!(error instanceof NetworkError)) throw error
}
