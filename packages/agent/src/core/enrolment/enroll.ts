import {
  type ActivationKey,
  decodeActivationKey,
  followRoots,
  judgeAnswer,
  limits,
  machineDigest,
  messages,
  type Root,
  RootError,
  sealEnrolment,
  type Signer,
  signerFromSeed,
  startLine,
  toText,
  verifyPinnedRoot,
} from '@patchyard/protocol'
import type { AgentBuild, AgentPorts } from '../agent-ports.ts'
import { sayHello } from '../line/follow-roots.ts'
import { unsignedRequest } from '../line/requests.ts'
import { startSettling, takeAnswer } from '../line/take-answer.ts'
import { createSession, freshHex16, hostTime } from '../session.ts'

export type EnrolmentErrorCode =
  /** The text is no activation key. */
  | 'E_ACTIVATION_KEY'
  /** This host is enrolled already. */
  | 'E_ENROLLED'
  /** The server is not the one that the activation key names, or its root does not verify. */
  | 'E_WRONG_SERVER'
  /** The server refuses: activation key, its limits, or a key that is known under another. Trying again does not help. */
  | 'E_REFUSED'
  /** No usable reply; trying again may help. */
  | 'E_NO_REPLY'

export class EnrolmentError extends Error {
  readonly code: EnrolmentErrorCode

  constructor(code: EnrolmentErrorCode, message: string) {
    super(message)
    this.name = 'EnrolmentError'
    this.code = code
  }
}

export interface Enrolled {
  readonly agent: string
  readonly standing: string
}

/**
 * Agent-protocol §6.2. Idempotent: a try that was cut off anywhere is repeated with the same key pair and first link, and the server
 * gives the answer of now.
 * @throws EnrolmentError, NetworkError, JournalError, SecretFileError
 */
export async function enroll(ports: AgentPorts, build: AgentBuild, activationText: string): Promise<Enrolled> {
  const { journal, secrets } = ports
  const activation = decodeActivationKey(activationText)
  if (activation === null)
    throw new EnrolmentError('E_ACTIVATION_KEY', 'this is not an activation key (pyak1_…), or a letter of it is wrong')
  const known = journal.read(view => view.get('identity'))
  if (known !== null && known.agent !== null)
    throw new EnrolmentError('E_ENROLLED', `this host is enrolled as ${known.agent}`)

  const signer = ownKey(ports)
  keepActivationKey(ports, activationText.trim())
  const { root, serverNonce } = await firstRoot({ ports, build }, activation)
  const host = hostTime(ports)
  const first = journal.write(tx => {
    // An earlier try may have been at another server.
    for (const row of tx.rows('root')) tx.remove('root', [row.version])
    tx.put('root', { version: root.version, envelope: JSON.stringify(root.envelope) })
    tx.set('identity', { deployment: root.deployment, agent: null, keyid: signer.keyid })
    const line = tx.get('line')
    if (line !== null) return line.links[0] ?? ''
    const { links, seq, pending } = startLine(freshHex16(ports))
    tx.set('line', { links, seq, pending })
    return links[0] ?? ''
  })

  const nonce = freshHex16(ports)
  const payload = {
    deployment: root.deployment,
    serverNonce,
    nonce,
    agentKey: { alg: 'ed25519' as const, pub: signer.pub },
    first,
    boot: host.boot,
    facts: ports.host.facts,
    hostname: toText(ports.host.hostname, 255),
    platform: 'linux' as const,
    os: toText(ports.host.os, 128),
    arch: toText(ports.host.arch, 32),
    agentVersion: toText(build.version, 32),
  }
  const beganMs = ports.clock.monotonicMs()
  const envelope = sealEnrolment(payload, signerFromSeed(activation.seed), signer)
  const reply = await ports.network.exchange(unsignedRequest({ ports, build }, '/agent/v1/enroll', { envelope }))
  const tookMs = ports.clock.monotonicMs() - beganMs
  if (reply.status !== 200) throw refusal(reply.status, reply.body)
  const verdict = judge(reply.body, root, nonce, build)
  const { answer } = verdict
  const session = createSession(ports, build, signer, null)
  journal.write(tx => {
    tx.set('identity', { deployment: root.deployment, agent: answer.agent, keyid: signer.keyid })
    takeAnswer(tx, session, { ...verdict, work: null, envelope: null, tookMs, root, documents: [] })
    // The identity was born in this boot, so nothing can be a copy of it yet.
    tx.set('settling', { ...startSettling(host), settled: true })
  })
  if (answer.standing !== 'pending') secrets.remove('activation')
  ports.log.info('enrolled', {
    agent: answer.agent,
    standing: answer.standing,
    machine: machineDigest(ports.host.facts),
  })
  return { agent: answer.agent, standing: answer.standing }
}

