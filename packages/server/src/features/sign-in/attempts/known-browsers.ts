import type { Random } from '@patchyard/domain'
import type { Trx } from '../../../database/database.ts'
import { looksLikeToken, newToken, tokenHash } from '../../../secrets/secret-token.ts'

/** Browsers forget cookies after 400 days at the latest. */
export const KNOWN_BROWSER_S = 400 * 24 * 60 * 60

/** The hash of the cookie as hex, if this person signed in with it before. */
export async function knownBrowserOf(trx: Trx, personId: number, text: string | null): Promise<string | null> {
  if (text === null || !looksLikeToken('pyb', text)) return null
  const hash = Buffer.from(tokenHash(text))
  const row = await trx
    .selectFrom('known_browser')
    .select('person_id')
    .where('token_hash', '=', hash)
    .where('person_id', '=', personId)
    .executeTakeFirst()
  return row === undefined ? null : hash.toString('hex')
}

/** The cookie to set; null when the browser has a good one. */
export async function rememberBrowser(
  trx: Trx,
  ports: { random: Random; now: Date },
  personId: number,
  text: string | null,
): Promise<string | null> {
  const known = await knownBrowserOf(trx, personId, text)
  if (known !== null) {
    await trx
      .updateTable('known_browser')
      .set({ seen_at: ports.now })
      .where('token_hash', '=', Buffer.from(known, 'hex'))
      .execute()
    return null
  }
  const token = newToken('pyb', ports.random)
  await trx
    .insertInto('known_browser')
    .values({ token_hash: Buffer.from(token.hash), person_id: personId, seen_at: ports.now })
    .execute()
  return token.text
}

/** A chore; and when a password was changed for fear that somebody has it. */
export async function forgetBrowsers(trx: Trx, what: { before: Date } | { personId: number }): Promise<void> {
  const from = trx.deleteFrom('known_browser')
  await ('before' in what
    ? from.where('seen_at', '<', what.before)
    : from.where('person_id', '=', what.personId)
  ).execute()
}
