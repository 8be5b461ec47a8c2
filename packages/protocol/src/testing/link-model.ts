import { type AgentLine, confirmsLink, lineReply, mustCommit, resumeLine, startLine } from '../agent-line.ts'
import type { AnswerVerdict } from '../answer.ts'
import { type Classified, type LinkLine, type LinkRequest, newLinkLine } from '../link.ts'
import type { Standing } from '../standing.ts'
import type { LinkRules } from './link-rules.ts'
import { SeededRandom } from './random.ts'

// One server, one line, its agent and perhaps a copy, and a network that belongs to an attacker inside TLS: he holds messages
// back for up to 700 s, doubles, drops and replays them, and answers in the server's place; he cannot sign. Agent and server
// crash at every step, clocks jump. Links, nonces and machines are short texts: the rules only compare them.

const START = 1_795_286_400_000
const SKEW_MS = 300_000
const TIMEOUT_MS = 30_000
const LATEST_MS = 700_000

interface Signed {
  readonly nonce: string
  readonly standing: Standing
  readonly why?: string
  readonly timeMs: number
}
interface Reply {
  readonly status: number
  readonly code?: string
  readonly answer?: Signed
}
interface Request extends LinkRequest {
  /** Copies made before it was sent. */
  readonly epoch: number
  readonly nonce: string
  readonly want: boolean
}

export class ModelAgent {
  readonly name: string
  line: AgentLine
  /** What a crash leaves. */
  journal: Pick<AgentLine, 'links' | 'seq' | 'pending'>
  machine: string
  boot = 0
  /** Its idea of the time minus the real one. */
  offsetMs = 0
  waiting: { readonly nonce: string; readonly wanted: boolean; readonly sentMs: number } | null = null
  /** Links drawn since the last copy. */
  drawn = 0
  /** Requests sent since the last copy that reached the server's table. */
  heard = 0
  confirmed = 0
  lastVerdict: Classified['verdict'] | 'none' = 'none'

  constructor(name: string, machine: string, line: AgentLine) {
    this.name = name
    this.machine = machine
    this.line = line
    this.journal = line
  }
}

export class LinkWorld {
  readonly random: SeededRandom
  readonly rules: LinkRules
  nowMs = START
  server: LinkLine
  serverOffsetMs = 0
  /** While true everything goes wrong that can. */
  chaos = true
  /** Requests and replies that the attacker has seen. */
  private readonly seen: Request[] = []
  private readonly stolen = new Map<string, Reply[]>()
  private queue: { atMs: number; run: () => void }[] = []
  private counter = 0
  private epoch = 0
  readonly agents: ModelAgent[] = []
  onVerdict: (by: string, result: Classified, before: LinkLine) => void = () => {}

  constructor(seed: number, rules: LinkRules) {
    this.random = new SeededRandom(seed)
    this.rules = rules
    const first = this.fresh('s')
    this.agents.push(new ModelAgent('a', 'm1', startLine(first)))
    this.server = newLinkLine({ standing: 'active', first, machine: 'm1', boot: 'a0', nowMs: START })
  }

  private fresh(prefix: string): string {
    return `${prefix}${this.counter++}`
  }

  private at(inMs: number, run: () => void): void {
    this.queue.push({ atMs: this.nowMs + inMs, run })
  }

  /** Lets time pass; what is due happens in order. */
  pass(ms: number): void {
    const end = this.nowMs + ms
    for (;;) {
      let first = -1
      for (let i = 0; i < this.queue.length; i++) {
        const one = this.queue[i]
        if (one !== undefined && one.atMs <= end && (first < 0 || one.atMs < (this.queue[first]?.atMs ?? 0))) first = i
      }
      const due = this.queue[first]
      if (due === undefined) break
      this.queue[first] = this.queue.at(-1) as { atMs: number; run: () => void }
      this.queue.pop()
      this.nowMs = Math.max(this.nowMs, due.atMs)
      due.run()
    }
    this.nowMs = end
  }

  /** An honest restart of process or machine. Nothing but the journal is left. */
  crash(agent: ModelAgent): void {
    agent.line = resumeLine(agent.journal)
    agent.waiting = null
    if (this.random.chance(0.3)) agent.boot++
  }

  copyOf(agent: ModelAgent, machine = this.random.pick(['m1', 'm2'])): ModelAgent {
    const running = this.random.chance(0.5) && agent.waiting === null
    const copy = new ModelAgent('b', machine, resumeLine(agent.journal))
    if (running) copy.line = agent.line
    this.agents.push(copy)
    this.epoch++
    for (const one of this.agents) [one.drawn, one.heard] = [0, 0]
    return copy
  }

  /** §5 "Resume": the operator picks this machine. */
  resume(machine: string): void {
    this.server = {
      ...this.server,
      standing: 'active',
      adoptMachine: machine,
      adoptAtMs: this.nowMs + this.serverOffsetMs,
    }
  }

  private commit(agent: ModelAgent, line: AgentLine): void {
    agent.journal = { links: line.links, seq: line.seq, pending: line.pending }
  }

  /** One linked request, unless one is under way. */
  poll(agent: ModelAgent): void {
    if (agent.waiting !== null) return
    const draw = () => {
      agent.drawn++
      return this.fresh(agent.name)
    }
    const attempt = this.rules.nextAttempt(agent.line, draw)
    if (this.chaos && this.random.chance(0.02)) return this.crash(agent)
    if (this.rules.commitFirst && attempt.mustCommit) this.commit(agent, attempt.line)
    agent.line = attempt.line
    if (this.chaos && this.random.chance(0.02)) return this.crash(agent)

    const { seq, prev, next, tried } = attempt
    const nonce = this.fresh('n')
    const createdMs = Math.floor((this.nowMs + agent.offsetMs) / 1000) * 1000
    const request = {
      seq,
      prev,
      next,
      tried,
      machine: agent.machine,
      boot: `${agent.name}${agent.boot}`,
      createdMs,
      nonce,
      want: attempt.wantAnswer,
      epoch: this.epoch,
    }
    agent.waiting = { nonce, wanted: attempt.wantAnswer, sentMs: this.nowMs }
    this.at(TIMEOUT_MS, () => this.replyTo(agent, nonce, null))
    this.send(agent, request)
    if (this.chaos && this.random.chance(0.02)) this.crash(agent)
  }

