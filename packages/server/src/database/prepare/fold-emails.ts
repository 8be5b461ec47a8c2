import { foldText } from '@patchyard/query'
import type pg from 'pg'

/**
 * Makes addresses comparable as the language and sign-in compare them, where an older version wrote them in another way; ASCII
 * was always right. An address that somebody else has in that form keeps its old one. Resolves with how many were written.
 */
export async function foldEmails(owner: pg.Client): Promise<number> {
  const { rows: there } = await owner.query(`select 1 where to_regclass('public.person') is not null`)
  if (there.length === 0) return 0
  const { rows } = await owner.query<{ id: string; email: string; email_folded: string }>(
    `select id, email, email_folded from person where email ~ '[^ -~]'`,
  )
  let count = 0
  for (const { id, email, email_folded } of rows) {
    const folded = foldText(email)
    if (folded === email_folded) continue
    const written = await owner.query(
      'update person set email_folded = $2 where id = $1 and not exists (select 1 from person where email_folded = $2)',
      [id, folded],
    )
    count += written.rowCount ?? 0
  }
  return count
}
