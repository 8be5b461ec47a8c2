import { X509Certificate } from 'node:crypto'
import tls from 'node:tls'

/**
 * Trust in the server's certificate. What the administrator put into the system's store counts, as for every other program of the
 * host; Node's own list is the fallback of hosts without one. With a CA of its own (`ca`), a server is trusted through it alone.
 */
export function trustedCertificates(ca: string | null): string[] {
  if (ca !== null) return [ca]
  const system = tls.getCACertificates('system')
  return system.length > 0 ? system : tls.getCACertificates('bundled')
}

/** Longest chain that is walked by hand; public ones have at most four certificates. */
const MAX_CHAIN = 6

/**
 * Whether a chain is faultless except that a certificate in it is not valid yet. OpenSSL reports only its last complaint, so a chain
 * that is untrusted *and* too early looks the same as one that is only too early: everything but the dates is checked here again.
 */
export function isOnlyTooEarly(
  chain: readonly X509Certificate[],
  trusted: readonly string[],
  host: string,
  nowMs: number,
): boolean {
  const leaf = chain[0]
  if (leaf === undefined || leaf.ca) return false
  if ((leaf.checkHost(host) ?? leaf.checkIP(host)) === undefined) return false
  const anchors = trusted.flatMap(certificatesOf)
  let current = leaf
  for (let depth = 0; depth < MAX_CHAIN; depth++) {
    if (Date.parse(current.validTo) < nowMs) return false
    const below = current
    const anchor = anchors.find(candidate => issued(candidate, below))
    if (anchor !== undefined) return Date.parse(anchor.validTo) >= nowMs
    const issuer = chain.find(candidate => candidate !== below && candidate.ca && issued(candidate, below))
    if (issuer === undefined) return false
    current = issuer
  }
  return false
}

function issued(issuer: X509Certificate, certificate: X509Certificate): boolean {
  return certificate.checkIssued(issuer) && certificate.verify(issuer.publicKey)
}

/** The certificates of a PEM text. */
export function certificatesOf(pem: string): X509Certificate[] {
  const blocks = pem.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? []
  return blocks.map(block => new X509Certificate(block))
}

/** The chain that the other side sent, leaf first. */
export function peerChain(socket: tls.TLSSocket): X509Certificate[] {
  const chain: X509Certificate[] = []
  let next: PeerCertificate | undefined = socket.getPeerCertificate(true)
  while (next?.raw !== undefined && chain.length < MAX_CHAIN) {
    const certificate: X509Certificate = new X509Certificate(next.raw)
    if (chain.some(known => known.fingerprint256 === certificate.fingerprint256)) break
    chain.push(certificate)
    next = next.issuerCertificate
  }
  return chain
}

interface PeerCertificate {
  readonly raw?: Buffer
  readonly issuerCertificate?: PeerCertificate
}
