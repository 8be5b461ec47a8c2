import type { Clock } from '@patchyard/domain'
import type { LockHolder, LockWait } from '../../core/ports/package-manager.ts'

const ASK_EVERY_MS = 2000

/** Null once nobody holds it; the holder when `lockWaitMs` is over first. Rejects only with the signal's reason. */
export async function waitUntilFree(
  clock: Clock,
  holderNow: () => Promise<LockHolder | null>,
  wait: LockWait,
): Promise<LockHolder | null> {
  const deadline = clock.monotonicMs() + wait.lockWaitMs
  let told = ''
  for (;;) {
    const holder = await holderNow()
    if (holder === null) return null
    const who = `${holder.path} ${String(holder.pid)}`
    if (who !== told) wait.onWait?.(holder)
    told = who
    const left = deadline - clock.monotonicMs()
    if (left <= 0) return holder
    await clock.sleep(Math.min(ASK_EVERY_MS, left), wait.signal)
  }
}

export function describeHolder(holder: LockHolder): string {
  return `${holder.program ?? 'another process'} (${String(holder.pid ?? 'unknown')}) holds ${holder.path}`
}
