import { createPrivateKey, createPublicKey, generateKeyPairSync, X509Certificate, type KeyObject } from 'node:crypto'
import type { Clock, Random } from '@patchyard/domain'
import type { DataFolder } from '../data-folder.ts'
import { makeCertificate } from './certificate.ts'
import { ipBytes } from './ip-bytes.ts'
import type { TlsMaterial } from './tls-material.ts'

// An authority of the installation's own, for servers without a certificate from elsewhere. Its key signs nothing but this
// server's certificate and lies beside it in the data folder, 0600: whoever reads the one has the other. Agents give the
// connection no authority (agent-protocol.md §0); the certificate keeps what passes over it confidential.

const dayMs = 86_400_000
const authorityDays = 3650
/** Some systems refuse server certificates of private authorities beyond 825 days. */
const serverDays = 397
const renewBeforeDays = 130
/** Hosts that enrol soon after the start may have a clock that is behind. */
const backdateMs = dayMs

interface Authority {
  readonly certificate: X509Certificate
  readonly pem: string
  readonly name: string
  readonly privateKey: KeyObject
}

/**
 * The server's certificate for `names` (DNS names and addresses), made or renewed when the kept one does not fit any more:
 * other names, two thirds of its life gone, another authority.
 */
export async function ownCertificate(ports: {
  dataFolder: DataFolder
  clock: Clock
  random: Random
  names: readonly string[]
}): Promise<TlsMaterial> {
  const authority = await ensureAuthority(ports)
  const kept = await readServer(ports.dataFolder)
  if (kept !== null && stillFits(kept, authority, ports)) return presented(kept.cert, kept.key, authority)
  const { privateKey, publicKey } = newKeys()
  const nowMs = ports.clock.nowMs()
  const cert = makeCertificate({
    serial: ports.random.bytes(16),
    subject: 'Patchyard server',
    publicKey,
    notBeforeMs: nowMs - backdateMs,
    notAfterMs: nowMs + serverDays * dayMs,
    issuer: {
      name: authority.name,
      privateKey: authority.privateKey,
      publicKey: createPublicKey(authority.privateKey),
    },
    use: { kind: 'server', names: ports.names },
  })
  const key = pkcs8(privateKey)
  // One file: a crash between two would leave a key that does not fit.
  await ports.dataFolder.write('tls-server.pem', cert + key)
  return presented(cert, key, authority)
}

/** The authority stands behind the certificate: an agent that knows only its pin finds it in the handshake. */
function presented(cert: string, key: string, authority: Authority): TlsMaterial {
  return { cert: cert + authority.pem, key, ca: authority.pem }
}

async function ensureAuthority(ports: { dataFolder: DataFolder; clock: Clock; random: Random }): Promise<Authority> {
  const kept = await ports.dataFolder.read('tls-authority.pem')
  if (kept !== null) return readAuthority(Buffer.from(kept).toString('utf8'))
  const { privateKey, publicKey } = newKeys()
  const nowMs = ports.clock.nowMs()
  const name = `Patchyard authority ${Buffer.from(ports.random.bytes(4)).toString('hex')}`
  const pem = makeCertificate({
    serial: ports.random.bytes(16),
    subject: name,
    publicKey,
    notBeforeMs: nowMs - backdateMs,
    notAfterMs: nowMs + authorityDays * dayMs,
    issuer: { name, privateKey, publicKey },
    use: { kind: 'authority' },
  })
  await ports.dataFolder.write('tls-authority.pem', pem + pkcs8(privateKey))
  return readAuthority(pem + pkcs8(privateKey))
}

function readAuthority(text: string): Authority {
  const pem = /-----BEGIN CERTIFICATE-----[^]*?-----END CERTIFICATE-----\n/.exec(text)?.[0] ?? ''
  const certificate = new X509Certificate(pem)
  return { certificate, pem, name: certificate.subject.replace(/^CN=/, ''), privateKey: createPrivateKey(text) }
}

async function readServer(folder: DataFolder): Promise<{ cert: string; key: string } | null> {
  const text = Buffer.from((await folder.read('tls-server.pem')) ?? []).toString('utf8')
  const at = text.indexOf('-----BEGIN PRIVATE KEY-----')
  return at <= 0 ? null : { cert: text.slice(0, at), key: text.slice(at) }
}

function stillFits(
  kept: { cert: string; key: string },
  authority: Authority,
  ports: { clock: Clock; names: readonly string[] },
): boolean {
  const certificate = new X509Certificate(kept.cert)
  const covers = (name: string): boolean =>
    (ipBytes(name) === null ? certificate.checkHost(name, { wildcards: false }) : certificate.checkIP(name)) !==
    undefined
  const nowMs = ports.clock.nowMs()
  return (
    certificate.checkPrivateKey(createPrivateKey(kept.key)) &&
    certificate.verify(authority.certificate.publicKey) &&
    certificate.validFromDate.getTime() <= nowMs &&
    certificate.validToDate.getTime() - nowMs > renewBeforeDays * dayMs &&
    ports.names.every(covers)
  )
}

function newKeys(): { privateKey: KeyObject; publicKey: KeyObject } {
  return generateKeyPairSync('ec', { namedCurve: 'prime256v1' })
}

const pkcs8 = (key: KeyObject): string => key.export({ type: 'pkcs8', format: 'pem' }).toString()
