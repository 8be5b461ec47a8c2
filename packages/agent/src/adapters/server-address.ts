/** Where the server is and how to get there; checked once at start, so that a bad value stops the start and names itself. */
export interface ServerAddress {
  /** `https://host[:port]`, or `http://` to this machine or where the local configuration says so. No path, query or user. */
  readonly url: URL
  /** PEM certificates; when given, only they are trusted. */
  readonly ca: string | null
  /** `http://` or `https://` proxy, user and password allowed; null: straight. */
  readonly proxy: URL | null
  /** Hosts reached without the proxy, in the usual NO_PROXY form. */
  readonly noProxy: string | null
}

export class ServerAddressError extends Error {
  readonly code = 'E_SERVER_ADDRESS'
}

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/

/**
 * @param allowPlainHttp the local setting that permits `http://` beyond this machine (agent-protocol §0)
 * @throws ServerAddressError naming what is wrong
 */
export function parseServerUrl(text: string, allowPlainHttp: boolean): URL {
  const url = URL.parse(text)
  if (url === null || (url.protocol !== 'https:' && url.protocol !== 'http:')) {
    throw new ServerAddressError(`server "${text}" is not an address (example: https://patchyard.example.org)`)
  }
  if (url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '' || url.pathname !== '/') {
    throw new ServerAddressError(`server "${url.origin}": no user, path or query is allowed behind the host`)
  }
  if (url.protocol === 'http:' && !LOOPBACK.test(url.hostname) && !allowPlainHttp) {
    throw new ServerAddressError(`server "${url.origin}" is not encrypted; use https:// (or --allow-plain-http)`)
  }
  return url
}

/** @throws ServerAddressError naming what is wrong */
export function parseProxyUrl(text: string): URL {
  // curl and others take a bare host:port.
  const url = URL.parse(/^[a-z0-9+.-]+:\/\//i.test(text) ? text : `http://${text}`)
  if (url === null || (url.protocol !== 'http:' && url.protocol !== 'https:') || url.hostname === '') {
    throw new ServerAddressError('proxy: not an http:// or https:// address (example: http://proxy.example.org:3128)')
  }
  return url
}

/**
 * The proxy that the environment names for this server, as curl and most programs read it. HTTP_PROXY in capitals is ignored for
 * http://, as curl does: in CGI it comes from a request header.
 */
export function proxyFromEnvironment(
  env: Readonly<Record<string, string | undefined>>,
  server: URL,
): { proxy: string | null; noProxy: string | null } {
  const scheme = server.protocol === 'https:' ? (env['https_proxy'] ?? env['HTTPS_PROXY']) : env['http_proxy']
  const proxy = scheme ?? env['all_proxy'] ?? env['ALL_PROXY'] ?? null
  return { proxy: proxy === '' ? null : proxy, noProxy: env['no_proxy'] ?? env['NO_PROXY'] ?? null }
}
