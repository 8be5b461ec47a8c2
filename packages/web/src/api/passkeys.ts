import type { PasskeyAnswer } from '@patchyard/api'

/** The challenge of the server, as it came. */
export type PasskeyOptions = Readonly<Record<string, unknown>>

/** What the browser can do with passkeys; each way asks the person. Both throw {@link PasskeyError}. */
export interface Passkeys {
  isAvailable(): boolean
  make(options: PasskeyOptions): Promise<PasskeyAnswer>
  answer(options: PasskeyOptions): Promise<PasskeyAnswer>
}

/** `stopped`: by the person, by time, or because no passkey fits; browsers do not tell these apart. */
export type PasskeyTrouble = 'stopped' | 'alreadyThere' | 'wrongAddress' | 'failed'

export class PasskeyError extends Error {
  readonly code: PasskeyTrouble
  constructor(code: PasskeyTrouble, cause: unknown) {
    super(code, { cause })
    this.code = code
  }
}

const troubles: ReadonlyMap<string, PasskeyTrouble> = new Map([
  ['NotAllowedError', 'stopped'],
  ['AbortError', 'stopped'],
  ['InvalidStateError', 'alreadyThere'],
  ['SecurityError', 'wrongAddress'],
])

/** What WebAuthn's own errors mean to a person (https://www.w3.org/TR/webauthn-3/, 5.1.3 and 5.1.4). */
export const passkeyError = (error: unknown): PasskeyError =>
  new PasskeyError((error instanceof Error ? troubles.get(error.name) : undefined) ?? 'failed', error)
