import type pg from 'pg'
import { StartError } from '../../errors/start-error.ts'

const oldest = 15
const newest = 18

/** Refuses a server that we do not test with, and a database that cannot hold every name; its version. Errors: StartError. */
export async function refuseUnsupportedServer(owner: pg.Client): Promise<string> {
  const { rows } = await owner.query<{ version: string; text: string; encoding: string }>(
    `select current_setting('server_version_num') as version, current_setting('server_version') as text,
            current_setting('server_encoding') as encoding`,
  )
  const row = rows[0]!
  const major = Math.floor(Number(row.version) / 10_000)
  if (major < oldest || major > newest) {
    throw new StartError(
      'database_version',
      `the database is PostgreSQL ${row.text}; supported are ${oldest} to ${newest}`,
    )
  }
  if (row.encoding !== 'UTF8') {
    throw new StartError('database_encoding', `the database has the encoding ${row.encoding}; UTF8 is needed`)
  }
  return row.text.split(' ')[0] ?? row.text
}
