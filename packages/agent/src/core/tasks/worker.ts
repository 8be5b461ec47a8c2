import { trustedNow } from '@patchyard/protocol'
import { noteProblem } from '../journal/problems.ts'
import { KEEP_EVENTS_MS, DEFAULT_SETTINGS } from '../line/take-answer.ts'
import { JournalError } from '../ports/journal.ts'
import { obeyKey, obeyProfile } from '../profile/obey-profile.ts'
import { createRest } from '../rest.ts'
import { scanDue } from '../report/scan-schedule.ts'
import { runScan } from '../report/run-scan.ts'
import { hostTime, type Session } from '../session.ts'
import { chooseTask } from './choose-task.ts'
import { fetchEarly } from './early-download.ts'
import { emptyAfterDropped } from './fetched.ts'
import { advanceReboot } from './reboot.ts'
import type { ItemOptions } from './run-item.ts'
import { advanceTask, beginTask } from './run-task.ts'
import { type DropCode, dropTask, taskDocument } from './task-rows.ts'

/** Everything that touches the host: one task, one item, one scan at a time. */
export interface Worker {
  /** Returns when the signal aborts. @throws JournalError `E_JOURNAL_IO` */
  run(signal: AbortSignal): Promise<void>
  /** Does one thing that is due; milliseconds until something may be due again. For `run` and tests. */
  step(signal: AbortSignal): Promise<number>
}

/** Rules that wait for something without a date (a lock, a clock, a standing) are looked at again this often. */
const LOOK_AGAIN_MS = 15_000
/** Nothing waits: dates of the wall clock may still jump, so a look now and then. */
const IDLE_MS = 3_600_000
const TIDY_EVERY_S = 86_400

export function createWorker(session: Session, options: ItemOptions): Worker {
  const { journal, log, host } = session.ports
  const rest = createRest(session.ports.clock, session.worker, session.ports.memory)
  let tidiedUptimeS = Number.NEGATIVE_INFINITY

  async function step(signal: AbortSignal): Promise<number> {
    const begun = journal
      .read(view => view.rows('task', { where: { ended: 0 } }))
      .filter(row => row.stage !== 'accepted')
    const running = begun.find(row => row.stage !== 'rebootPending')
    if (running !== undefined) {
      if ((await advanceTask(session, running.task, options, signal)) === 'again') return 0
      // Held back: the host is looked at meanwhile, but nothing else begins.
      return Math.min(LOOK_AGAIN_MS, (await scanIfDue(signal)) ?? 0)
    }
    const wanted = journal.read(obeyKey)
    if (wanted !== null && wanted !== session.obeyed) {
      await obeyProfile(session)
      return 0
    }
    const choice = journal.read(view => chooseTask(view, session))
    if (choice.kind === 'begin') return begin(choice.task)
    if (choice.kind === 'drop') {
      drop(choice.task, choice.code)
      return 0
    }
    // Everything that may begin has begun: one reboot serves all tasks that wait for one.
    if (begun.length > 0) {
      if ((await advanceReboot(session, begun)) === 'again') return 0
      return Math.min(LOOK_AGAIN_MS, (await scanIfDue(signal)) ?? 0)
    }
    tidy()
    await emptyAfterDropped(session)
    const early = await fetchEarly(session, options, choice.nextMs)
    if (early.kind === 'did') return 0
    const scanInMs = await scanIfDue(signal)
    if (scanInMs === null) return 0
    const waits = choice.waiting.some(one => one.reason !== 'notBefore' && one.reason !== 'blackout')
    return Math.min(scanInMs, waits ? LOOK_AGAIN_MS : IDLE_MS, untilMs(choice.nextMs), untilMs(early.nextMs))
  }

  function begin(task: string): number {
    const trouble = journal.trouble()
    if (trouble !== null) {
      log.warn('a task cannot begin: the journal has no room', { task, trouble })
      // The room for outcomes may still take these few bytes; when not, the log has it.
      if (trouble === 'E_JOURNAL_FULL') tryToNote('disk_full', `task ${task} cannot begin`)
      return LOOK_AGAIN_MS
    }
    journal.write(tx => {
      const row = tx.row('task', [task])
      // The rules again, in the transaction that begins: an answer may have come since.
      const choice = chooseTask(tx, session)
      if (row === null || choice.kind !== 'begin' || choice.task !== task) return
      beginTask(tx, hostTime(session.ports), row, taskDocument(row))
    })
    log.info('task begun', { task })
    session.courier.wake()
    return 0
  }

  function tryToNote(code: 'disk_full', detail: string): void {
    try {
      journal.write(tx => noteProblem(tx, code, detail, session.ports.clock.nowMs()))
    } catch (error) {
      if (!(error instanceof JournalError && error.code === 'E_JOURNAL_FULL')) throw error
    }
  }

  function drop(task: string, code: DropCode): void {
    journal.write(tx => {
      const row = tx.row('task', [task])
      if (row?.stage === 'accepted') tx.put('task', dropTask(tx, hostTime(session.ports), row, code))
    })
    log.info('task dropped', { task, code })
    session.courier.wake()
  }

  function untilMs(dateMs: number | null): number {
    if (dateMs === null) return IDLE_MS
    const now = journal.read(view => trustedNow(view.get('anchor'), hostTime(session.ports)))
    return now === null ? LOOK_AGAIN_MS : Math.max(1, dateMs - now)
  }

  /** Null when it scanned, else milliseconds until the next scan. */
  async function scanIfDue(signal: AbortSignal): Promise<number | null> {
    const due = journal.read(view =>
      scanDue({
        scan: view.get('scan'),
        settings: view.get('work')?.settings ?? DEFAULT_SETTINGS,
        boot: host.boot,
        uptimeS: host.uptimeS(),
        atStart: !session.scannedOnce,
        fraction: session.scanFraction,
      }),
    )
    if ('inS' in due) return due.inS * 1000
    await runScan(session, due.due, signal)
    return null
  }

  /** Agent-protocol §6.5: what has its receipt is forgotten after 30 days, task by task. */
  function tidy(): void {
    if (host.uptimeS() - tidiedUptimeS < TIDY_EVERY_S) return
    tidiedUptimeS = host.uptimeS()
    const before = session.ports.clock.nowMs() - KEEP_EVENTS_MS
    for (const row of journal.read(view => view.rows('task', { where: { ended: 1 } }))) {
      if (row.endedMs > before) continue
      journal.write(tx => {
        const events = tx.rows('event', { where: { task: row.task } })
        if (events.some(event => event.waiting === 1 || event.madeMs > before)) return
        for (const event of events) tx.remove('event', [event.task, event.n])
        for (const item of tx.rows('item', { where: { task: row.task } })) tx.remove('item', [item.task, item.item])
        tx.remove('task', [row.task])
      })
    }
  }

  return {
    step,
    run: async signal => {
      while (!signal.aborted) {
        let ms: number
        try {
          ms = await step(signal)
        } catch (error) {
          if (!(error instanceof JournalError && error.code === 'E_JOURNAL_FULL')) throw error
          log.warn('the disk is full; nothing begins until there is room', { reason: error.message })
          ms = LOOK_AGAIN_MS
        }
        if (ms > 0) await rest.sleep(ms, signal)
        else rest.worked()
      }
    },
  }
}
