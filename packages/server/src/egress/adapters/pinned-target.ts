import { lookup } from 'node:dns/promises'
import type { RequestOptions } from 'node:http'
import { isIpAddress } from '../../config/ip-address.ts'
import { EgressError } from '../egress.ts'

export type Resolve = (host: string) => Promise<readonly string[]>

export const resolveName: Resolve = async host => (await lookup(host, { all: true })).map(one => one.address)

/** All that a host stands for. Throws EgressError `egress_unresolved`, and what `whenAborted` says when the signal comes first. */
export async function addressesOf(
  url: URL,
  resolve: Resolve,
  signal: AbortSignal,
  whenAborted: () => unknown,
): Promise<readonly string[]> {
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1')
  if (isIpAddress(host)) return [host]
  const over = new AbortController()
  const aborted = new Promise<never>((_, reject) => {
    const refuse = (): void => reject(new Aborted('aborted', { cause: whenAborted() }))
    if (signal.aborted) refuse()
    else signal.addEventListener('abort', refuse, { once: true, signal: over.signal })
  })
  try {
    return await Promise.race([resolve(host), aborted])
  } catch (error) {
    if (error instanceof Aborted) throw error.cause
    throw new EgressError('egress_unresolved', `${host} has no address`, error)
  } finally {
    over.abort()
  }
}

class Aborted extends Error {}

/** Connects to the address that was checked, whatever the name stands for a moment later (S10.2). Certificate and Host stay the name's. */
export const lookupOf =
  (address: string): NonNullable<RequestOptions['lookup']> =>
  (_host, options, answer) => {
    const family = address.includes(':') ? 6 : 4
    const give = answer as (error: null, found: unknown, family?: number) => void
    if ((options as { all?: boolean }).all === true) give(null, [{ address, family }])
    else give(null, address, family)
  }
