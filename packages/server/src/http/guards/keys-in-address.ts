import type { FastifyInstance } from 'fastify'
import { Problem } from '../../errors/problem.ts'

/** Told the text of each key that was found in an address. */
export type OnLeakedKey = (text: string) => Promise<void>

const key = /pyk_[A-Za-z0-9_-]{43}/g

/**
 * A key in an address is refused and told of, whether it is valid or not and whatever else the request holds: addresses are kept by
 * proxies, logs and browser histories. Whoever sends it must learn that at once.
 */
export function refuseKeysInAddress(web: FastifyInstance, onLeakedKey: OnLeakedKey): void {
  web.addHook('onRequest', async request => {
    const found = new Set([...keysIn(request.raw.url ?? ''), ...keysIn(decoded(request.raw.url ?? ''))])
    if (found.size === 0) return
    for (const text of [...found].slice(0, MOST)) await onLeakedKey(text)
    throw new Problem('key_in_address')
  })
}

/** More keys than this in one address are no accident. */
const MOST = 4

const keysIn = (text: string): string[] => text.match(key) ?? []

function decoded(address: string): string {
  try {
    return decodeURIComponent(address)
  } catch {
    // Not decodable: the router refuses it, too.
    return ''
  }
}
