import type { Random } from '@patchyard/domain'
import type { Trx } from '../../../database/database.ts'
import { newToken, tokenHash } from '../../../secrets/secret-token.ts'

const MINUTE_MS = 60_000
const DAY_MS = 24 * 60 * MINUTE_MS

/** What a link is for, and how long it works. An invitation may wait for a week; who was locked out is waiting now. */
export const oneTimeLifetimeMs = {
  firstAdmin: 15 * MINUTE_MS,
  setPassword: 7 * DAY_MS,
  adminReset: 60 * MINUTE_MS,
} as const
export type OneTimeKind = keyof typeof oneTimeLifetimeMs

/**
 * Makes a token that works once and for one person. Older unused ones of the same person end: the newest link is the one that
 * counts. The text belongs into {@link oneTimeLink} and is never stored; only its hash is.
 */
export async function issueOneTimeToken(
  trx: Trx,
  wish: {
    readonly random: Random
    readonly nowMs: number
    /** Default: that of the kind; between 15 minutes and 7 days. */
    readonly lifetimeMs?: number
  } & (
    | { readonly kind: 'firstAdmin'; readonly personId: null }
    | { readonly kind: 'setPassword' | 'adminReset'; readonly personId: number }
  ),
): Promise<{ readonly text: string; readonly expiresAt: Date }> {
  const { kind, personId, random, nowMs } = wish
  const lifetimeMs = Math.min(7 * DAY_MS, Math.max(15 * MINUTE_MS, wish.lifetimeMs ?? oneTimeLifetimeMs[kind]))
  const expiresAt = new Date(nowMs + lifetimeMs)
  const token = newToken('pya', random)
  await endOneTimeTokens(trx, personId)
  await trx
    .insertInto('one_time_token')
    .values({
      token_hash: Buffer.from(token.hash),
      kind,
      person_id: personId,
      created_at: new Date(nowMs),
      expires_at: expiresAt,
    })
    .execute()
  return { text: token.text, expiresAt }
}

/** Links end when the password was set another way, or the person is disabled. null: the first administrator's. */
export async function endOneTimeTokens(trx: Trx, personId: number | null): Promise<void> {
  await trx
    .deleteFrom('one_time_token')
    .where('person_id', personId === null ? 'is' : '=', personId)
    .execute()
}

export interface OneTimeToken {
  readonly kind: OneTimeKind
  readonly personId: number | null
  readonly expiresAt: Date
}

/** Looks without using it up. */
export async function findOneTimeToken(trx: Trx, text: string, now: Date): Promise<OneTimeToken | null> {
  const row = await trx
    .selectFrom('one_time_token')
    .select(['kind', 'person_id', 'expires_at'])
    .where('token_hash', '=', Buffer.from(tokenHash(text)))
    .where('used_at', 'is', null)
    .where('expires_at', '>', now)
    .executeTakeFirst()
  return row === undefined
    ? null
    : { kind: row.kind as OneTimeKind, personId: row.person_id, expiresAt: row.expires_at }
}

/** Not null exactly once for a valid token: of two parallel uses one sees null. */
export async function useOneTimeToken(trx: Trx, text: string, now: Date): Promise<OneTimeToken | null> {
  const row = await trx
    .updateTable('one_time_token')
    .set({ used_at: now })
    .where('token_hash', '=', Buffer.from(tokenHash(text)))
    .where('used_at', 'is', null)
    .where('expires_at', '>', now)
    .returning(['kind', 'person_id', 'expires_at'])
    .executeTakeFirst()
  return row === undefined
    ? null
    : { kind: row.kind as OneTimeKind, personId: row.person_id, expiresAt: row.expires_at }
}

/**
 * The link to give to a person. It is built from the configured public address alone: a Host header is whatever its sender wants
 * (S8.9). The token stands in the fragment, which browsers send to no server.
 */
export const oneTimeLink = (publicUrl: string, kind: OneTimeKind, text: string): string =>
  `${publicUrl}/${kind === 'firstAdmin' ? 'first-admin' : 'set-password'}#token=${text}`
