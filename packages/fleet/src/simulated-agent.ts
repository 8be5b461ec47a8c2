import type { Clock, Random } from '@patchyard/domain'
import {
  ACTIONS_FEATURE,
  type AgentEvent,
  type AgentLine,
  type AgentPath,
  type Answer,
  afterReply,
  buildSection,
  decodeActivationKey,
  EARLY_FEATURE,
  eventText,
  followRoots,
  gzipBody,
  inventoryDigest,
  judgeAnswer,
  lineReply,
  machineDigest,
  messages,
  MESSAGES_FEATURE,
  type MessageType,
  nextAttempt,
  OPTIONS_FEATURE,
  PROFILES_FEATURE,
  type ReportRequest,
  requestContentType,
  type Root,
  type Row,
  rowText,
  sealEnrolment,
  type SectionName,
  sectionDigest,
  sha256Hex,
  type Signer,
  signerFromSeed,
  signRequest,
  startLine,
  type TaskDocument,
  taskDocumentMessage,
  verifyPinnedRoot,
} from '@patchyard/protocol'
import { doTask } from './do-task.ts'
import type { Exchange } from './exchange.ts'
import type { SimulatedHost } from './simulated-host.ts'

export interface SimulatedAgentPorts {
  readonly exchange: Exchange
  readonly clock: Clock
  readonly random: Random
}

/** The server said no. `code` is the protocol's. */
export class RefusedError extends Error {
  readonly status: number
  readonly code: string
  constructor(path: string, status: number, code: string) {
    super(`${path}: ${status} ${code}`)
    this.status = status
    this.code = code
  }
}

/** Early downloads and limits of bandwidth cost a machine of data nothing; messages are kept by the host that wants them. */
const FEATURES = [PROFILES_FEATURE, MESSAGES_FEATURE, OPTIONS_FEATURE, EARLY_FEATURE] as const

interface Confirmed {
  readonly digest: string
  readonly rows: readonly Row[]
}

/**
 * An agent without a machine: it speaks the real protocol through the real door, keeps its state in memory and "installs"
 * on a {@link SimulatedHost}. For load, the demo fleet and tests; it verifies answers as a real one does, but has no
 * journal, obeys of its profile only whether it patches at all, and refuses no other task.
 */
export class SimulatedAgent {
  readonly #ports: SimulatedAgentPorts
  readonly #host: SimulatedHost
  readonly #signer: Signer
  readonly #machine: string
  readonly #features: readonly string[]
  readonly #boot: string
  #root: Root | null = null
  #line: AgentLine
  #agentId: string | null = null
  #manifest = 0
  #documents = new Map<string, string>()
  #listed: readonly string[] = []
  readonly #confirmed = new Map<SectionName, Confirmed>()
  #inventory: string | null = null
  #events = new Map<string, number>()
  readonly #done = new Set<string>()
  #scanAfter = 0
  #patching = true
  #scannedAt = 0
  standing: Answer['standing'] | null = null
  /** Seconds between check-ins as the server wants it. */
  checkInS = 60

  constructor(ports: SimulatedAgentPorts, host: SimulatedHost) {
    this.#ports = ports
    this.#host = host
    this.#signer = signerFromSeed(ports.random.bytes(32))
    this.#machine = machineDigest(host.facts)
    this.#features = [...FEATURES, ...(host.allowsActions === true ? [ACTIONS_FEATURE] : [])]
    this.#boot = this.#hex16()
    this.#line = startLine(this.#hex16())
  }

  get id(): string | null {
    return this.#agentId
  }

  get keyid(): string {
    return this.#signer.keyid
  }

