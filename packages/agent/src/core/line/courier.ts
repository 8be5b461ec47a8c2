import { limits, type Standing } from '@patchyard/protocol'
import { noteProblem } from '../journal/problems.ts'
import type { EventRow } from '../journal/schema.ts'
import { JournalError, type JournalView } from '../ports/journal.ts'
import { NetworkError } from '../ports/network.ts'
import { nextReport, type ReportPart, reportRequest } from '../report/build-report.ts'
import { hostTime, type Session } from '../session.ts'
import { backoffMs, jitteredMs, retryAfterMs } from './backoff.ts'
import { checkInRequest } from './check-in.ts'
import { type Duty, EXPELLED_INTERVAL_MS, nextDuty } from './duties.ts'
import { fetchDocument } from './fetch-document.ts'
import type { Line, LinkedReply, LinkedResult } from './linked-exchange.ts'
import { finishRekey, rekeyRequest } from './rekey.ts'
import { eventsRequest, nameOfEvent, nextEvents } from './send-events.ts'
import { DEFAULT_SETTINGS } from './take-answer.ts'
import { missingDocuments } from './take-work.ts'

/** After a refusal that only another scan, another setting or another server version can change. */
const LATER_MS = 600_000
/** An event that was refused as a whole request. */
const HELD_BACK_MS = 3_600_000
/** Agent-protocol §10: a version that is no longer served asks once a day. */
const UNSERVED_MS = 86_400_000
/** At most one check-in a second, however often the bell rings (agent-protocol §6.6). */
const CHECK_IN_EVERY_MS = 1000

/** Everything that goes to the server, one thing at a time. */
export interface Courier {
  /** Returns when the signal aborts. @throws JournalError `E_JOURNAL_IO` */
  run(signal: AbortSignal): Promise<void>
  /** Does what is due, once; milliseconds until something is due again. For `run`, tests and the first check-in of `enroll`. */
  step(): Promise<number>
}

/** Which reply means what for the next attempts. */
interface Quiet {
  failures: number
  untilMs: number
}

