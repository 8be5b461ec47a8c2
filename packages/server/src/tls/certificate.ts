import { createHash, sign, type KeyObject } from 'node:crypto'
import {
  bitString,
  explicit,
  implicit,
  octetString,
  oid,
  sequence,
  set,
  time,
  unsignedInteger,
  utf8String,
  yes,
} from './der.ts'
import { ipBytes } from './ip-bytes.ts'

// X.509 version 3 certificates with ECDSA on P-256 and SHA-256 (RFC 5280, RFC 5758): what every browser and OpenSSL takes.
// P-256 and not Ed25519, which browsers refuse in certificates.

const ecdsaWithSha256 = sequence(oid('1.2.840.10045.4.3.2'))

export interface CertificateContent {
  /** 16 random bytes. */
  readonly serial: Uint8Array
  readonly subject: string
  readonly publicKey: KeyObject
  readonly notBeforeMs: number
  readonly notAfterMs: number
  readonly issuer: { readonly name: string; readonly privateKey: KeyObject; readonly publicKey: KeyObject }
  /** What it is for: an authority that signs servers, or a server with its DNS names and addresses. */
  readonly use: { readonly kind: 'authority' } | { readonly kind: 'server'; readonly names: readonly string[] }
}

/** The signed certificate as PEM. */
export function makeCertificate(content: CertificateContent): string {
  const serial = Buffer.from(content.serial)
  // Positive and not zero, 20 bytes at most (RFC 5280 §4.1.2.2).
  serial[0] = ((serial[0] ?? 0) & 0x7f) | 0x40
  const body = sequence(
    explicit(0, unsignedInteger(Buffer.from([2]))),
    unsignedInteger(serial),
    ecdsaWithSha256,
    commonName(content.issuer.name),
    sequence(time(content.notBeforeMs), time(content.notAfterMs)),
    commonName(content.subject),
    spkiOf(content.publicKey),
    explicit(3, sequence(...extensions(content))),
  )
  const signature = sign('sha256', body, { key: content.issuer.privateKey, dsaEncoding: 'der' })
  return pem(sequence(body, ecdsaWithSha256, bitString(signature)))
}

function extensions(content: CertificateContent): Buffer[] {
  const identifiers = [
    extension('2.5.29.14', octetString(keyIdentifier(content.publicKey))),
    extension('2.5.29.35', sequence(implicit(0, keyIdentifier(content.issuer.publicKey)))),
  ]
  if (content.use.kind === 'authority') {
    return [
      // CA, no further authorities below.
      critical('2.5.29.19', sequence(yes, unsignedInteger(Buffer.from([0])))),
      // keyCertSign (5), cRLSign (6)
      critical('2.5.29.15', bitString(Buffer.from([0b0000_0110]), 1)),
      ...identifiers,
    ]
  }
  return [
    critical('2.5.29.19', sequence()),
    // digitalSignature (0)
    critical('2.5.29.15', bitString(Buffer.from([0b1000_0000]), 7)),
    // serverAuth
    extension('2.5.29.37', sequence(oid('1.3.6.1.5.5.7.3.1'))),
    extension('2.5.29.17', sequence(...content.use.names.map(generalName))),
    ...identifiers,
  ]
}

const extension = (id: string, value: Buffer): Buffer => sequence(oid(id), octetString(value))
const critical = (id: string, value: Buffer): Buffer => sequence(oid(id), yes, octetString(value))
const commonName = (text: string): Buffer => sequence(set(sequence(oid('2.5.4.3'), utf8String(text))))

/** iPAddress [7] for addresses, dNSName [2] for everything else (RFC 5280 §4.2.1.6). */
function generalName(name: string): Buffer {
  const address = ipBytes(name)
  return address === null ? implicit(2, Buffer.from(name, 'ascii')) : implicit(7, address)
}

function spkiOf(key: KeyObject): Buffer {
  return key.export({ type: 'spki', format: 'der' })
}

/** 160 bits of SHA-256 over the public key (RFC 7093 §2, method 1). The key is the last 65 bytes of a P-256 SPKI. */
function keyIdentifier(key: KeyObject): Buffer {
  return createHash('sha256').update(spkiOf(key).subarray(-65)).digest().subarray(0, 20)
}

function pem(der: Buffer): string {
  const lines = der.toString('base64').match(/.{1,64}/g) ?? []
  return ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n')
}