  /** hello and enroll. Throws {@link RefusedError}. */
  async enroll(activationKeyText: string): Promise<void> {
    const key = decodeActivationKey(activationKeyText)
    if (key === null) throw new TypeError('not an activation key')
    const hello = await this.#unsigned('/agent/v1/hello', { from: key.rootVersion }, messages.helloReply)
    const pinned = verifyPinnedRoot(hello.roots[0], {
      version: key.rootVersion,
      digest: Buffer.from(key.rootDigest).toString('hex'),
    })
    const steps = followRoots(pinned, hello.roots)
    if (steps.error !== null) throw steps.error
    this.#root = steps.root
    const nonce = this.#hex16()
    const envelope = sealEnrolment(
      {
        deployment: hello.deployment,
        serverNonce: hello.serverNonce,
        nonce,
        agentKey: { alg: 'ed25519', pub: this.#signer.pub },
        first: this.#line.links[0] as string,
        boot: this.#boot,
        facts: this.#host.facts,
        hostname: this.#host.hostname,
        platform: 'linux',
        os: 'Simulated Linux',
        arch: 'x86_64',
        agentVersion: '0.1.0',
      },
      signerFromSeed(key.seed),
      this.#signer,
    )
    const reply = await this.#unsigned('/agent/v1/enroll', { envelope }, messages.enrollReply)
    const verdict = this.#judge(reply.answer, nonce, false)
    if (!verdict.ok) throw new RefusedError('/agent/v1/enroll', 200, verdict.problem.code)
    this.#agentId = verdict.answer.agent
    this.standing = verdict.answer.standing
  }

  /** One check-in; takes the manifest it brings. */
  async checkIn(options: { wantAnswer?: boolean } = {}): Promise<{ full: boolean }> {
    const reply = await this.#linked(
      '/agent/v1/checkin',
      {
        agentVersion: '0.1.0',
        features: [...this.#features],
        have: { root: this.#root?.version ?? 0, manifest: this.#manifest, tasks: [...this.#documents.keys()] },
        inventory: this.#inventory,
        clock: { wall: this.#ports.clock.nowMs(), trusted: null },
        zone: 'Etc/UTC',
        progress: [],
        problems: [],
      },
      messages.checkinReply,
      { wantAnswer: options.wantAnswer ?? false, takesWork: true },
    )
    for (const text of reply.documents ?? []) {
      const bytes = Buffer.from(text, 'base64')
      this.#documents.set(sha256Hex(bytes), bytes.toString('utf8'))
    }
    return { full: reply.full ?? false }
  }

  /** Scans and reports what changed, or everything. */
  async report(options: { trigger?: ReportRequest['scan']['trigger']; everything?: boolean } = {}): Promise<void> {
    const started = this.#ports.clock.nowMs()
    this.#scannedAt = started
    const now = this.#host.sections()
    const sections = []
    for (const [name, rows] of now) {
      const base = options.everything === true ? null : (this.#confirmed.get(name) ?? null)
      const section = buildSection(name, base, rows)
      if (section !== null) sections.push(section)
    }
    const reply = await this.#linked(
      '/agent/v1/report',
      {
        scan: { started, finished: this.#ports.clock.nowMs(), trigger: options.trigger ?? 'timer' },
        sections,
        problems: [],
      },
      messages.reportReply,
      { wantAnswer: false, takesWork: false, gzip: true },
    )
    for (const name of reply.accepted as SectionName[]) {
      const rows = now.get(name) ?? []
      this.#confirmed.set(name, { digest: sectionDigest(rows.map(rowText)), rows })
    }
    if (reply.full.length > 0 && options.everything !== true) return this.report({ ...options, everything: true })
    this.#inventory = inventoryDigest([...this.#confirmed].map(([name, state]) => [name, state.digest] as const))
  }

  /** Does everything that the manifest lists and was not done yet, then scans. Returns how many tasks were done. */
  async work(): Promise<number> {
    let done = 0
    for (const sha256 of this.#listed) {
      const text = this.#documents.get(sha256)
      if (text === undefined || this.#done.has(sha256)) continue
      this.#done.add(sha256)
      await this.#do(taskDocumentMessage.parse(Buffer.from(text)), sha256)
      done += 1
    }
    const asked = this.#scanAfter > this.#scannedAt
    if (done > 0 || asked) await this.report({ trigger: done > 0 ? 'task' : 'asked' })
    return done
  }

  async #do(task: TaskDocument, sha256: string): Promise<void> {
    const events: string[] = []
    const say = (kind: AgentEvent['kind'], data: object): void => {
      const n = (this.#events.get(task.task) ?? 0) + 1
      this.#events.set(task.task, n)
      const now = this.#ports.clock.nowMs()
      events.push(eventText({ task: task.task, n, at: now, wall: now, boot: this.#boot, kind, data } as AgentEvent))
    }
    say('accepted', { sha256 })
    if (!this.#patching) {
      say('dropped', { code: 'patching_off' })
      return void (await this.sendEvents(events))
    }
    say('begin', { spec: task.spec })
    doTask(this.#host, task, say)
    for (let at = 0; at < events.length; at += 100) await this.sendEvents(events.slice(at, at + 100))
  }

  /** Sends event texts; returns the receipts' verdicts in order. */
  async sendEvents(events: readonly string[]): Promise<readonly string[]> {
    await this.#linked('/agent/v1/events', { events: [...events] }, messages.eventsReply, {
      wantAnswer: true,
      takesWork: false,
    })
    const { receipts } = this.#lastAnswer ?? {}
    return (receipts ?? []).map(receipt => receipt.verdict)
  }

  #lastAnswer: Answer | null = null

  async #linked<R extends { answer?: unknown }>(
    path: AgentPath,
    members: object,
    type: MessageType<R>,
    options: { wantAnswer: boolean; takesWork: boolean; gzip?: boolean },
  ): Promise<R> {
    const attempt = nextAttempt(this.#line, () => this.#hex16())
    this.#line = attempt.line
    const { seq, prev, next, tried } = attempt
    const answerWanted = attempt.wantAnswer || options.wantAnswer
    const nonce = this.#hex16()
    const plain = Buffer.from(
      JSON.stringify({
        link: { seq, prev, next, tried, machine: this.#machine, boot: this.#boot },
        nonce,
        ...members,
        want: answerWanted ? ['answer'] : [],
      }),
    )
    const reply = await this.#signed('POST', path, options.gzip === true ? gzipBody(plain) : plain)
    const good = reply.status >= 200 && reply.status < 300
    const value = good ? type.parse(reply.body) : messages.problemReply.parse(reply.body)
    const verdict = value.answer === undefined ? null : this.#judge(value.answer, nonce, options.takesWork)
    const settled = lineReply({
      status: reply.status,
      code: good ? undefined : (value as { code: string }).code,
      parsed: true,
      verdict,
      answerWanted,
    })
    this.#line = afterReply(this.#line, settled, () => this.#hex16())
    if (verdict?.ok === true) this.#take(verdict.answer, verdict.work)
    if (!good) throw new RefusedError(path, reply.status, (value as { code: string }).code)
    return value as R
  }

  #take(answer: Answer, work: Answer['work'] | null): void {
    this.#lastAnswer = answer
    this.standing = answer.standing
    const manifest = work?.manifest
    if (work === undefined || work === null || manifest === undefined) return
    this.#manifest = work.version
    this.#listed = manifest.tasks.map(task => task.sha256)
    this.#scanAfter = manifest.settings.scanAfter
    this.#patching = manifest.settings.profile?.patching ?? true
    this.checkInS = manifest.settings.checkInS
    const kept = new Set(this.#listed)
    for (const sha256 of this.#documents.keys()) if (!kept.has(sha256)) this.#documents.delete(sha256)
  }

  #judge(envelope: unknown, nonce: string, takesWork: boolean) {
    const root = this.#root as Root
    return judgeAnswer(envelope, {
      root,
      deployment: root.deployment,
      agent: this.#agentId,
      nonce,
      haveManifest: this.#manifest,
      understood: [],
      takesWork,
    })
  }

  async #unsigned<R>(path: AgentPath, body: object, type: MessageType<R>): Promise<R> {
    const bytes = Buffer.from(JSON.stringify(body))
    const headers = { 'content-type': requestContentType, 'content-length': String(bytes.length) }
    const reply = await this.#ports.exchange({ method: 'POST', path, headers, body: bytes })
    if (reply.status !== 200) throw new RefusedError(path, reply.status, messages.problemReply.parse(reply.body).code)
    return type.parse(reply.body)
  }

  async #signed(method: 'GET' | 'POST', path: AgentPath, body: Buffer) {
    const createdS = Math.floor(this.#ports.clock.nowMs() / 1000)
    const signature = signRequest(this.#signer, { method, path, body, createdS })
    const headers = { 'content-type': requestContentType, 'content-length': String(body.length), ...signature }
    return this.#ports.exchange({ method, path, headers, body })
  }

  /** Headers of a bell request, for callers that hold the socket themselves. */
  bellHeaders(): Record<string, string> {
    const createdS = Math.floor(this.#ports.clock.nowMs() / 1000)
    return { ...signRequest(this.#signer, { method: 'GET', path: '/agent/v1/bell', body: Buffer.alloc(0), createdS }) }
  }

  #hex16(): string {
    return Buffer.from(this.#ports.random.bytes(16)).toString('hex')
  }
}
