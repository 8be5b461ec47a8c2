import { join } from 'node:path'
import pg from 'pg'

/** Bytes of all tables with indexes and TOAST, after a vacuum: dead rows are not what an asset takes. */
export async function databaseBytes(folder: string): Promise<number> {
  const client = new pg.Client(ownerOf(folder))
  await client.connect()
  try {
    await client.query('vacuum analyze')
    const { rows } = await client.query<{ bytes: string }>(
      `select sum(pg_total_relation_size(c.oid)) as bytes from pg_class c join pg_namespace n on n.oid = c.relnamespace
        where n.nspname = 'public' and c.relkind = 'r'`,
    )
    return Number(rows[0]?.bytes)
  } finally {
    await client.end()
  }
}

/** The socket of the embedded PostgreSQL lies in the data folder, and lets in whoever started the server. */
export function ownerOf(folder: string): pg.ClientConfig {
  return { host: join(folder, 'postgres', 'run'), port: 5432, user: 'patchyard_owner', database: 'patchyard' }
}
