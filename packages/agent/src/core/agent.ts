import type { AgentBuild, AgentPorts } from './agent-ports.ts'
import { loadSigners } from './identity.ts'
import { runBell } from './line/bell.ts'
import { type Courier, createCourier } from './line/courier.ts'
import { createLine, type Line } from './line/linked-exchange.ts'
import { startSettling } from './line/take-answer.ts'
import { createSession, hostTime, type Session } from './session.ts'
import type { ItemOptions } from './tasks/run-item.ts'
import { createWorker, type Worker } from './tasks/worker.ts'

/** One process of the agent on an enrolled host. Three loops share the journal and wake each other: line, host, bell. */
export interface Agent {
  readonly session: Session
  readonly line: Line
  readonly courier: Courier
  readonly worker: Worker
  /**
   * Runs until the signal aborts and returns at once then: what is in flight is judged by the journal at the next start.
   * @throws JournalError `E_JOURNAL_IO` and whatever is a fault of ours; the process then ends and is started again.
   */
  run(signal: AbortSignal): Promise<void>
}

/** @throws IdentityError when the host is not enrolled or its key is gone */
export function createAgent(ports: AgentPorts, build: AgentBuild, options: ItemOptions): Agent {
  const { signer, next } = loadSigners(ports)
  const session = createSession(ports, build, signer, next)
  noteBoot(session)
  const line = createLine(session)
  const courier = createCourier(session, line)
  const worker = createWorker(session, options)
  return {
    session,
    line,
    courier,
    worker,
    run: async signal => {
      // One loop that fails ends the others: a worker without a line, or the other way round, is no agent.
      const failed = new AbortController()
      const stop = AbortSignal.any([signal, failed.signal])
      const stopped = new Promise<void>(resolve => {
        if (signal.aborted) resolve()
        signal.addEventListener('abort', () => resolve(), { once: true })
      })
      try {
        await Promise.race([stopped, Promise.all([courier.run(stop), worker.run(stop), runBell(session, stop)])])
      } finally {
        failed.abort()
      }
    },
  }
}

/** A boot that the journal has not seen begins its settling time here (agent-protocol §7.3). */
function noteBoot(session: Session): void {
  const { journal } = session.ports
  const host = hostTime(session.ports)
  if (journal.read(view => view.get('settling')?.boot) === host.boot) return
  journal.write(tx => tx.set('settling', startSettling(host)))
}
