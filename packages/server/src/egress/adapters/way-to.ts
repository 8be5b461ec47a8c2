import { Agent as HttpAgent, type RequestOptions } from 'node:http'
import { Agent as HttpsAgent } from 'node:https'
import { chooseAddress } from '../check-target.ts'
import type { EgressProxy } from '../../config/server-config.ts'
import { checkProxied, isProxied } from '../proxied.ts'
import { addressesOf, lookupOf, type Resolve } from './pinned-target.ts'

export interface WayPorts {
  readonly allowed: readonly string[]
  readonly resolve: Resolve
  readonly proxy: ProxyAgents | null
}

export interface ProxyAgents extends EgressProxy {
  readonly http: HttpAgent
  readonly https: HttpsAgent
}

/** Node's own agents for proxies: CONNECT with the target's certificate checked for https, the whole address in the request for http. */
export function proxyAgents(proxy: EgressProxy | null): ProxyAgents | null {
  if (proxy === null) return null
  const settings = { proxyEnv: { HTTP_PROXY: proxy.url, HTTPS_PROXY: proxy.url }, keepAlive: false }
  return { ...proxy, http: new HttpAgent(settings), https: new HttpsAgent(settings) }
}

/** How a request reaches its host, once it was allowed to: to the address that was checked, or through the proxy. Throws EgressError. */
export async function wayTo(
  url: URL,
  ports: WayPorts,
  allowHttp: boolean,
  until: { readonly signal: AbortSignal; whenAborted(): unknown },
): Promise<Pick<RequestOptions, 'agent' | 'lookup'>> {
  const { proxy, allowed } = ports
  if (proxy !== null && isProxied(url, proxy, allowed)) {
    checkProxied(url, allowHttp)
    return { agent: url.protocol === 'https:' ? proxy.https : proxy.http }
  }
  const addresses = await addressesOf(url, ports.resolve, until.signal, until.whenAborted)
  return { agent: false, lookup: lookupOf(chooseAddress(url, addresses, allowed, allowHttp)) }
}