  private send(agent: ModelAgent, request: Request): void {
    const { random } = this
    if (!this.chaos) return this.at(random.between(1, 50), () => this.deliver(agent, request))
    this.seen.push(request)
    if (this.seen.length > 60) this.seen.splice(random.between(0, 30), 1)
    const latency = () => (random.chance(0.25) ? random.between(1, LATEST_MS) : random.between(1, 2000))
    if (random.chance(0.8)) this.at(latency(), () => this.deliver(agent, request))
    if (random.chance(0.15)) this.at(latency(), () => this.deliver(agent, request))
    if (random.chance(0.15)) this.at(random.between(1, TIMEOUT_MS), () => this.forge(agent, request.nonce))
  }

  /** The attacker sends an old request once more; what comes back stays with him. */
  replay(): void {
    if (this.seen.length === 0) return
    const request = this.random.pick(this.seen)
    const reply = this.receive(request)
    if (reply !== null) this.steal(request.nonce, reply)
  }

  private steal(nonce: string, reply: Reply): void {
    const known = this.stolen.get(nonce)
    if (known === undefined) this.stolen.set(nonce, [reply])
    else known.push(reply)
  }

  private deliver(agent: ModelAgent, request: Request): void {
    const reply = this.receive(request, agent)
    if (reply === null) return
    if (!this.chaos) return this.at(this.random.between(1, 50), () => this.replyTo(agent, request.nonce, reply))
    this.steal(request.nonce, reply)
    if (this.random.chance(0.15)) return
    const forged = this.random.chance(0.1) ? { ...reply, status: this.random.pick([200, 401, 403, 500]) } : reply
    const stripped = this.random.chance(0.05) ? { status: 200 } : forged
    this.at(this.random.between(1, 4000), () => this.replyTo(agent, request.nonce, stripped))
  }

  private forge(agent: ModelAgent, nonce: string): void {
    const kept = this.stolen.get(nonce) ?? []
    const wrongNonce: Signed = { nonce: 'n0', standing: 'active', timeMs: this.nowMs }
    const replies: Reply[] = [
      { status: 200 },
      { status: 200, answer: wrongNonce },
      { status: 409, code: 'link_old' },
      { status: 409, code: 'link_unknown' },
      { status: 403, code: 'standing' },
      { status: 500 },
      ...kept.map(reply => ({ ...reply, status: 200 })),
    ]
    this.replyTo(agent, nonce, this.random.pick(replies))
  }

  /** The server: skew, table, COMMIT, answer. Null = it died. */
  private receive(request: Request, sender?: ModelAgent): Reply | null {
    const timeMs = this.nowMs + this.serverOffsetMs
    const answer = (standing: Standing, why?: string): Signed => {
      const signed = { nonce: request.nonce, standing, timeMs }
      return why === undefined ? signed : { ...signed, why }
    }
    if (Math.abs(request.createdMs - timeMs) > SKEW_MS) {
      return { status: 401, code: 'clock_skew', answer: answer(this.server.standing, 'clock_skew') }
    }
    const before = this.server
    const result = this.rules.classify(before, request, { nowMs: timeMs })
    if (this.chaos && this.random.chance(0.03)) return null
    this.server = result.line
    if (sender !== undefined) {
      sender.lastVerdict = result.verdict
      if (request.epoch === this.epoch) sender.heard++
    }
    this.onVerdict(sender?.name ?? 'replay', result, before)
    if (this.chaos && this.random.chance(0.03)) return null
    switch (result.verdict) {
      case 'LINK_OLD':
        return { status: 409, code: 'link_old' }
      case 'LINK_UNKNOWN':
        return { status: 409, code: 'link_unknown' }
      case 'STANDING':
      case 'COPY':
        return { status: 403, code: 'standing', answer: answer(this.server.standing, 'standing') }
      default: {
        const signed = request.want || result.verdict === 'ADOPT' || this.random.chance(0.1)
        return signed ? { status: 200, answer: answer(this.server.standing) } : { status: 200 }
      }
    }
  }

  private replyTo(agent: ModelAgent, nonce: string, reply: Reply | null): void {
    const { waiting } = agent
    if (waiting?.nonce !== nonce) return
    const signed = reply?.answer
    const good = signed !== undefined && signed.nonce === nonce
    const verdict = signed === undefined ? null : ({ ok: good, answer: signed } as unknown as AnswerVerdict)
    const kind = lineReply({
      status: reply?.status ?? 0,
      code: reply?.code,
      parsed: reply !== null,
      verdict,
      answerWanted: waiting.wanted,
    })
    const draw = () => {
      agent.drawn++
      return this.fresh(agent.name)
    }
    const line = this.rules.afterReply(agent.line, kind, draw)
    if (this.chaos && this.random.chance(0.03)) return this.crash(agent)
    if (mustCommit(agent.line, line) || !this.rules.commitFirst) this.commit(agent, line)
    agent.line = line
    agent.waiting = null
    if (good && this.nowMs - waiting.sentMs <= TIMEOUT_MS) agent.offsetMs = signed.timeMs - this.nowMs
    if (good && confirmsLink(signed.standing, signed.why)) agent.confirmed++
  }
}
