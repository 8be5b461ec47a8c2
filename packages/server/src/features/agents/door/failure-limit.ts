import type { Clock } from '@patchyard/domain'
import { createRateWindow } from './rate-window.ts'

/**
 * Failed signatures: 20 a minute for each (peer, keyid), 600 for each peer (protocol §10). Only failures count, never
 * per agent alone, so nobody is locked out by another's noise.
 */
export interface FailureLimit {
  isBlocked(peer: string, keyid: string): boolean
  note(peer: string, keyid: string): void
}

const PER_PAIR = 20
const PER_PEER = 600

export function createFailureLimit(clock: Clock): FailureLimit {
  // Two windows: a flood of invented keyids must not push the peer's own count out of a bounded memory.
  const pairs = createRateWindow(clock, 60_000)
  const peers = createRateWindow(clock, 60_000)
  return {
    isBlocked: (peer, keyid) => pairs.count(`${peer} ${keyid}`) >= PER_PAIR || peers.count(peer) >= PER_PEER,
    note(peer, keyid) {
      pairs.add(`${peer} ${keyid}`)
      peers.add(peer)
    },
  }
}