export function createCourier(session: Session, line: Line): Courier {
  const { clock, random, journal, log } = session.ports
  const quiet: Quiet = { failures: 0, untilMs: 0 }
  let checkInAtMs = clock.monotonicMs()
  let lastCheckInMs = Number.NEGATIVE_INFINITY
  let reportAfterMs = 0
  let reportSingle = false
  let eventsAfterMs = 0
  let eventsAtMost: number = limits.eventsPerRequest
  let documentAfterMs = 0
  /** Events held back and until when (monotonic clock). A new process tries at once. */
  const heldBack = new Map<string, number>()

  const standingOf = (view: JournalView): Standing => view.get('answer')?.standing ?? 'pending'

  function due(): Duty {
    return journal.read(view =>
      nextDuty({
        nowMs: clock.monotonicMs(),
        standing: standingOf(view),
        quietUntilMs: quiet.untilMs,
        checkInAtMs: nextCheckInMs(),
        helloAtMs: line.newerRootHinted ? clock.monotonicMs() : null,
        rekeying: session.nextSigner !== null,
        reportAtMs: view.get('scan')?.unreported === true ? reportAfterMs : null,
        eventsAtMs: eventsDue(view),
        documentAtMs: missingDocuments(view).length > 0 ? documentAfterMs : null,
      }),
    )
  }

  function nextCheckInMs(): number {
    const soonest = lastCheckInMs + CHECK_IN_EVERY_MS
    const wanted = session.checkInWanted ? soonest : checkInAtMs
    const progress = session.progressAtMs === null ? checkInAtMs : Math.max(soonest, session.progressAtMs)
    return Math.min(checkInAtMs, wanted, progress)
  }

  /** Null: nothing waits for a receipt. */
  function eventsDue(view: JournalView): number | null {
    const nowMs = clock.monotonicMs()
    for (const [name, untilMs] of heldBack) if (untilMs <= nowMs) heldBack.delete(name)
    if (nextEvents(view, 1, heldBack).length > 0) return eventsAfterMs
    const waits = heldBack.size > 0 && view.rows('event', { where: { waiting: 1 }, limit: 1 }).length > 0
    return waits ? Math.min(...heldBack.values()) : null
  }

  function failed(reason: string): void {
    quiet.failures++
    const ms = backoffMs(quiet.failures, random.fraction())
    quiet.untilMs = clock.monotonicMs() + ms
    log.warn('the server could not be asked', { reason, failures: quiet.failures, nextInMs: ms })
  }

  function succeeded(headers: Readonly<Record<string, string>>, reply: { retryAfterS?: number | undefined }): void {
    quiet.failures = 0
    const ms = retryAfterMs(headers['retry-after'], reply.retryAfterS)
    quiet.untilMs = ms === 0 ? 0 : clock.monotonicMs() + ms
  }

  /** What every error reply has in common (agent-protocol §10); true when the caller has nothing of its own to do. */
  function handled(result: LinkedResult<LinkedReply>): boolean {
    if (result.kind === 'accepted') return false
    if (result.kind === 'lost') {
      failed(result.reason)
      return true
    }
    const { status, code, answer } = result
    const waitMs = retryAfterMs(result.headers['retry-after'], undefined)
    if (status === 426) {
      quiet.untilMs = clock.monotonicMs() + UNSERVED_MS
      log.warn('the server no longer serves this version of the protocol', {})
      return true
    }
    // The server was reached and said who may not speak; the next regular check-in asks again.
    if (answer !== null && !mayWork(answer.standing)) {
      quiet.failures = 0
      return true
    }
    // What the first of these says is answered at once: the clock is right now, or the links that were tried are listed.
    if (quiet.failures === 0 && waitMs === 0 && (answer !== null || status === 409)) {
      quiet.failures = 1
      return true
    }
    if (status === 401 && code === 'signature') warnOnce('the server does not know the key of this agent')
    if (code === 'link_unknown') problem('link_unknown', 'the server does not know this line of conversation')
    failed(`${status} ${code}`)
    quiet.untilMs = Math.max(quiet.untilMs, clock.monotonicMs() + waitMs)
    return status !== 400 && status !== 413
  }

  function problem(code: Parameters<typeof noteProblem>[1], detail: string): void {
    journal.write(tx => noteProblem(tx, code, detail, clock.nowMs()))
  }

  const warned = new Set<string>()
  function warnOnce(text: string): void {
    if (!warned.has(text)) log.warn(text)
    warned.add(text)
  }

  async function checkIn(): Promise<void> {
    session.checkInWanted = false
    session.progressAtMs = null
    lastCheckInMs = clock.monotonicMs()
    const before = journal.read(view => view.get('work')?.version ?? 0)
    const result = await line.exchange(checkInRequest(session, line.root.version))
    const now = journal.read(view => ({ standing: standingOf(view), work: view.get('work') }))
    const expelled = now.standing === 'rejected' || now.standing === 'revoked'
    const everyMs = expelled ? EXPELLED_INTERVAL_MS : (now.work?.settings.checkInS ?? DEFAULT_SETTINGS.checkInS) * 1000
    const heard =
      result.kind === 'accepted' || (result.kind === 'refused' && result.answer !== null && !mayWork(now.standing))
    // What failed is due again; the backoff says when.
    checkInAtMs = clock.monotonicMs() + (heard ? jitteredMs(everyMs, random.fraction()) : 0)
    if (result.kind !== 'lost' && result.answer !== null) {
      forgetActivationKey(result.answer.standing)
      session.worker.wake()
    }
    if ((now.work?.version ?? 0) !== before) log.info('work changed', { version: now.work?.version ?? 0 })
    if (result.kind === 'accepted') succeeded(result.headers, result.reply)
    else if (!handled(result)) problem('request_refused', refusalText('check-in', result))
  }

  /** Agent-protocol §6.2: the seed of the activation key is deleted once it is of no more use. */
  function forgetActivationKey(standing: Standing): void {
    if (standing !== 'pending') session.ports.secrets.remove('activation')
  }

  async function report(): Promise<void> {
    const part = journal.read(view => nextReport(view, reportSingle))
    if (part === null) return
    const result = await line.exchange(reportRequest(part, hostTime(session.ports)))
    if (result.kind === 'accepted') {
      reportSingle = false
      succeeded(result.headers, result.reply)
      return
    }
    if (handled(result)) return
    if (result.kind === 'refused' && result.status === 413 && part.sections.length > 1) {
      reportSingle = true
      quiet.untilMs = 0
      return
    }
    dropReport(part, refusalText('report', result))
  }

  /** §10 `malformed`: never right as it is. The next scan makes another. */
  function dropReport(part: ReportPart, text: string): void {
    reportSingle = false
    reportAfterMs = clock.monotonicMs() + LATER_MS
    journal.write(tx => {
      noteProblem(tx, 'request_refused', text, clock.nowMs())
      const scan = tx.get('scan')
      if (scan?.startedUptimeS === part.scan.startedUptimeS) tx.set('scan', { ...scan, unreported: false })
    })
  }

  async function events(): Promise<void> {
    const batch = journal.read(view => nextEvents(view, eventsAtMost, heldBack))
    const result = await line.exchange(eventsRequest(batch))
    if (result.kind === 'accepted') {
      eventsAtMost = limits.eventsPerRequest
      succeeded(result.headers, result.reply)
      // A server that took them and gave no receipt would be asked in a loop.
      if (stillWaiting(batch)) eventsAfterMs = clock.monotonicMs() + jitteredMs(30_000, random.fraction())
      return
    }
    if (handled(result)) return
    if (batch.length > 1) {
      // One of them is refused: smaller and smaller batches find it.
      eventsAtMost = Math.ceil(batch.length / 2)
      quiet.untilMs = 0
      return
    }
    const [only] = batch
    if (only !== undefined) holdBack(only, refusalText('event', result))
    eventsAtMost = limits.eventsPerRequest
  }

  const stillWaiting = (batch: readonly EventRow[]) =>
    journal.read(view => batch.some(row => view.row('event', [row.task, row.n])?.waiting === 1))

  /**
   * An event that no server reads must not hold up every later one. The refusal is not signed, so it may only cost time: the
   * event goes on waiting for its receipt and is tried again.
   */
  function holdBack(row: EventRow, text: string): void {
    heldBack.set(nameOfEvent(row), clock.monotonicMs() + HELD_BACK_MS)
    problem('event_refused', `${row.kind} ${row.n} of task ${row.task}: ${text}`)
  }

  async function rekey(): Promise<void> {
    const next = session.nextSigner
    if (next === null) return
    const result = await line.exchange(rekeyRequest(session, next))
    finishRekey(session)
    if (result.kind === 'accepted') succeeded(result.headers, result.reply)
    else if (!handled(result)) problem('request_refused', refusalText('rekey', result))
  }

  async function document(): Promise<void> {
    const [entry] = journal.read(missingDocuments)
    if (entry === undefined) return
    const reason = await fetchDocument(session, entry)
    session.worker.wake()
    if (reason === null) return
    documentAfterMs = clock.monotonicMs() + jitteredMs(60_000, random.fraction())
    problem('document_digest', `task ${entry.task}: ${reason}`)
  }

  const perform: { readonly [K in Exclude<Duty['kind'], 'wait'>]: () => Promise<void> } = {
    checkin: checkIn,
    hello: () => line.followRoots(),
    rekey,
    report,
    events,
    document,
  }

  async function step(): Promise<number> {
    const duty = due()
    if (duty.kind === 'wait') return duty.ms
    try {
      await perform[duty.kind]()
    } catch (error) {
      if (error instanceof NetworkError) failed(`${error.code}: ${error.message}`)
      // Nothing leaves that is not written down first. Space may come back; a journal that cannot be trusted ends the process.
      else if (error instanceof JournalError && error.code === 'E_JOURNAL_FULL') failed(error.message)
      else throw error
    }
    return 0
  }

  return {
    step,
    run: async signal => {
      while (!signal.aborted) {
        const ms = await step()
        if (ms > 0) await session.courier.sleep(ms, signal)
      }
    },
  }
}

function mayWork(standing: Standing): boolean {
  return standing === 'active' || standing === 'probation'
}

function refusalText(what: string, result: LinkedResult<unknown>): string {
  if (result.kind !== 'refused') return what
  return `${what}: ${result.status} ${result.code}${result.field === null ? '' : ` (${result.field})`}`
}
