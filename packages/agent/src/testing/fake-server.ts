import {
  type Answer,
  answeredStanding,
  applyRows,
  type CheckinRequest,
  checkSection,
  classifyLink,
  encodeActivationKey,
  type Envelope,
  type EventsRequest,
  eventName,
  gunzipBody,
  helloKey,
  importPublicKey,
  inventoryDigest,
  isGoodServerNonce,
  isGzip,
  isWithinSkew,
  type LinkMember,
  machineDigest,
  makeServerNonce,
  messages,
  newLinkLine,
  nextRoot,
  nextWorkVersion,
  openEnrolment,
  openRekey,
  parseEvent,
  parseSignatureHeaders,
  type ProblemName,
  ProtocolError,
  type PublicKey,
  type ReportRequest,
  type Root,
  type RootChange,
  sealAnswer,
  sealTaskDocument,
  sections,
  type Signer,
  signerFromSeed,
  starterRoot,
  verifyBodyDigest,
  verifyRequestSignature,
  workExpires,
} from '@patchyard/protocol'
import type { Random } from '@patchyard/domain'
import type { NetworkReply, NetworkRequest } from '../core/ports/network.ts'
import type { FakeAgentRecord } from './fake-agent-record.ts'

/**
 * A server in memory, made of the protocol package's own functions: enough of the agents' door to test an agent against. It keeps no
 * secrets from tests; what it stored of each agent is public.
 */
export interface FakeServer {
  readonly deployment: string
  readonly agents: Map<string, FakeAgentRecord>
  readonly root: Root
  /** Restored from a backup: raised by hand. */
  epoch: number
  /** Offset of the server's clock. */
  clockShiftMs: number
  director: Signer
  /** Documents travel beside the answer; false: the agent has to fetch them. */
  inlineDocuments: boolean
  /** `caPin`: SHA-256 of the public key of the server's own CA. */
  activationKey(caPin?: Uint8Array): string
  /** A new root version; takes effect at once. */
  rotate(change: Omit<RootChange, 'nowMs'>, director?: Signer): void
  /** One request, as a network delivers it. Never rejects. */
  handle(request: NetworkRequest): Promise<NetworkReply>
  /** Seals with any director; for attacks. */
  seal(answer: Answer): Envelope
  /** Called with every answer before it is signed; tests change it. */
  tamper: ((answer: Answer, request: { path: string }) => Answer) | null
}

