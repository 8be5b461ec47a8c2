/** Everything that flags and environment say, checked and frozen; nothing else reads `process.env`. */
export interface ServerConfig {
  /** Absolute. */
  readonly dataDir: string
  /** 0: any free port. */
  readonly port: number
  /** Address to listen on. */
  readonly host: string
  /** As people and agents reach this server, without a trailing slash; null: derived from host and port. */
  readonly publicUrl: string | null
  readonly tls: TlsChoice
  /** Peers whose `X-Forwarded-For` is believed, as CIDR. */
  readonly trustedProxies: readonly string[]
  readonly database: DatabaseChoice
  readonly demo: boolean
  readonly logLevel: 'trace' | 'debug' | 'info' | 'warn' | 'error'
}

export type TlsChoice =
  | { readonly kind: 'files'; readonly cert: string; readonly key: string }
  | { readonly kind: 'ownCa' }
  | { readonly kind: 'plain'; readonly reason: 'loopback' | 'proxy' }

export type DatabaseChoice =
  | { readonly kind: 'embedded' }
  | { readonly kind: 'external'; readonly ownerUrl: string; readonly appUrl: string | null }
