import { decodeBase64, encodeBase64 } from './base64.ts'
import { sha256 } from './digest.ts'
import type { PublicKey } from './key-gate.ts'
import { agentPaths, type AgentPath } from './limits.ts'
import { ProtocolError } from './protocol-error.ts'
import { type Signer, verifySignature } from './sign.ts'

// PYP/1 §3: an RFC 9421 profile with nothing to negotiate. What is matched is what is signed: the signature base is built
// from the header text itself, so there is no second serialisation that could differ.

export const requestContentType = 'application/octet-stream'

export type SignedMethod = 'GET' | 'POST'

export interface SignatureHeaders {
  readonly 'content-digest': string
  readonly 'signature-input': string
  readonly signature: string
}

const DIGEST = /^sha-256=:([A-Za-z0-9+/]{43}=):$/
const INPUT =
  /^pyp1=(\("@method" "@path" "content-digest"\);created=([0-9]{10});keyid="([0-9a-f]{64})";alg="ed25519";tag="pyp1")$/
const SIGNATURE = /^pyp1=:([A-Za-z0-9+/]{86}==):$/

export function contentDigest(body: Uint8Array): string {
  return `sha-256=:${encodeBase64(sha256(body))}:`
}

function signatureBase(method: string, path: string, digestHeader: string, parameters: string): Buffer {
  return Buffer.from(
    `"@method": ${method}\n"@path": ${path}\n"content-digest": ${digestHeader}\n"@signature-params": ${parameters}`,
  )
}

/** Headers of one request. `createdS`: Unix seconds, ten digits (§9 says which clock). With a body also send `content-type`. */
export function signRequest(
  signer: Signer,
  request: { method: SignedMethod; path: AgentPath; body: Uint8Array; createdS: number },
): SignatureHeaders {
  if (!Number.isInteger(request.createdS) || String(request.createdS).length !== 10) {
    throw new RangeError(`created ${request.createdS} is not a whole number of seconds in ten digits`)
  }
  const digestHeader = contentDigest(request.body)
  const parameters = `("@method" "@path" "content-digest");created=${request.createdS};keyid="${signer.keyid}";alg="ed25519";tag="pyp1"`
  const base = signatureBase(request.method, request.path, digestHeader, parameters)
  return {
    'content-digest': digestHeader,
    'signature-input': `pyp1=${parameters}`,
    signature: `pyp1=:${encodeBase64(signer.sign(base))}:`,
  }
}

export interface ParsedSignature {
  readonly keyid: string
  /** Unix seconds. */
  readonly createdS: number
  readonly digest: Buffer
  readonly signature: Buffer
  readonly digestHeader: string
  readonly parameters: string
}

type HeaderValue = string | readonly string[] | undefined

/**
 * Reads the three headers as Node gives them (repeated ones come joined by `, ` and match nothing). Throws ProtocolError
 * `signature`, one text for every fault.
 */
export function parseSignatureHeaders(headers: {
  readonly 'content-digest'?: HeaderValue
  readonly 'signature-input'?: HeaderValue
  readonly signature?: HeaderValue
}): ParsedSignature {
  const digestHeader = one(headers['content-digest'])
  const input = INPUT.exec(one(headers['signature-input']))
  const digest = decodeBase64(DIGEST.exec(digestHeader)?.[1] ?? '-')
  const signature = decodeBase64(SIGNATURE.exec(one(headers.signature))?.[1] ?? '-')
  if (input === null || digest === null || signature === null) throw badSignature()
  return {
    keyid: input[3] as string,
    createdS: Number(input[2]),
    digest,
    signature,
    digestHeader,
    parameters: input[1] as string,
  }
}

function one(value: HeaderValue): string {
  return typeof value === 'string' ? value : ''
}

export function badSignature(): ProtocolError {
  return new ProtocolError('signature', 'the request is not signed by a known key')
}

/**
 * The bytes that must be signed, or null when no signature of this key over this request can be good. `path` is the raw
 * request target; only the constant ones can be signed.
 */
export function signedBytes(
  parsed: ParsedSignature,
  request: { method: string; path: string },
  publicKey: PublicKey,
): Buffer | null {
  if (parsed.keyid !== publicKey.keyid || !isAgentPath(request.path)) return null
  return signatureBase(request.method, request.path, parsed.digestHeader, parsed.parameters)
}

/** {@link signedBytes}, verified at once. */
export function verifyRequestSignature(
  parsed: ParsedSignature,
  request: { method: string; path: string },
  publicKey: PublicKey,
): boolean {
  const base = signedBytes(parsed, request, publicKey)
  return base !== null && verifySignature(publicKey, base, parsed.signature)
}

/** The body has the digest that was signed. */
export function verifyBodyDigest(parsed: ParsedSignature, body: Uint8Array): boolean {
  return sha256(body).equals(parsed.digest)
}

const known: ReadonlySet<string> = new Set(agentPaths)

export function isAgentPath(target: string): target is AgentPath {
  return known.has(target)
}

/** |created − now| ≤ 300 s (§3). */
export function isWithinSkew(createdS: number, nowMs: number): boolean {
  return Math.abs(createdS * 1000 - nowMs) <= 300_000
}
