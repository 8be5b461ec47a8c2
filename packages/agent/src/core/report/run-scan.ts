import { trustedNow } from '@patchyard/protocol'
import type { ScanTrigger } from '../journal/schema.ts'
import { DEFAULT_SETTINGS } from '../line/take-answer.ts'
import { hostTime, type Session } from '../session.ts'
import { holderText } from '../tasks/lock-wait.ts'
import { storeScan } from './store-scan.ts'

/** A scan does not wait for a busy package manager for ever: it says so and comes again. */
const LOCK_WAIT_MS = 10 * 60_000

/** Looks at the host and stores what it found; the courier reports it. `stopped`: the agent was told to end meanwhile. */
export async function runScan(
  session: Session,
  trigger: ScanTrigger,
  signal: AbortSignal,
): Promise<'done' | 'stopped'> {
  const { journal, inventory, log } = session.ports
  const begun = hostTime(session.ports)
  const stamp = () => {
    const host = hostTime(session.ports)
    return journal.read(view => trustedNow(view.get('anchor'), host)) ?? host.wallMs
  }
  const startedMs = stamp()
  const servedScanAfter = journal.read(view => view.get('work')?.settings.scanAfter ?? DEFAULT_SETTINGS.scanAfter)
  const found = await inventory.collect({
    // What was just installed came from the lists at hand; fetching them again would only delay the verdict.
    refresh: trigger !== 'task',
    lockWaitMs: LOCK_WAIT_MS,
    onWait: holder => log.info(holderText(holder)),
    signal,
  })
  if (signal.aborted) return 'stopped'
  journal.write(tx => {
    const dates = {
      trigger,
      startedMs,
      finishedMs: stamp(),
      startedUptimeS: begun.uptimeS,
      boot: begun.boot,
      servedScanAfter,
    }
    storeScan(tx, dates, found)
  })
  session.scannedOnce = true
  session.scanFraction = session.ports.random.fraction()
  session.courier.wake()
  log.info('scanned', { trigger, status: found.status, rebootNeeded: found.rebootNeeded })
  return 'done'
}
