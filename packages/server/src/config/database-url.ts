import { ConfigError } from './config-error.ts'

const noHost = 'no-host.invalid'

/** How to reach PostgreSQL, as `DATABASE_URL` says it. Fits `PoolTarget`. */
export interface DatabaseAddress {
  readonly host: string
  readonly port: number
  readonly user: string
  readonly database: string
  readonly password?: string
  readonly ssl?: false | { readonly rejectUnauthorized: boolean; readonly ca?: string }
}

/**
 * `postgresql://user:password@host:5432/name?sslmode=verify-full`, as libpq reads it (PostgreSQL manual, 32.1.1.2).
 * Of the parameters only `host` (folder of a socket) and `sslmode` are taken; any other would be ignored silently, and is
 * refused. Throws ConfigError naming `source`.
 */
export function parseDatabaseUrl(source: string, text: string): DatabaseAddress {
  // Sockets have no host in the address, which URL refuses after a user: `postgresql://user@/name?host=/run/postgresql`.
  const whole = text.replace(/^(postgres(?:ql)?:\/\/[^/?#]*@)(?=\/)/, `$1${noHost}`)
  const url = URL.canParse(whole) ? new URL(whole) : null
  // The text itself stays out of messages: it holds a password.
  const refuse = (why: string): ConfigError =>
    new ConfigError(source, null, `${why} (example: postgresql://user:password@host:5432/patchyard)`)
  if (url === null || !['postgres:', 'postgresql:'].includes(url.protocol))
    throw refuse('is not a postgresql:// address')
  for (const name of url.searchParams.keys()) {
    if (name !== 'host' && name !== 'sslmode')
      throw refuse(`has the parameter "${name}"; only host and sslmode are known`)
  }
  const host = url.searchParams.get('host') ?? decodeURIComponent(url.hostname).replace(/^\[(.*)\]$/, '$1')
  if (host === '' || host === noHost) throw refuse('names no host')
  const user = decodeURIComponent(url.username)
  if (user === '') throw refuse('names no user')
  const database = decodeURIComponent(url.pathname.slice(1))
  if (database === '' || database.includes('/')) throw refuse('names no database')
  const ssl = tlsOf(url.searchParams.get('sslmode'), refuse)
  return {
    host,
    port: url.port === '' ? 5432 : Number(url.port),
    user,
    database,
    ...(url.password === '' ? {} : { password: decodeURIComponent(url.password) }),
    ...(ssl === undefined ? {} : { ssl }),
  }
}

function tlsOf(mode: string | null, refuse: (why: string) => Error): DatabaseAddress['ssl'] {
  switch (mode) {
    case null:
    case 'disable':
      return undefined
    case 'require':
      // As libpq: encrypted, not authenticated.
      return { rejectUnauthorized: false }
    case 'verify-full':
      return { rejectUnauthorized: true }
    default:
      // `prefer` and `allow` fall back to plain text without a word; `verify-ca` skips the name.
      throw refuse(`has sslmode=${mode}; known are disable, require, verify-full`)
  }
}
