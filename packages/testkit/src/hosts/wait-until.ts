import { setTimeout as sleep } from 'node:timers/promises'

/**
 * Polls until `probe` gives something other than undefined or false.
 * @throws Error naming `what` after `timeoutMs`.
 */
export async function waitUntil<T>(
  what: string,
  probe: () => T | undefined | false | Promise<T | undefined | false>,
  { timeoutMs = 30_000, everyMs = 20 }: { timeoutMs?: number; everyMs?: number } = {},
): Promise<T> {
  const deadline = performance.now() + timeoutMs
  for (;;) {
    const found = await probe()
    if (found !== undefined && found !== false) return found
    if (performance.now() > deadline) throw new Error(`${what}: not after ${String(timeoutMs)} ms`)
    await sleep(everyMs)
  }
}