/** Made and synchronised before the first attempt; found again by the next one. */
function ownKey(ports: AgentPorts): Signer {
  const existing = ports.secrets.read('agent')
  if (existing !== null) return signerFromSeed(existing)
  const seed = ports.random.bytes(32)
  ports.secrets.create('agent', seed)
  return signerFromSeed(seed)
}

/** Until the agent is active, so that a try which was cut off can be repeated by `run`; the newest key that was given counts. */
function keepActivationKey({ secrets }: AgentPorts, text: string): void {
  const kept = secrets.read('activation')
  if (kept !== null && Buffer.from(kept).toString('utf8') === text) return
  secrets.remove('activation')
  secrets.create('activation', Buffer.from(text))
}

/** The root that the key pins, and those that followed it. */
async function firstRoot(
  session: { readonly ports: AgentPorts; readonly build: AgentBuild },
  activation: ActivationKey,
): Promise<{ root: Root; serverNonce: string }> {
  let root: Root | null = null
  for (let cycle = 0; cycle <= limits.rootsPerCycle / limits.rootsPerHello; cycle++) {
    const hello = await sayHello(session, root?.version ?? activation.rootVersion)
    if (hello === null) throw new EnrolmentError('E_NO_REPLY', 'the server does not answer as a Patchyard server')
    if (!hello.protocol.includes(1))
      throw new EnrolmentError('E_WRONG_SERVER', 'the server does not speak protocol version 1')
    const [pinned, ...later] = hello.roots
    try {
      const from: Root = root ?? verifyPinnedRoot(pinned, pinOf(activation))
      const steps = followRoots(from, root === null ? later : hello.roots)
      if (steps.error !== null) throw steps.error
      root = steps.root
    } catch (error) {
      if (!(error instanceof RootError)) throw error
      throw new EnrolmentError(
        'E_WRONG_SERVER',
        `this is not the server that the activation key is for (${error.code}: ${error.message})`,
      )
    }
    if (hello.deployment !== root.deployment)
      throw new EnrolmentError('E_WRONG_SERVER', 'the server names another deployment than its root')
    if (root.version >= hello.rootVersion) return { root, serverNonce: hello.serverNonce }
  }
  throw new EnrolmentError('E_NO_REPLY', 'the server has more roots than one cycle takes; try again')
}

function pinOf(activation: ActivationKey): { version: number; digest: string } {
  return { version: activation.rootVersion, digest: Buffer.from(activation.rootDigest).toString('hex') }
}

function judge(body: Uint8Array, root: Root, nonce: string, build: AgentBuild) {
  let envelope: unknown
  try {
    envelope = messages.enrollReply.parse(body).answer
  } catch (error) {
    throw new EnrolmentError('E_NO_REPLY', `the reply cannot be read: ${error instanceof Error ? error.message : ''}`)
  }
  const verdict = judgeAnswer(envelope, {
    root,
    deployment: root.deployment,
    agent: null,
    nonce,
    haveManifest: 0,
    understood: build.understands,
    takesWork: false,
  })
  if (!verdict.ok)
    throw new EnrolmentError('E_NO_REPLY', `the answer fails: ${verdict.problem.code} (${verdict.problem.detail})`)
  return verdict
}

function refusal(status: number, body: Uint8Array): EnrolmentError {
  let code = ''
  try {
    code = messages.problemReply.parse(body).code
  } catch {
    // Not a problem of this protocol: a proxy or another program answered.
  }
  if (code === 'enroll_refused') {
    return new EnrolmentError(
      'E_REFUSED',
      'the server refuses this activation key: unknown, expired, revoked, used up, or not for this address',
    )
  }
  if (code === 'key_known')
    return new EnrolmentError(
      'E_REFUSED',
      'the key of this host is known under another activation key; remove the state folder to start anew',
    )
  return new EnrolmentError('E_NO_REPLY', `the server answered ${status} ${code}`)
}
