import {
  type AgentPath,
  bodyLimits,
  createdSeconds,
  gzipBody,
  limits,
  requestContentType,
  type Signer,
  signRequest,
} from '@patchyard/protocol'
import type { Clock } from '@patchyard/domain'
import type { AgentBuild } from '../agent-ports.ts'
import type { NetworkRequest } from '../ports/network.ts'
import { hostTime, type Session } from '../session.ts'

/** What decides how strictly dates are taken. */
export interface DateSource {
  readonly ports: { readonly clock: Clock }
  readonly build: AgentBuild
}

/** Agent-protocol §4 rule 3: no answer within 30 s counts as none. */
export const REPLY_WITHIN_MS = 30_000

/** Below this a gzip member saves less than its own effort. */
const GZIP_FROM_BYTES = 1024

export function unsignedRequest(
  session: DateSource,
  path: '/agent/v1/hello' | '/agent/v1/enroll',
  body: object,
): NetworkRequest {
  return {
    ...dateRule(session, path),
    method: 'POST',
    path,
    headers: { 'content-type': requestContentType },
    body: Buffer.from(JSON.stringify(body)),
    maxReplyBytes: limits.replyBytes,
    replyWithinMs: REPLY_WITHIN_MS,
  }
}

/** `bytes` as they will travel; signed with `signer` at the time that agent-protocol §9 names. */
export function signedRequest(
  session: Session,
  path: AgentPath,
  bytes: Uint8Array,
  signer: Signer = session.signer,
): NetworkRequest {
  const method = path === '/agent/v1/bell' ? 'GET' : 'POST'
  const host = hostTime(session.ports)
  const anchor = session.ports.journal.read(view => view.get('anchor'))
  const createdS = createdSeconds(anchor, host, session.build.builtMs)
  const signature = signRequest(signer, { method, path, body: bytes, createdS })
  return {
    method,
    path,
    headers: { ...(method === 'POST' ? { 'content-type': requestContentType } : {}), ...signature },
    body: bytes,
    maxReplyBytes: limits.replyBytes,
    replyWithinMs: REPLY_WITHIN_MS,
    ...dateRule(session, path),
  }
}

/**
 * §9: while the wall clock is before this program was built, a certificate that is only not valid yet is taken for the two requests
 * that carry no inventory; their answers tell the time.
 */
function dateRule(session: DateSource, path: AgentPath): { allowNotYetValid?: true } {
  const harmless = path === '/agent/v1/hello' || path === '/agent/v1/checkin'
  return harmless && session.ports.clock.nowMs() < session.build.builtMs ? { allowNotYetValid: true } : {}
}

/** The body as bytes, compressed where the path takes it and it pays. */
export function encodeBody(path: AgentPath, body: object): Buffer {
  const plain = Buffer.from(JSON.stringify(body))
  return 'gzip' in bodyLimits[path] && plain.length >= GZIP_FROM_BYTES ? gzipBody(plain) : plain
}

/** Whether the server would read it (agent-protocol §10). */
export function fitsLimits(path: AgentPath, plainBytes: number, sentBytes: number): boolean {
  const cap: { plain: number; gzip?: number } = bodyLimits[path]
  return plainBytes <= cap.plain && sentBytes <= (cap.gzip ?? cap.plain)
}
