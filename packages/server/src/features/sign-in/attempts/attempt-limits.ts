import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import type { Trx } from '../../../database/database.ts'
import { Problem } from '../../../errors/problem.ts'

/** One count of attempts. After `free` of them each further one waits twice as long as the one before, up to `longestS`. */
export interface AttemptLimit {
  readonly key: Uint8Array
  readonly free: number
  readonly longestS: number
}

/** Counts start anew when nothing was tried for so long. */
const FORGET_MS = 60 * 60 * 1000

const key = (...parts: readonly string[]): Uint8Array =>
  createHash('sha256').update(JSON.stringify(parts), 'utf8').digest()

/**
 * What an attempt on a password counts for. A browser in which the person signed in before has a count of its own: whatever
 * strangers do elsewhere, it is never slowed down. Everybody else counts by account and true peer, by peer, and by account; the
 * last one waits half a minute at most, so that guessing from many addresses is slow and nobody is shut out for good. Passkeys
 * and one-time links do not count: they cannot be guessed.
 */
export function passwordLimits(emailFolded: string, peer: string, knownBrowser: string | null): AttemptLimit[] {
  if (knownBrowser !== null) return [{ key: key('browser', knownBrowser), free: 5, longestS: 900 }]
  return [
    { key: key('account and peer', emailFolded, peer), free: 5, longestS: 900 },
    { key: key('peer', peer), free: 30, longestS: 300 },
    { key: key('account', emailFolded), free: 50, longestS: 30 },
  ]
}

/** Codes are tried by who has the password already; six digits last long enough against ten guesses and then one each 15 minutes. */
export const codeLimits = (personId: number, peer: string): AttemptLimit[] => [
  { key: key('code', String(personId), peer), free: 5, longestS: 900 },
  { key: key('code', String(personId)), free: 10, longestS: 900 },
]

export const userCodeLimits = (personId: number): AttemptLimit[] => [
  { key: key('user code', String(personId)), free: 10, longestS: 900 },
]

/**
 * Counts an attempt before it is made, so that a hundred at once are no more than five. Throws Problem `rate` with the seconds to
 * wait; then nothing was counted (run it in a transaction of its own).
 */
export async function countAttempt(trx: Trx, limits: readonly AttemptLimit[], now: Date): Promise<void> {
  const forgotten = new Date(now.getTime() - FORGET_MS)
  // One order for all, so that two attempts never wait for each other.
  for (const limit of limits.toSorted((a, b) => Buffer.compare(a.key, b.key))) {
    const one = Buffer.from(limit.key)
    const { rows } = await sql<{ tries: number }>`
      insert into sign_in_try as t (key, tries, last_at, next_at) values (${one}, 1, ${now}, ${now})
      on conflict (key) do update set
        tries = case when t.last_at < ${forgotten} then 1 else t.tries + 1 end,
        last_at = ${now},
        next_at = case when t.last_at < ${forgotten} or t.tries + 1 < ${limit.free}::int then ${now}::timestamptz
                  else ${now}::timestamptz + make_interval(secs =>
                    least(${limit.longestS}::float8, power(2, least(t.tries + 1 - ${limit.free}::int, 30)))) end
      where t.next_at <= ${now}
      returning t.tries`.execute(trx)
    if (rows.length > 0) continue
    const waiting = await trx.selectFrom('sign_in_try').select('next_at').where('key', '=', one).executeTakeFirst()
    const leftMs = (waiting?.next_at.getTime() ?? now.getTime()) - now.getTime()
    throw new Problem('rate', { retryAfterS: Math.max(1, Math.ceil(leftMs / 1000)) })
  }
}

/** The attempt was a right one: it does not count, and what this browser or peer tried on the account is forgotten. */
export async function forgiveAttempt(trx: Trx, limits: readonly AttemptLimit[], now: Date): Promise<void> {
  const [narrow, ...wide] = limits
  if (narrow !== undefined) {
    await trx.deleteFrom('sign_in_try').where('key', '=', Buffer.from(narrow.key)).execute()
  }
  for (const limit of wide) {
    await sql`update sign_in_try set tries = greatest(tries - 1, 0), next_at = least(next_at, ${now})
              where key = ${Buffer.from(limit.key)}`.execute(trx)
  }
}

/** A chore. */
export async function forgetAttempts(trx: Trx, now: Date): Promise<void> {
  await trx
    .deleteFrom('sign_in_try')
    .where('last_at', '<', new Date(now.getTime() - FORGET_MS))
    .where('next_at', '<', now)
    .execute()
}
