import { createHash, createPublicKey, verify } from 'node:crypto'
import type { ExportPorts } from '@patchyard/domain'

/** What verifying an export needs of cryptography. */
export const verifyPorts: ExportPorts = {
  hash: text => createHash('sha256').update(text, 'utf8').digest('hex'),
  digest() {
    const sum = createHash('sha256')
    return { update: bytes => void sum.update(bytes), hex: () => sum.copy().digest('hex') }
  },
  verify(key, text, signature) {
    try {
      const x = Buffer.from(key, 'hex').toString('base64url')
      const publicKey = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' })
      return verify(null, Buffer.from(text, 'utf8'), publicKey, Buffer.from(signature, 'hex'))
    } catch {
      return false
    }
  },
}
