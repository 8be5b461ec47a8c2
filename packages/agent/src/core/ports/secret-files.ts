/**
 * Secrets in the state folder. Each is made once and never changed: a key that was announced to a server must be the one found after
 * any crash.
 */
export interface SecretFiles {
  /** Null when there is none. @throws SecretFileError `E_SECRET_LOOSE` when others may read it. */
  read(name: SecretName): Uint8Array | null
  /** Exclusive, mode 0600, synchronised with its folder when it returns. @throws SecretFileError `E_SECRET_EXISTS` */
  create(name: SecretName, bytes: Uint8Array): void
  /** Nothing there is fine. */
  remove(name: SecretName): void
  /** `next` takes the place of `agent`, whole or not at all. */
  promoteNextKey(): void
}

/** `agent`, `next`: Ed25519 seeds. `activation`: the text of the activation key, until the agent is active. */
export type SecretName = 'agent' | 'next' | 'activation'

export type SecretFileErrorCode = 'E_SECRET_EXISTS' | 'E_SECRET_LOOSE' | 'E_SECRET_IO'

export class SecretFileError extends Error {
  readonly code: SecretFileErrorCode

  constructor(code: SecretFileErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'SecretFileError'
    this.code = code
  }
}
