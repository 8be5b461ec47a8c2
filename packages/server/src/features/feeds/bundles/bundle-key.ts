import type { Random } from '@patchyard/domain'
import {
  importPublicKey,
  preAuthEncoding,
  ProtocolError,
  sha256Hex,
  type Signer,
  signerFromSeed,
  verifySignature,
} from '@patchyard/protocol'
import type { DataFolder } from '../../../data-folder.ts'
import { BUNDLE_TYPE } from './bundle-manifest.ts'

const FILE = 'bundle.key'

/** The key that signs bundles of this server; made when it is first asked for. What it signs means nothing to agents or audits. */
export async function openBundleKey(ports: { files: DataFolder; random: Random }): Promise<Signer> {
  const { files, random } = ports
  if ((await files.read(FILE)) === null) {
    await files.create(FILE, `${Buffer.from(random.bytes(32)).toString('hex')}\n`)
  }
  const text = Buffer.from((await files.read(FILE)) ?? [])
    .toString('utf8')
    .trim()
  if (!/^[0-9a-f]{64}$/.test(text)) throw new Error(`${FILE} is not a key of 32 bytes in hex`)
  return signerFromSeed(Buffer.from(text, 'hex'))
}

/** What people compare: SHA-256 of the key, in eight groups of eight. */
export const fingerprintOf = (keyHex: string): string =>
  (sha256Hex(Buffer.from(keyHex, 'hex')).match(/.{8}/g) ?? []).join(' ')

export const signManifest = (key: Signer, manifest: string): string =>
  key.sign(preAuthEncoding(BUNDLE_TYPE, Buffer.from(manifest, 'utf8'))).toString('hex')

/** Whether 32 bytes in hex can be a key at all: of large order and canonical. */
export function isGoodKey(keyHex: string): boolean {
  try {
    importPublicKey(Buffer.from(keyHex, 'hex'))
    return true
  } catch (error) {
    if (error instanceof ProtocolError) return false
    throw error
  }
}

export function isSignedBy(keyHex: string, manifest: string, signatureHex: string): boolean {
  if (!isGoodKey(keyHex)) return false
  const key = importPublicKey(Buffer.from(keyHex, 'hex'))
  const message = preAuthEncoding(BUNDLE_TYPE, Buffer.from(manifest, 'utf8'))
  return verifySignature(key, message, Buffer.from(signatureHex, 'hex'))
}
