import type { Clock, Random } from '@patchyard/domain'
import { StartError } from '../../errors/start-error.ts'

export interface Exit {
  readonly status: number | null
  readonly signal: string | null
  readonly error?: Error
}

/** A running `postgres` process, as the supervisor sees it. */
export interface Postmaster {
  readonly pid: number
  readonly exited: Promise<Exit>
  /** It takes connections. */
  isReady(): boolean
  signal(name: 'SIGINT' | 'SIGQUIT' | 'SIGKILL'): void
}

export interface SupervisorPorts {
  readonly clock: Clock
  readonly random: Random
  /** Starts a process; called again after each unexpected end. */
  start(): Promise<Postmaster>
  /** The last lines that the process wrote, for the message of a start that failed. */
  lastLog(): string
  log(level: 'info' | 'warn' | 'error', message: string, detail: object): void
}

export interface Supervisor {
  /** Resolves when the database takes connections for the first time; rejects with StartError when it does not come up. */
  start(): Promise<void>
  /** Fast shutdown: clients are disconnected, data is written. Resolves when the process is gone. */
  stop(): Promise<void>
  readonly pid: number | null
}

const readyWithinMs = 60_000
const firstBackoffMs = 100
const longestBackoffMs = 30_000
/** A process that ran this long was healthy: the next failure starts counting anew. */
const healthyAfterMs = 60_000
const fastShutdownMs = 15_000
const immediateShutdownMs = 5000

/** Keeps one PostgreSQL process running until `stop`. */
export function createSupervisor(ports: SupervisorPorts): Supervisor {
  const { clock } = ports
  const stopping = new AbortController()
  let current: Postmaster | null = null
  let loop: Promise<void> = Promise.resolve()

  async function bringUp(): Promise<Postmaster> {
    const postmaster = await ports.start()
    current = postmaster
    let exit: Exit | null = null
    void postmaster.exited.then(result => (exit = result))
    const end = clock.monotonicMs() + readyWithinMs
    while (!postmaster.isReady()) {
      if (exit !== null) throw new StartError('database_start', `the database ended while starting: ${ports.lastLog()}`)
      if (clock.monotonicMs() > end) {
        // Recovery after a crash may take long with much WAL; it goes on, and nobody is turned away for good.
        ports.log('warn', 'the database is still recovering', { pid: postmaster.pid, lastLog: ports.lastLog() })
        await clock.sleep(5000, stopping.signal)
      }
      await clock.sleep(10, stopping.signal)
    }
    return postmaster
  }

  async function keepRunning(first: Postmaster): Promise<void> {
    let postmaster = first
    let backoffMs = firstBackoffMs
    let since = clock.monotonicMs()
    while (true) {
      const exit = await postmaster.exited
      current = null
      if (stopping.signal.aborted) return
      if (clock.monotonicMs() - since > healthyAfterMs) backoffMs = firstBackoffMs
      ports.log('error', 'the database ended unexpectedly and is started again', { ...exit, lastLog: ports.lastLog() })
      for (;;) {
        const delayMs = Math.ceil(backoffMs * (0.5 + ports.random.fraction() / 2))
        backoffMs = Math.min(backoffMs * 2, longestBackoffMs)
        await clock.sleep(delayMs, stopping.signal).catch(() => undefined)
        if (stopping.signal.aborted) return
        try {
          postmaster = await bringUp()
          break
        } catch (error) {
          if (stopping.signal.aborted) return
          ports.log('error', 'the database does not start', { error, nextTryMs: backoffMs })
        }
      }
      since = clock.monotonicMs()
      ports.log('info', 'the database is back', { pid: postmaster.pid })
    }
  }

  return {
    get pid() {
      return current?.pid ?? null
    },
    async start() {
      loop = keepRunning(await bringUp())
    },
    async stop() {
      stopping.abort()
      if (current !== null) await shutDown(current, clock)
      await loop
    },
  }
}

async function shutDown(postmaster: Postmaster, clock: Clock): Promise<void> {
  for (const [signal, patienceMs] of [
    ['SIGINT', fastShutdownMs],
    ['SIGQUIT', immediateShutdownMs],
    ['SIGKILL', immediateShutdownMs],
  ] as const) {
    postmaster.signal(signal)
    const done = new AbortController()
    const gone = postmaster.exited.then(() => done.abort())
    await Promise.race([gone, clock.sleep(patienceMs, done.signal).catch(() => undefined)])
    if (done.signal.aborted) return
  }
}
