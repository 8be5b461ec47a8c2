import { createPrivateKey, X509Certificate } from 'node:crypto'
import { StartError } from '../errors/start-error.ts'
import type { TlsMaterial } from './tls-material.ts'

/**
 * Checks the operator's files before the server listens: each error here would otherwise show as a handshake that fails.
 * Throws StartError `tls`. `warning` is for what works today.
 */
export function givenCertificate(
  files: { cert: { path: string; text: string }; key: { path: string; text: string } },
  nowMs: number,
): { material: TlsMaterial; warning: string | null } {
  const { cert, key } = files
  let certificate: X509Certificate
  try {
    certificate = new X509Certificate(cert.text)
  } catch (error) {
    throw new StartError('tls', `${cert.path} does not begin with a PEM certificate`, error)
  }
  let fits: boolean
  try {
    fits = certificate.checkPrivateKey(createPrivateKey(key.text))
  } catch (error) {
    throw new StartError('tls', `${key.path} is not a PEM private key without a passphrase`, error)
  }
  if (!fits) throw new StartError('tls', `the key in ${key.path} is not the one of the certificate in ${cert.path}`)
  const leftDays = (certificate.validToDate.getTime() - nowMs) / 86_400_000
  const warning =
    leftDays < 0
      ? `the certificate in ${cert.path} ended on ${certificate.validTo}`
      : leftDays < 14
        ? `the certificate in ${cert.path} ends on ${certificate.validTo}`
        : null
  return { material: { cert: cert.text, key: key.text, ca: null }, warning }
}
