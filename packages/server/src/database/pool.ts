import { Kysely, PostgresDialect } from 'kysely'
import pg from 'pg'
import type { DB } from './schema.gen.ts'
import { parseColumnValue } from './column-values.ts'

/** How to reach the database as one role. */
export interface PoolTarget {
  /** Host name, or the folder of the socket. */
  readonly host: string
  readonly port: number
  readonly user: string
  readonly database: string
  /** A function is asked at each connection. */
  readonly password?: string
  readonly ssl?: boolean | object
}

export interface PoolOptions {
  /** Connections at most; default 10. */
  readonly max?: number
  /** Longest wait for a free or new connection, milliseconds; default 5,000. */
  readonly connectTimeoutMs?: number
  /** Default limit of one statement, milliseconds; default 30,000; 0: none. */
  readonly statementTimeoutMs?: number
  readonly applicationName?: string
  /** A connection that was idle in the pool broke; it is already gone from the pool. */
  readonly onIdleLoss?: (error: Error) => void
}

/** Connections whose every transaction starts clean; a client that broke never returns to the pool. */
export function createPool(target: PoolTarget, options: PoolOptions = {}): pg.Pool {
  const pool = new pg.Pool({
    host: target.host,
    port: target.port,
    user: target.user,
    database: target.database,
    ...(target.password === undefined ? {} : { password: target.password }),
    ...(target.ssl === undefined ? {} : { ssl: target.ssl }),
    max: options.max ?? 10,
    connectionTimeoutMillis: options.connectTimeoutMs ?? 5000,
    statement_timeout: options.statementTimeoutMs ?? 30_000,
    // A process that stopped between BEGIN and COMMIT must not hold its locks for ever.
    idle_in_transaction_session_timeout: 60_000,
    application_name: options.applicationName ?? 'patchyard',
    idleTimeoutMillis: 30_000,
    keepAlive: true,
    // Times and texts mean the same whatever the defaults of the server and role are.
    options: '-c TimeZone=UTC -c DateStyle=ISO -c IntervalStyle=iso_8601 -c search_path=public',
    types: { getTypeParser: parseColumnValue as typeof pg.types.getTypeParser },
  })
  // The pool takes its listener off a client that is in use: a connection that breaks between two statements would
  // otherwise be an unhandled 'error' event and end the process. The next statement on it fails by itself.
  pool.on('connect', client => client.on('error', () => undefined))
  pool.on('error', error => options.onIdleLoss?.(error))
  return pool
}

export function createKysely(pool: pg.Pool): Kysely<DB> {
  return new Kysely<DB>({ dialect: new PostgresDialect({ pool }) })
}
