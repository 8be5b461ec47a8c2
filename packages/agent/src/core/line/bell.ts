import type { Standing } from '@patchyard/protocol'
import { NetworkError } from '../ports/network.ts'
import type { Session } from '../session.ts'
import { createWake } from '../wake.ts'
import { backoffMs } from './backoff.ts'
import { OPEN_GATE, ring } from './bell-gate.ts'
import { signedRequest } from './requests.ts'

/** The server holds a poll for 55 s (agent-protocol §6.6). */
const POLL_REPLY_MS = 75_000
const CONNECT_MS = 30_000
/** After a loss the check-ins of a fleet are spread over this. */
const LOSS_JITTER_MS = 30_000
/** Where upgrades do not pass (some proxies), polls are used for this long before the next try. */
const POLL_FOR_MS = 3_600_000
/** How often to look whether the standing allows a bell again. */
const CLOSED_MS = 60_000

/** Keeps a bell open while the standing allows one, and turns its rings into check-ins. Returns when the signal aborts. */
export async function runBell(session: Session, signal: AbortSignal): Promise<void> {
  const { clock, random, network, journal, log } = session.ports
  const pause = createWake(clock)
  let gate = OPEN_GATE
  let failures = 0
  let pollUntilMs = Number.NEGATIVE_INFINITY
  let wasOpen = false

  const checkIn = () => {
    session.checkInWanted = true
    session.courier.wake()
  }
  const onRing = () => {
    const rung = ring(gate, clock.monotonicMs())
    gate = rung.gate
    if (rung.counts) checkIn()
  }
  const request = () => signedRequest(session, '/agent/v1/bell', new Uint8Array(0))

  async function listen(): Promise<void> {
    const { path, headers } = request()
    const connection = await network.openBell({ path, headers, connectWithinMs: CONNECT_MS, onRing, signal })
    failures = 0
    const cancel = wasOpen ? clock.after(random.fraction() * LOSS_JITTER_MS, checkIn) : () => {}
    // What rang between the last check-in and this moment rang for nobody.
    if (!wasOpen) checkIn()
    wasOpen = true
    await connection.closed
    cancel()
  }

  async function poll(): Promise<void> {
    const reply = await network.exchange({ ...request(), maxReplyBytes: 4096, replyWithinMs: POLL_REPLY_MS, signal })
    if (reply.status === 200) onRing()
    else if (reply.status !== 204)
      throw new NetworkError('E_NETWORK_MALFORMED', `the bell was answered with status ${reply.status}`)
    failures = 0
  }

  while (!signal.aborted) {
    if (!mayListen(journal.read(view => view.get('answer')?.standing ?? 'pending'))) {
      await pause.sleep(CLOSED_MS, signal)
      continue
    }
    const polling = clock.monotonicMs() < pollUntilMs
    const beganMs = clock.monotonicMs()
    try {
      await (polling ? poll() : listen())
    } catch (error) {
      if (!(error instanceof NetworkError)) throw error
      if (signal.aborted) return
      if (error.code === 'E_NETWORK_NO_UPGRADE') {
        log.info('the bell is polled: the upgrade was not answered')
        pollUntilMs = clock.monotonicMs() + POLL_FOR_MS
      } else failures++
    }
    // A connection or poll that ends at once must not be opened in a loop.
    const atOnceMs = clock.monotonicMs() - beganMs < 1000 ? 1000 : 0
    await pause.sleep(failures > 0 ? Math.max(atOnceMs, backoffMs(failures, random.fraction())) : atOnceMs, signal)
  }
}

/** Agent-protocol §5: for pending and active agents. */
function mayListen(standing: Standing): boolean {
  return standing === 'pending' || standing === 'active' || standing === 'probation'
}
