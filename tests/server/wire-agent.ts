import { systemRandom } from '@patchyard/server/adapters'
import {
  type AgentPath,
  type Answer,
  buildSection,
  decodeActivationKey,
  type EnrollPayload,
  type Facts,
  gzipBody,
  inventoryDigest,
  machineDigest,
  requestContentType,
  type Row,
  sealEnrolment,
  sealRekey,
  type SectionName,
  sectionDigest,
  rowText,
  type Signer,
  signerFromSeed,
  signRequest,
} from '@patchyard/protocol'
import type { TestServer } from '@patchyard/server/testing'

const hex = (bytes: number): string => Buffer.from(systemRandom.bytes(bytes)).toString('hex')
export const newFacts = (): Facts => ({ machineId: hex(32), smbios: hex(32), rootfs: hex(32) })
export const newSigner = (): Signer => signerFromSeed(systemRandom.bytes(32))

export interface WireReply {
  readonly status: number
  readonly headers: Readonly<Record<string, unknown>>
  readonly text: string
  // What a test expects stands in the test; a reply may be anything.
  // oxlint-disable-next-line typescript/no-explicit-any
  readonly json: any
  /** Payload of the signed answer inside, unverified. */
  readonly answer: Answer | null
}

export interface LinkMembers {
  readonly seq: number
  readonly prev: string
  readonly next: string
  readonly tried: readonly string[]
  readonly machine: string
  readonly boot: string
}

/** State of an agent as its disk would hold it: what is copied when a machine is. */
interface WireState {
  signer: Signer
  links: string[]
  seq: number
  agentId: string
  deployment: string
  manifest: number
  facts: Facts
  boot: string
  inventory: string | null
}

/**
 * An agent by hand: every byte of every request can be chosen, lost replies included. Unlike the simulated agents of
 * packages/fleet it obeys no rule by itself.
 */
export class WireAgent {
  readonly server: TestServer
  state: WireState

  private constructor(server: TestServer, state: WireState) {
    this.server = server
    this.state = state
  }

  static async enrol(
    server: TestServer,
    keyText: string,
    options: { facts?: Facts; hostname?: string; signer?: Signer } = {},
  ): Promise<WireAgent> {
    const { reply, agent } = await WireAgent.tryEnrol(server, keyText, options)
    if (reply.status !== 200) throw new Error(`enrolment: ${reply.status} ${reply.text}`)
    return agent
  }

  /** One enrolment, whatever comes of it. `change` alters the payload before it is signed. */
  static async tryEnrol(
    server: TestServer,
    keyText: string,
    options: {
      facts?: Facts
      hostname?: string
      signer?: Signer
      serverNonce?: string
      change?: (payload: EnrollPayload) => EnrollPayload
    } = {},
  ): Promise<{ reply: WireReply; agent: WireAgent }> {
    const key = decodeActivationKey(keyText)
    if (key === null) throw new TypeError('not an activation key')
    const signer = options.signer ?? newSigner()
    const facts = options.facts ?? newFacts()
    const hello = (await send(server, '/agent/v1/hello', { from: key.rootVersion })).json as {
      deployment: string
      serverNonce: string
    }
    const state: WireState = {
      signer,
      links: [hex(16)],
      seq: 0,
      agentId: '',
      deployment: hello.deployment,
      manifest: 0,
      facts,
      boot: hex(16),
      inventory: null,
    }
    const payload: EnrollPayload = {
      deployment: hello.deployment,
      serverNonce: options.serverNonce ?? hello.serverNonce,
      nonce: hex(16),
      agentKey: { alg: 'ed25519', pub: signer.pub },
      first: state.links[0] as string,
      boot: state.boot,
      facts,
      hostname: options.hostname ?? 'wire-host',
      platform: 'linux',
      os: 'Debian GNU/Linux 12 (bookworm)',
      arch: 'x86_64',
      agentVersion: '0.1.0',
    }
    const envelope = sealEnrolment(options.change?.(payload) ?? payload, signerFromSeed(key.seed), signer)
    const reply = await send(server, '/agent/v1/enroll', { envelope })
    const agent = new WireAgent(server, state)
    if (reply.answer !== null) agent.state.agentId = reply.answer.agent
    return { reply, agent }
  }

  get machine(): string {
    return machineDigest(this.state.facts)
  }

  /** A second machine from the same disk; `facts`: of its own hardware. */
  copy(facts: Facts = this.state.facts): WireAgent {
    return new WireAgent(this.server, { ...this.state, links: [...this.state.links], facts, boot: hex(16) })
  }

  /** Rules 1 and 3 of the line, as an agent that is never sure: everything not confirmed stands in `tried`. */
  nextLink(): LinkMembers {
    const { links } = this.state
    links.push(hex(16))
    this.state.seq += 1
    return this.sameLink()
  }

  /** The link of the last attempt once more. */
  sameLink(): LinkMembers {
    const { links, seq, boot } = this.state
    return {
      seq,
      prev: links.at(-2) as string,
      next: links.at(-1) as string,
      tried: links.slice(0, -2).slice(-12),
      machine: this.machine,
      boot,
    }
  }

