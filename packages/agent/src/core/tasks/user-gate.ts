import { type TaskDocument, type TaskMessages, trustedNow } from '@patchyard/protocol'
import { recordEvent } from '../journal/record-event.ts'
import type { UserWait } from '../journal/schema.ts'
import type { JournalTransaction } from '../ports/journal.ts'
import type { UserMessage } from '../ports/user-messages.ts'
import { hostTime, type Session } from '../session.ts'
import type { Say } from './item-gate.ts'

// What people at the machine are told and may put off (feature J1). Deferrals are in the journal: a restart forgets none. Nobody logged on:
// nobody is waited for.

const MINUTE_MS = 60_000
/** Minutes before a reboot at which people are reminded, beside the first word. */
const REMINDERS = [60, 30, 15, 10, 5, 2, 1]

const fresh = (task: string): UserWait => ({
  task,
  asked: false,
  told: false,
  deferrals: 0,
  untilMs: 0,
  rebootDeferrals: 0,
  rebootUntilMs: 0,
  rebootAgreed: false,
  rebootAtMs: 0,
  remindedMinutes: 0,
})

export function waitOf(session: Session, task: string): UserWait {
  const known = session.ports.journal.read(view => view.get('waits'))
  return known?.find(one => one.task === task) ?? fresh(task)
}

function keep(tx: JournalTransaction, task: string, changes: Partial<UserWait>): void {
  const all = tx.get('waits') ?? []
  const next = { ...(all.find(one => one.task === task) ?? fresh(task)), ...changes }
  tx.set('waits', [...all.filter(one => one.task !== task), next])
}

/** What is kept of a task that is over is of no more use. */
export function forgetWait(tx: JournalTransaction, task: string): void {
  const all = tx.get('waits') ?? []
  if (all.some(one => one.task === task))
    tx.set(
      'waits',
      all.filter(one => one.task !== task),
    )
}

/** Trusted time; while it is unknown the wall clock, which nothing but a pause depends on. */
function nowOf(session: Session): number {
  const host = hostTime(session.ports)
  return session.ports.journal.read(view => trustedNow(view.get('anchor'), host)) ?? host.wallMs
}

const isThere = async (session: Session): Promise<boolean> => (await session.ports.users?.isSomebodyThere()) ?? false

/** Before the first item, whatever it is: who puts a job off does not want its pre-actions either. */
export async function askBefore(
  session: Session,
  task: string,
  messages: TaskMessages | undefined,
  say: Say,
): Promise<'go' | 'wait'> {
  const { users, journal } = session.ports
  const message = messages?.before
  const wait = waitOf(session, task)
  if (message === undefined || users === undefined || wait.asked) return 'go'
  const settle = (): 'go' => {
    journal.write(tx => keep(tx, task, { asked: true }))
    return 'go'
  }
  if (!(await isThere(session))) return settle()
  if (nowOf(session) < wait.untilMs) return waiting()
  const mayDefer = wait.deferrals < message.deferrals.count
  if ((await users.ask(message, mayDefer)) === 'goOn' || !mayDefer) return settle()
  const untilMs = nowOf(session) + message.deferrals.minutes * MINUTE_MS
  journal.write(tx => {
    keep(tx, task, { deferrals: wait.deferrals + 1, untilMs })
    pend(tx, session, task, 'user', untilMs)
  })
  return waiting()

  function waiting(): 'wait' {
    say('waiting: people at this machine put it off')
    return 'wait'
  }
}

/** Once a task, when its first patch begins. */
export async function tellDuring(session: Session, task: string, messages: TaskMessages | undefined): Promise<void> {
  const message = messages?.during
  if (message === undefined || session.ports.users === undefined || waitOf(session, task).told) return
  session.ports.journal.write(tx => keep(tx, task, { told: true }))
  if (await isThere(session)) await session.ports.users.show(message)
}

export async function tellComplete(
  session: Session,
  messages: TaskMessages | undefined,
  succeeded: boolean,
): Promise<void> {
  const message = messages?.complete
  if (message === undefined || !(succeeded || message.evenWhenFailed)) return
  if (await isThere(session)) await session.ports.users?.show(message)
}

/**
 * A reboot is due: asked for, put off as often as the job permits, then counted down. `go`: now. A task without words for it reboots at
 * once, and so does a machine at which nobody is logged on.
 */
export async function askReboot(session: Session, document: TaskDocument, say: Say): Promise<'go' | 'wait'> {
  const { users, journal } = session.ports
  const { task } = document
  const reboot = document.messages?.reboot
  if (reboot === undefined || users === undefined || !(await isThere(session))) return 'go'
  const wait = waitOf(session, task)
  const nowMs = nowOf(session)
  if (reboot.request !== undefined && !wait.rebootAgreed) {
    if (nowMs < wait.rebootUntilMs) return waiting('the reboot was put off')
    const { count, minutes } = reboot.request.deferrals
    const mayDefer = wait.rebootDeferrals < count
    if ((await users.ask(reboot.request, mayDefer)) === 'defer' && mayDefer) {
      const rebootUntilMs = nowOf(session) + minutes * MINUTE_MS
      journal.write(tx => {
        keep(tx, task, { rebootDeferrals: wait.rebootDeferrals + 1, rebootUntilMs })
        pend(tx, session, task, 'reboot', rebootUntilMs)
      })
      return waiting('the reboot was put off')
    }
    journal.write(tx => keep(tx, task, { rebootAgreed: true }))
  }
  return await countDown()

  async function countDown(): Promise<'go' | 'wait'> {
    const { minutes } = (reboot as NonNullable<typeof reboot>).countdown
    const begun = wait.rebootAtMs > 0
    const atMs = begun ? wait.rebootAtMs : nowOf(session) + minutes * MINUTE_MS
    const leftMinutes = Math.ceil((atMs - nowOf(session)) / MINUTE_MS)
    if (leftMinutes <= 0) return 'go'
    const reminder = begun ? reminderOf(leftMinutes, wait.remindedMinutes) : leftMinutes
    if (reminder !== null) {
      journal.write(tx => {
        keep(tx, task, { rebootAgreed: true, rebootAtMs: atMs, remindedMinutes: reminder })
        if (!begun) pend(tx, session, task, 'reboot', atMs)
      })
      await users?.show(countdownText((reboot as NonNullable<typeof reboot>).countdown, leftMinutes))
    }
    return waiting(`rebooting in ${leftMinutes} min`)
  }

  function waiting(why: string): 'wait' {
    say(`waiting: ${why}`)
    return 'wait'
  }
}

/** The reminder that is due and was not given; null: none. */
export function reminderOf(leftMinutes: number, remindedMinutes: number): number | null {
  const due = REMINDERS.findLast(one => leftMinutes <= one)
  return due !== undefined && due < remindedMinutes ? due : null
}

function countdownText(message: UserMessage, minutes: number): UserMessage {
  const when = minutes === 1 ? 'in one minute' : `in ${minutes} minutes`
  return { title: message.title, text: `${message.text}\nThis machine is rebooted ${when}. Save your work.` }
}

function pend(tx: JournalTransaction, session: Session, task: string, code: 'user' | 'reboot', until: number): void {
  const row = tx.row('task', [task])
  if (row !== null) tx.put('task', recordEvent(tx, hostTime(session.ports), row, 'pending', { code, until }))
  session.courier.wake()
}
