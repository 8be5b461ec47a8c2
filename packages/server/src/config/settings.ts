/** One setting: a flag and the variable that stands for it where no flag is given. */
export interface Setting {
  readonly name: string
  readonly flag: `--${string}` | null
  readonly env: string
  /** Word for the value in the help; null: a switch without a value. */
  readonly value: string | null
  readonly help: string
  /** May be given several times; in the variable separated by commas. */
  readonly many?: true
}

/** What can be set, in the order of the help. */
export const settings = [
  {
    name: 'data',
    flag: '--data',
    env: 'PATCHYARD_DATA',
    value: 'FOLDER',
    help: 'everything that must be kept (default: /var/lib/patchyard as root, otherwise ~/.local/share/patchyard)',
  },
  {
    name: 'port',
    flag: '--port',
    env: 'PATCHYARD_PORT',
    value: 'PORT',
    help: 'port to listen on; 0: any free one, see the file `address` in the data folder (default: that of --public-url, otherwise 8080)',
  },
  {
    name: 'listen',
    flag: '--listen',
    env: 'PATCHYARD_LISTEN',
    value: 'ADDRESS',
    help: 'address to listen on (default: 127.0.0.1 without --public-url, otherwise every address)',
  },
  {
    name: 'publicUrl',
    flag: '--public-url',
    env: 'PATCHYARD_PUBLIC_URL',
    value: 'URL',
    help: 'how people and agents reach this server, for example https://patch.example.org:8443',
  },
  {
    name: 'tlsCert',
    flag: '--tls-cert',
    env: 'PATCHYARD_TLS_CERT',
    value: 'FILE',
    help: 'certificate chain, PEM (default: a certificate of an authority of our own)',
  },
  { name: 'tlsKey', flag: '--tls-key', env: 'PATCHYARD_TLS_KEY', value: 'FILE', help: 'its private key, PEM' },
  {
    name: 'trustProxy',
    flag: '--trust-proxy',
    env: 'PATCHYARD_TRUST_PROXY',
    value: 'CIDR',
    help: 'a reverse proxy that ends TLS in front of this server and whose X-Forwarded-For is believed; may be repeated',
    many: true,
  },
  {
    name: 'egressAllow',
    flag: '--egress-allow',
    env: 'PATCHYARD_EGRESS_ALLOW',
    value: 'CIDR',
    help: 'a network outside of the public internet that the server may ask, for an identity provider or a mirror of your own; may be repeated',
    many: true,
  },
  {
    name: 'egressProxy',
    flag: '--egress-proxy',
    env: 'PATCHYARD_EGRESS_PROXY',
    value: 'URL',
    help: 'an HTTP proxy through which the server asks the public internet, http://[user:password@]host:port (a password belongs in the variable)',
  },
  {
    name: 'egressDirect',
    flag: '--egress-direct',
    env: 'PATCHYARD_EGRESS_DIRECT',
    value: 'HOST',
    help: 'a host, or .suffix for all below one, that is asked without the proxy; may be repeated',
    many: true,
  },
  {
    name: 'noFeeds',
    flag: '--no-feeds',
    env: 'PATCHYARD_NO_FEEDS',
    value: null,
    help: 'fetch nothing for the catalog: for servers without a network, which are brought bundles',
  },
  {
    name: 'feedSpace',
    flag: '--feed-space',
    env: 'PATCHYARD_FEED_SPACE',
    value: 'GB',
    help: 'gigabytes that documents of feeds may take in the data folder (default: 20)',
  },
  {
    name: 'demo',
    flag: '--demo',
    env: 'PATCHYARD_DEMO',
    value: null,
    help: 'fill in a small simulated fleet with findings and jobs',
  },
  {
    name: 'logLevel',
    flag: '--log-level',
    env: 'PATCHYARD_LOG_LEVEL',
    value: 'LEVEL',
    help: 'trace, debug, info, warn or error (default: info)',
  },
  {
    name: 'databaseUrl',
    flag: null,
    env: 'DATABASE_URL',
    value: 'URL',
    help: 'PostgreSQL 15 to 18 to use instead of the embedded one; the role owns the database and migrates it',
  },
  {
    name: 'databaseAppUrl',
    flag: null,
    env: 'DATABASE_APP_URL',
    value: 'URL',
    help: 'the role for everything else; must not bypass row-level security (default: patchyard_app, made by the owner)',
  },
] as const satisfies readonly Setting[]

export type SettingName = (typeof settings)[number]['name']

/** Text for `--help`. */
export function helpText(): string {
  const rows = settings.map((setting: Setting) => {
    const left =
      setting.flag === null ? setting.env : `${setting.flag}${setting.value === null ? '' : ` ${setting.value}`}`
    return `  ${left.padEnd(22)} ${setting.help}${setting.flag === null ? '' : ` [${setting.env}]`}`
  })
  return ['Starts the Patchyard server.', '', ...rows, '', '  --help, --version', ''].join('\n')
}
