import type { ServerAddress } from './server-address.ts'

/** Options of Node's agents for the proxy of this server; nothing without one. */
export function proxySettings(address: Pick<ServerAddress, 'proxy' | 'noProxy'>): {
  proxyEnv?: Record<string, string>
} {
  if (address.proxy === null) return {}
  const { href } = address.proxy
  const noProxy = address.noProxy === null ? {} : { NO_PROXY: address.noProxy }
  return { proxyEnv: { HTTPS_PROXY: href, HTTP_PROXY: href, ...noProxy } }
}
