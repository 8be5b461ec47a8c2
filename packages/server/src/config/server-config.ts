import type { DatabaseAddress } from './database-url.ts'

/** Everything that flags and environment say, checked and frozen; nothing else reads `process.env`. */
export interface ServerConfig {
  /** Absolute. */
  readonly dataDir: string
  /** 0: any free port. */
  readonly port: number
  /** Address to listen on; `::` is every address of the machine. */
  readonly host: string
  /** As people and agents reach this server, without a trailing slash; null: derived from address and port. */
  readonly publicUrl: string | null
  readonly tls: TlsChoice
  /** Peers whose `X-Forwarded-For` is believed, as addresses or CIDR. */
  readonly trustedProxies: readonly string[]
  /** Networks that requests of the server may go to although they are not on the public internet. */
  readonly egressAllow: readonly string[]
  /** Through which the public internet is asked; null: without one. */
  readonly egressProxy: EgressProxy | null
  readonly database: DatabaseChoice
  readonly demo: boolean
  /** Whether feeds are fetched from the network. */
  readonly feeds: boolean
  /** What their documents may take in the data folder. */
  readonly feedSpaceBytes: number
  readonly logLevel: LogLevel
}

/** An HTTP proxy through which the public internet is asked. */
export interface EgressProxy {
  /** `http://[user:password@]host:port`. */
  readonly url: string
  /** Hosts that are asked without it: a name, or `.suffix` for all below one. */
  readonly direct: readonly string[]
}

export const logLevels = ['trace', 'debug', 'info', 'warn', 'error'] as const
export type LogLevel = (typeof logLevels)[number]

export type TlsChoice =
  /** PEM files given by the operator. */
  | { readonly kind: 'files'; readonly cert: string; readonly key: string }
  /** A certificate of our own authority, whose key lies in the data folder. */
  | { readonly kind: 'ownCa' }
  /** No TLS: nothing leaves the machine, or a declared proxy has it. */
  | { readonly kind: 'plain'; readonly reason: 'loopback' | 'proxy' }

export type DatabaseChoice =
  | { readonly kind: 'embedded' }
  /** `app` null: the role `patchyard_app`, made by the owner, its password kept in the data folder. */
  | { readonly kind: 'external'; readonly owner: DatabaseAddress; readonly app: DatabaseAddress | null }
