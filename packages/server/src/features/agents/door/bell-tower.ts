import type { Clock } from '@patchyard/domain'

/** Who of this process's connected agents is told to check in now (protocol §6.6). A bell carries no authority. */
export interface BellTower {
  /** Long poll: true when rung, false after `timeoutMs` or when a newer connection took the place. */
  wait(assetId: number, timeoutMs: number): Promise<boolean>
  /** A socket: `ring` is called for each ring until the returned function ends it; `end` is called when displaced. */
  hang(assetId: number, ring: () => void, end: () => void): () => void
  ring(assetIds: Iterable<number>): void
  connected(): readonly number[]
  /** Server stops: every waiting poll is answered, every socket ended; whoever comes later is answered at once. */
  close(): void
}

interface Rope {
  readonly ring: () => void
  readonly end: () => void
}

/** At most two bells per agent, the newest win: a host that reconnects must not be counted out by its dead sockets. */
const PER_AGENT = 2

export function createBellTower(clock: Clock): BellTower {
  const ropes = new Map<number, Rope[]>()
  let closed = false

  function hang(assetId: number, rope: Rope): () => void {
    if (closed) {
      rope.end()
      return () => {}
    }
    const hung = ropes.get(assetId) ?? []
    hung.push(rope)
    ropes.set(assetId, hung)
    while (hung.length > PER_AGENT) hung.shift()?.end()
    return () => {
      const now = ropes.get(assetId)?.filter(one => one !== rope) ?? []
      if (now.length === 0) ropes.delete(assetId)
      else ropes.set(assetId, now)
    }
  }

  return {
    wait(assetId, timeoutMs) {
      // Requests are admitted until the sockets close, and a timer left behind keeps the process for the whole poll.
      if (closed) return Promise.resolve(false)
      return new Promise(resolve => {
        let takeDown = (): void => {}
        let cancelTimer = (): void => {}
        const done = (rung: boolean): void => {
          takeDown()
          cancelTimer()
          resolve(rung)
        }
        takeDown = hang(assetId, { ring: () => done(true), end: () => done(false) })
        cancelTimer = clock.after(timeoutMs, () => done(false))
      })
    },
    hang: (assetId, ring, end) => hang(assetId, { ring, end }),
    ring(assetIds) {
      for (const assetId of assetIds) for (const rope of [...(ropes.get(assetId) ?? [])]) rope.ring()
    },
    connected: () => [...ropes.keys()],
    close() {
      closed = true
      for (const hung of [...ropes.values()]) for (const rope of [...hung]) rope.end()
      ropes.clear()
    },
  }
}
