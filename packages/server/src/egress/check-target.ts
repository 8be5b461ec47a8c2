import { EgressError } from './egress.ts'
import { isInNetwork, isLoopbackAddress, isPublicAddress } from './special-addresses.ts'

/** What can be said of an address before its name is resolved. Throws EgressError `egress_url`. */
export function checkUrl(text: string): URL {
  const refuse = (why: string): EgressError => new EgressError('egress_url', `the address ${why}`)
  if (!URL.canParse(text)) throw refuse('is none')
  const url = new URL(text)
  if (url.protocol !== 'https:' && url.protocol !== 'http:')
    throw refuse(`begins with ${url.protocol}, not with https:`)
  if (url.username !== '' || url.password !== '') throw refuse('holds a user or password')
  if (url.hash !== '') throw refuse('holds a fragment')
  return url
}

/**
 * The address to connect to, of all that a name stands for: every one must be allowed, so that a name with two faces is refused
 * whichever comes first. `allowed`: networks that the operator opened; `allowHttp`: the operator wrote this address without TLS.
 * Throws EgressError `egress_address` or `egress_url`.
 */
export function chooseAddress(
  url: URL,
  addresses: readonly string[],
  allowed: readonly string[],
  allowHttp = false,
): string {
  const [first] = addresses
  if (first === undefined) throw new EgressError('egress_unresolved', `${url.hostname} has no address`)
  for (const address of addresses) {
    const opened = allowed.some(network => isInNetwork(address, network))
    if (!opened && !isPublicAddress(address)) {
      throw new EgressError(
        'egress_address',
        `${url.hostname} is ${address}, which is not on the public internet; the operator can allow it with --egress-allow`,
      )
    }
    if (url.protocol === 'http:' && !allowHttp && !(opened && isLoopbackAddress(address))) {
      throw new EgressError('egress_url', 'only https is allowed')
    }
  }
  return first
}