  /** What an honest agent sends: the link of the last attempt until an answer confirmed it, then a new one. */
  honestLink(): LinkMembers {
    return this.state.links.length > 1 ? this.sameLink() : this.nextLink()
  }

  /** What a signed answer does: all links but the newest are forgotten. */
  confirm(): void {
    this.state.links = [this.state.links.at(-1) as string]
  }

  checkInMembers(changes: object = {}): object {
    return {
      agentVersion: '0.1.0',
      features: [],
      have: { root: 1, manifest: this.state.manifest, tasks: [] },
      inventory: this.state.inventory,
      clock: { wall: this.server.context.clock.nowMs(), trusted: null },
      zone: 'Etc/UTC',
      progress: [],
      problems: [],
      ...changes,
    }
  }

  /** A check-in whose reply arrives: a signed answer confirms the link and brings the manifest. */
  async checkIn(changes: object = {}): Promise<WireReply> {
    const reply = await this.linked('/agent/v1/checkin', this.checkInMembers(changes))
    if (reply.answer !== null && reply.status === 200) this.take(reply.answer)
    return reply
  }

  take(answer: Answer): void {
    this.confirm()
    if (answer.work?.manifest !== undefined) this.state.manifest = answer.work.version
  }

  async report(sections: ReadonlyMap<SectionName, readonly Row[]>, started?: number): Promise<WireReply> {
    const nowMs = this.server.context.clock.nowMs()
    const members = {
      scan: { started: started ?? nowMs, finished: nowMs, trigger: 'timer' },
      sections: [...sections].map(([name, rows]) => buildSection(name, null, rows)),
      problems: [],
    }
    const reply = await this.linked('/agent/v1/report', members, { link: this.honestLink() })
    if (reply.answer !== null && reply.status === 200) this.take(reply.answer)
    const digests = [...sections].map(([name, rows]) => [name, sectionDigest(rows.map(rowText))] as const)
    if (reply.status === 200) this.state.inventory = inventoryDigest(digests)
    return reply
  }

  /** A linked request with an answer wanted, by default with a new link. */
  async linked(
    path: AgentPath,
    members: object,
    options: { link?: LinkMembers; want?: string[]; createdMs?: number; gzip?: boolean } = {},
  ): Promise<WireReply> {
    const body = {
      link: options.link ?? this.nextLink(),
      nonce: hex(16),
      ...members,
      want: options.want ?? ['answer'],
    }
    const plain = Buffer.from(JSON.stringify(body))
    return this.send(path, options.gzip === true ? gzipBody(plain) : plain, options)
  }

  async send(path: AgentPath, body: Buffer, options: { createdMs?: number; signer?: Signer } = {}): Promise<WireReply> {
    return send(this.server, path, body, this.headers('POST', path, body, options))
  }

  headers(
    method: 'GET' | 'POST',
    path: AgentPath,
    body: Buffer,
    options: { createdMs?: number; signer?: Signer } = {},
  ): Record<string, string> {
    const createdS = Math.floor((options.createdMs ?? this.server.context.clock.nowMs()) / 1000)
    return { ...signRequest(options.signer ?? this.state.signer, { method, path, body, createdS }) }
  }

  /** A rekey request, signed by the key of now. The caller decides whether its reply arrived. */
  async rekey(next: Signer, link: LinkMembers, signer: Signer = this.state.signer): Promise<WireReply> {
    const nonce = hex(16)
    const envelope = sealRekey(
      {
        deployment: this.state.deployment,
        agent: this.state.agentId,
        nonce,
        oldKey: signer.keyid,
        newKey: { alg: 'ed25519', pub: next.pub },
      },
      signer,
      next,
    )
    const body = Buffer.from(JSON.stringify({ link, nonce, want: ['answer'], envelope }))
    return this.send('/agent/v1/rekey', body, { signer })
  }
}

/** One POST at the door; `body` as bytes or as what JSON makes of it. */
export async function send(
  server: TestServer,
  path: string,
  body: Buffer | object,
  headers: Record<string, string> = {},
): Promise<WireReply> {
  const bytes = Buffer.isBuffer(body) ? body : Buffer.from(JSON.stringify(body))
  const reply = await server.app.inject({
    method: 'POST',
    url: path,
    headers: { 'content-type': requestContentType, 'content-length': String(bytes.length), ...headers },
    payload: bytes,
  })
  return wireReply(reply.statusCode, reply.headers, reply.payload)
}

export function wireReply(status: number, headers: Readonly<Record<string, unknown>>, text: string): WireReply {
  let json: WireReply['json'] = null
  try {
    json = JSON.parse(text)
  } catch {
    // A document, or nothing: `text` is what there is.
  }
  const envelope = (json as { answer?: { payload?: string } } | null)?.answer
  const answer =
    envelope?.payload === undefined
      ? null
      : (JSON.parse(Buffer.from(envelope.payload, 'base64').toString('utf8')) as Answer)
  return { status, headers, text, json, answer }
}
