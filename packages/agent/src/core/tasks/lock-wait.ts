import { PackageManagerError, type LockHolder } from '../ports/package-manager.ts'
import type { Session } from '../session.ts'

/** The rules are looked at again this often while another program holds the lock. */
const LOOK_EVERY_MS = 30_000

/**
 * Waits until nobody holds a lock of the package manager, as long as `mayGoOn` says so; it is asked before each stretch. Resolves to
 * what it said when it said no, else to null.
 */
export async function waitForLock<T>(
  session: Session,
  onWait: (holder: LockHolder) => void,
  mayGoOn: () => T | null,
  signal: AbortSignal,
): Promise<T | null> {
  for (;;) {
    const no = mayGoOn()
    if (no !== null) return no
    try {
      await session.ports.packages.waitForLock({ lockWaitMs: LOOK_EVERY_MS, onWait, signal })
      return null
    } catch (error) {
      if (!(error instanceof PackageManagerError && error.code === 'E_LOCK_HELD')) throw error
    }
  }
}

export function holderText(holder: LockHolder): string {
  const who = holder.program === null ? 'another program' : holder.program
  return `waiting for ${who}${holder.pid === null ? '' : ` (process ${holder.pid})`} to release ${holder.path}`
}
