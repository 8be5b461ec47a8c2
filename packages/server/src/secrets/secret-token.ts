import { createHash } from 'node:crypto'
import type { Random } from '@patchyard/domain'

/**
 * What a token is for stands in front, so that a leaked one is recognised by people and by scanners: API key, session, one-time
 * link, step between two factors, known browser, device login, identity provider.
 */
export type TokenKind = 'pyk' | 'pys' | 'pya' | 'pyt' | 'pyb' | 'pyd' | 'pyi'

export interface SecretToken {
  /** Shown once or set as a cookie; never stored. */
  readonly text: string
  /** SHA-256, what the database keeps. 256 random bits need no slow hash. */
  readonly hash: Uint8Array
}

export function newToken(kind: TokenKind, random: Random): SecretToken {
  const text = `${kind}_${Buffer.from(random.bytes(32)).toString('base64url')}`
  return { text, hash: tokenHash(text) }
}

export function tokenHash(text: string): Uint8Array {
  return createHash('sha256').update(text, 'utf8').digest()
}

/** Cheap refusal of what cannot be ours, before the database is asked. */
export function looksLikeToken(kind: TokenKind, text: string): boolean {
  return new RegExp(`^${kind}_[A-Za-z0-9_-]{43}$`).test(text)
}