export function createFakeServer(deps: { nowMs: () => number; random: Random }): FakeServer {
  const rootSigner = signerFromSeed(new Uint8Array(32).fill(1))
  const directorSeed = new Uint8Array(32).fill(2)
  const activation = signerFromSeed(new Uint8Array(32).fill(3))
  const deployment = deps.random.uuid()
  const now = () => deps.nowMs() + server.clockShiftMs
  const roots: Root[] = [
    starterRoot({ deployment, nowMs: deps.nowMs() - 1000, root: rootSigner, director: signerFromSeed(directorSeed) }),
  ]
  const newest = () => roots.at(-1) as Root
  const nonceKey = helloKey(directorSeed)

  const server: FakeServer = {
    deployment,
    agents: new Map(),
    get root() {
      return newest()
    },
    epoch: 1,
    clockShiftMs: 0,
    director: signerFromSeed(directorSeed),
    inlineDocuments: true,
    tamper: null,
    activationKey: caPin =>
      encodeActivationKey({
        rootVersion: newest().version,
        rootDigest: Buffer.from(newest().digest, 'hex'),
        seed: new Uint8Array(32).fill(3),
        ...(caPin === undefined ? {} : { caPin }),
      }),
    rotate: (change, director) => {
      roots.push(nextRoot(newest(), { ...change, nowMs: now() }, [rootSigner]))
      if (director !== undefined) server.director = director
    },
    seal: answer => sealAnswer(answer, server.director),
    handle: async request => {
      try {
        return await route(request)
      } catch (error) {
        if (!(error instanceof ProtocolError)) throw error
        return json(error.status, error.toProblem())
      }
    },
  }

  async function route(request: NetworkRequest): Promise<NetworkReply> {
    switch (request.path) {
      case '/agent/v1/hello': {
        const { from } = messages.helloRequest.parse(request.body)
        const roots16 = roots.filter(one => one.version >= from).slice(0, 16)
        return json(200, {
          protocol: [1],
          features: [],
          deployment,
          rootVersion: newest().version,
          roots: roots16.map(one => one.envelope),
          serverNonce: makeServerNonce(nonceKey, now(), deps.random.bytes(16)),
        })
      }
      case '/agent/v1/enroll':
        return await enroll(request)
      default:
        return signedRequest(request)
    }
  }

  async function enroll(request: NetworkRequest): Promise<NetworkReply> {
    const { envelope } = messages.enrollRequest.parse(request.body)
    const { payload, agentKey } = await openEnrolment(envelope, keyid =>
      keyid === activation.keyid ? activation : null,
    )
    if (!isGoodServerNonce(nonceKey, payload.serverNonce, now())) throw new ProtocolError('enroll_refused', 'nonce')
    let record = [...server.agents.values()].find(one => one.key.keyid === agentKey.keyid)
    if (record === undefined) {
      record = {
        id: deps.random.uuid(),
        key: agentKey,
        activationKey: activation.keyid,
        line: newLinkLine({
          standing: 'active',
          first: payload.first,
          machine: machineDigest(payload.facts),
          boot: payload.boot,
          nowMs: now(),
        }),
        documents: [],
        settings: { checkInS: 60, scanEveryS: 14_400, scanAfter: 0 },
        workVersion: 0,
        manifestWork: '',
        events: new Map(),
        sections: new Map(),
        reports: [],
        checkIns: [],
        problems: [],
        replacedKeys: new Map(),
      }
      server.agents.set(record.id, record)
    }
    return json(200, { answer: answerFor(record, payload.nonce, request.path, {}) })
  }

  function signedRequest(request: NetworkRequest): NetworkReply {
    const parsed = parseSignatureHeaders(request.headers)
    const record = [...server.agents.values()].find(
      one => one.key.keyid === parsed.keyid || one.replacedKeys.has(parsed.keyid),
    )
    if (record === undefined) throw new ProtocolError('signature', 'unknown key')
    const key =
      record.key.keyid === parsed.keyid
        ? record.key
        : importPublicKey(Buffer.from(record.replacedKeys.get(parsed.keyid) ?? '', 'hex'))
    if (!verifyRequestSignature(parsed, request, key)) throw new ProtocolError('signature', 'bad')
    if (!verifyBodyDigest(parsed, request.body)) throw new ProtocolError('digest_mismatch', 'digest')
    if (request.path === '/agent/v1/document') return document(record, request)
    const body = plainBody(request.body)
    const linked = { link: body['link'] as LinkMember, nonce: String(body['nonce']) }
    if (!isWithinSkew(parsed.createdS, now()))
      return problem('clock_skew', record, linked.nonce, request.path, 'clock_skew')
    if (request.path === '/agent/v1/rekey') return rekey(record, key, body, linked, parsed.createdS, request.path)
    if (key.keyid !== record.key.keyid) throw new ProtocolError('signature', 'replaced key')

    const verdict = link(record, linked.link, parsed.createdS)
    if (verdict !== null) return refuse(verdict, record, linked.nonce, request.path)
    const want = (body['want'] as string[]).includes('answer')
    switch (request.path) {
      case '/agent/v1/checkin':
        return checkIn(record, messages.checkinRequest.check(body), want)
      case '/agent/v1/report':
        return report(record, messages.reportRequest.check(body), want)
      case '/agent/v1/events':
        return events(record, messages.eventsRequest.check(body))
      default:
        throw new ProtocolError('not_found', 'no such path')
    }
  }

  /** Null when the link was taken, else the verdict. */
  function link(
    record: FakeAgentRecord,
    member: LinkMember,
    createdS: number,
  ): 'STANDING' | 'COPY' | 'LINK_OLD' | 'LINK_UNKNOWN' | null {
    const result = classifyLink(record.line, { ...member, createdMs: createdS * 1000 }, { nowMs: now() })
    record.line = result.line
    if (result.accepted) return null
    return result.verdict as 'STANDING' | 'COPY' | 'LINK_OLD' | 'LINK_UNKNOWN'
  }

  function refuse(
    verdict: 'STANDING' | 'COPY' | 'LINK_OLD' | 'LINK_UNKNOWN',
    record: FakeAgentRecord,
    nonce: string,
    path: string,
  ): NetworkReply {
    if (verdict === 'LINK_OLD') return problem('link_old', null, nonce, path)
    if (verdict === 'LINK_UNKNOWN') return problem('link_unknown', null, nonce, path)
    return problem(record.line.standing === 'revoked' ? 'revoked' : 'standing', record, nonce, path)
  }

  function checkIn(record: FakeAgentRecord, body: CheckinRequest, want: boolean): NetworkReply {
    record.checkIns.push(body)
    record.problems.push(...body.problems.map(one => one.code))
    const work = JSON.stringify([record.documents, record.settings])
    const changed = work !== record.manifestWork || body.have.manifest !== record.workVersion
    const sealed = record.documents.map(one => sealTaskDocument(one))
    if (changed) {
      record.workVersion = nextWorkVersion(record.workVersion, body.have.manifest, now())
      record.manifestWork = work
    }
    const manifest = {
      tasks: record.documents.map((one, index) => ({
        task: one.task,
        sha256: sealed[index]?.sha256 ?? '',
        size: sealed[index]?.size ?? 0,
      })),
      settings: record.settings,
    }
    const known =
      record.sections.size === 0
        ? null
        : inventoryDigest([...record.sections].map(([name, one]) => [name, one.digest] as const))
    const reply: Record<string, unknown> = { root: newest().version }
    if (known !== body.inventory && record.line.standing === 'active') reply['full'] = true
    if (want || changed) {
      const mayWork = record.line.standing === 'active'
      const expires = workExpires(now())
      const content = changed
        ? { version: record.workVersion, expires, manifest }
        : { version: record.workVersion, expires }
      reply['answer'] = answerFor(record, body.nonce, '/agent/v1/checkin', mayWork ? { work: content } : {})
    }
    const missing = sealed.filter(one => !body.have.tasks.includes(one.sha256))
    if (server.inlineDocuments && missing.length > 0)
      reply['documents'] = missing.map(one => one.bytes.toString('base64'))
    return json(200, reply)
  }

  function report(record: FakeAgentRecord, body: ReportRequest, want: boolean): NetworkReply {
    const accepted: string[] = []
    const full: string[] = []
    for (const section of body.sections) {
      const name = checkSection(section)
      const known = record.sections.get(name)
      if (section.base !== null && section.base !== known?.digest && section.digest !== known?.digest) {
        full.push(name)
        continue
      }
      const base = section.base === null ? [] : (known?.rows ?? [])
      if (section.digest !== known?.digest) {
        const rows = applyRows(sections[name], base, section)
        record.sections.set(name, { digest: section.digest, rows })
      }
      accepted.push(name)
    }
    record.reports.push({
      trigger: body.scan.trigger,
      sections: body.sections.map(one => one.name),
      whole: body.sections.filter(one => one.base === null).map(one => one.name),
    })
    const answer = want ? { answer: answerFor(record, body.nonce, '/agent/v1/report', {}) } : {}
    return json(200, { root: newest().version, accepted, full, ...answer })
  }

  function events(record: FakeAgentRecord, body: EventsRequest): NetworkReply {
    const receipts = body.events.map(text => {
      const event = parseEvent(text)
      const key = `${event.task} ${event.n}`
      if (!record.events.has(key)) record.events.set(key, event)
      return { sha256: eventName(text), verdict: 'stored' as const }
    })
    return json(200, {
      root: newest().version,
      answer: answerFor(record, body.nonce, '/agent/v1/events', { receipts }),
    })
  }

  function rekey(
    record: FakeAgentRecord,
    key: PublicKey,
    body: Record<string, unknown>,
    linked: { link: LinkMember; nonce: string },
    createdS: number,
    path: string,
  ): NetworkReply {
    const { envelope } = messages.rekeyRequest.check(body)
    const { newKey } = openRekey(envelope, key)
    if (key.keyid !== record.key.keyid && newKey.keyid !== record.key.keyid)
      throw new ProtocolError('signature', 'replaced key')
    const verdict = link(record, linked.link, createdS)
    if (verdict !== null) return refuse(verdict, record, linked.nonce, path)
    record.replacedKeys.set(key.keyid, key.pub)
    record.replacedKeys.delete(newKey.keyid)
    record.key = newKey
    return json(200, {
      root: newest().version,
      answer: answerFor(record, linked.nonce, path, { rekeyed: newKey.keyid }),
    })
  }

  function document(record: FakeAgentRecord, request: NetworkRequest): NetworkReply {
    const { sha256 } = messages.documentRequest.parse(request.body)
    const found = record.documents.map(one => sealTaskDocument(one)).find(one => one.sha256 === sha256)
    if (found === undefined) throw new ProtocolError('not_found', 'no such document')
    return { status: 200, headers: {}, body: found.bytes }
  }

  function problem(
    name: ProblemName,
    record: FakeAgentRecord | null,
    nonce: string,
    path: string,
    why?: string,
  ): NetworkReply {
    const error = new ProtocolError(name, name)
    const answer = record === null ? {} : { answer: answerFor(record, nonce, path, why === undefined ? {} : { why }) }
    return json(error.status, { ...error.toProblem(), ...answer })
  }

  function answerFor(record: FakeAgentRecord, nonce: string, path: string, more: Partial<Answer>): Envelope {
    const { standing, machineAtMs } = record.line
    const answer: Answer = {
      deployment,
      agent: record.id,
      nonce,
      time: now(),
      root: newest().version,
      epoch: server.epoch,
      standing: answeredStanding(standing, machineAtMs, record.settings.checkInS, now()),
      ...more,
    }
    return server.seal(server.tamper === null ? answer : server.tamper(answer, { path }))
  }

  return server
}

function plainBody(body: Uint8Array): Record<string, unknown> {
  const plain = isGzip(body) ? gunzipBody(body, 8 * 1024 * 1024) : body
  return JSON.parse(Buffer.from(plain).toString('utf8')) as Record<string, unknown>
}

function json(status: number, body: object): NetworkReply {
  return { status, headers: {}, body: Buffer.from(JSON.stringify(body)) }
}
