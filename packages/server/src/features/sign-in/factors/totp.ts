import { Secret, TOTP } from 'otpauth'

// RFC 6238 with what every authenticator app understands: SHA-1, six digits, 30 seconds.
const PERIOD_S = 30
/** Steps before and after the present one: clocks of telephones are right, people are slow. */
const WINDOW = 1
/** RFC 4226 §4 R6: 160 bits. */
export const TOTP_SECRET_BYTES = 20

const totp = (secret: Uint8Array, label = ''): TOTP =>
  new TOTP({
    issuer: 'Patchyard',
    label,
    secret: new Secret({ buffer: new Uint8Array(secret).buffer }),
    period: PERIOD_S,
    digits: 6,
    algorithm: 'SHA1',
  })

/** The time step that the code belongs to, or null for a code that fits none of the allowed ones. */
export function totpStep(secret: Uint8Array, code: string, nowMs: number): number | null {
  if (!/^[0-9]{6}$/.test(code)) return null
  const delta = totp(secret).validate({ token: code, timestamp: nowMs, window: WINDOW })
  return delta === null ? null : Math.floor(nowMs / 1000 / PERIOD_S) + delta
}

/** For the picture that an authenticator app reads, and the text to type where there is no camera. */
export function totpSetUp(secret: Uint8Array, email: string): { uri: string; secret: string } {
  const made = totp(secret, email)
  return { uri: made.toString(), secret: made.secret.base32 }
}
