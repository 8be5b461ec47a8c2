import { randomBytes } from 'node:crypto'
import {
  type AgentPath,
  type Answer,
  decodeActivationKey,
  type Facts,
  gzipBody,
  machineDigest,
  sealEnrolment,
  type Signer,
  signerFromSeed,
  signRequest,
} from '@patchyard/protocol'
import { type HttpConnections, type RawReply, requestBytes } from './http-connections.ts'

const hex = (bytes: number): string => randomBytes(bytes).toString('hex')

/**
 * An agent that is always sure of its link, as an online agent is, and whose requests can be made and signed before they
 * are sent: signing costs as much as the server's check, and both share two cores.
 */
export class BenchAgent {
  readonly signer: Signer = signerFromSeed(randomBytes(32))
  readonly facts: Facts = { machineId: hex(32), smbios: hex(32), rootfs: hex(32) }
  readonly #connections: HttpConnections
  readonly #boot = hex(16)
  readonly #machine = machineDigest(this.facts)
  #head = hex(16)
  #seq = 0
  #manifest = 0
  inventory: string | null = null

  constructor(connections: HttpConnections) {
    this.#connections = connections
  }

  async enrol(keyText: string, hostname: string): Promise<void> {
    const key = decodeActivationKey(keyText)
    if (key === null) throw new TypeError('not an activation key')
    const hello = bodyOf<{ deployment: string; serverNonce: string }>(
      await this.#connections.send(unsigned('/agent/v1/hello', { from: key.rootVersion })),
    )
    const envelope = sealEnrolment(
      {
        deployment: hello.deployment,
        serverNonce: hello.serverNonce,
        nonce: hex(16),
        agentKey: { alg: 'ed25519', pub: this.signer.pub },
        first: this.#head,
        boot: this.#boot,
        facts: this.facts,
        hostname,
        platform: 'linux',
        os: 'Debian GNU/Linux 12 (bookworm)',
        arch: 'x86_64',
        agentVersion: '0.1.0',
      },
      signerFromSeed(key.seed),
      this.signer,
    )
    bodyOf(await this.#connections.send(unsigned('/agent/v1/enroll', { envelope })))
  }

  /** Bytes of the next check-in that tells nothing new. */
  checkIn(want: readonly 'answer'[] = []): Buffer {
    const members = {
      agentVersion: '0.1.0',
      features: [],
      have: { root: 1, manifest: this.#manifest, tasks: [] },
      inventory: this.inventory,
      clock: { wall: Date.now(), trusted: Date.now() },
      zone: 'Europe/Berlin',
      progress: [],
      problems: [],
      want,
    }
    return this.#linked('/agent/v1/checkin', JSON.stringify(members), false)
  }

  /** Bytes of a report with these sections as JSON text. */
  report(sections: string): Buffer {
    const now = Date.now()
    const scan = JSON.stringify({ started: now, finished: now, trigger: 'timer' })
    return this.#linked('/agent/v1/report', `{"scan":${scan},"sections":${sections},"problems":[],"want":[]}`, true)
  }

  /** Checks in with an answer wanted and takes the manifest's version. */
  async takeManifest(): Promise<{ documents: number }> {
    const reply = bodyOf<{ answer?: { payload: string }; documents?: string[] }>(
      await this.#connections.send(this.checkIn(['answer'])),
    )
    const answer = JSON.parse(Buffer.from(reply.answer?.payload ?? '', 'base64').toString('utf8')) as Answer
    this.#manifest = answer.work?.version ?? this.#manifest
    return { documents: reply.documents?.length ?? 0 }
  }

  bellHeaders(): Record<string, string> {
    return {
      ...signRequest(this.signer, { method: 'GET', path: '/agent/v1/bell', body: Buffer.alloc(0), createdS: nowS() }),
    }
  }

  #linked(path: AgentPath, members: string, gzip: boolean): Buffer {
    const next = hex(16)
    const link = { seq: (this.#seq += 1), prev: this.#head, next, tried: [], machine: this.#machine, boot: this.#boot }
    this.#head = next
    const plain = Buffer.from(`{"link":${JSON.stringify(link)},"nonce":"${hex(16)}",${members.slice(1)}`)
    const body = gzip ? gzipBody(plain) : plain
    return requestBytes(path, { ...signRequest(this.signer, { method: 'POST', path, body, createdS: nowS() }) }, body)
  }
}

const nowS = (): number => Math.floor(Date.now() / 1000)

function unsigned(path: AgentPath, body: object): Buffer {
  return requestBytes(path, {}, Buffer.from(JSON.stringify(body)))
}

export function bodyOf<T>(reply: RawReply): T {
  const text = reply.body.toString('utf8')
  if (reply.status !== 200) throw new Error(`${reply.status} ${text}`)
  return JSON.parse(text) as T
}
