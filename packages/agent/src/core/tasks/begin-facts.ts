import {
  type BeginFacts,
  type BeginTaskFacts,
  type Blocked,
  type HostTime,
  isSettled,
  itemBlocked,
  type Root,
  trustedNow,
  unknownRequires,
} from '@patchyard/protocol'
import type { TaskRow } from '../journal/schema.ts'
import type { JournalView } from '../ports/journal.ts'
import { hostTime, type Session } from '../session.ts'
import { profileBlocks } from '../profile/profile-rules.ts'
import { DEFAULT_SETTINGS } from '../line/take-answer.ts'
import type { TaskDocument } from '@patchyard/protocol'

/** What the journal and the clocks say for the rules of agent-protocol §7.3; the rules themselves are in the protocol package. */
export function itemFacts(view: JournalView, host: HostTime, row: TaskRow, machine: string): BeginFacts {
  const nowMs = trustedNow(view.get('anchor'), host)
  return {
    standing: view.get('answer')?.standing ?? 'pending',
    listed: row.listed === 1,
    nowMs,
    wallMs: host.wallMs,
    sameMachine: view.get('answer')?.machine === machine,
    profile: profileBlocks(view.get('work')?.settings.profile, nowMs),
  }
}

/** What the rules say against the task's next item, or against a reboot for it, now; null: nothing. */
export function itemBlockedNow(
  session: Session,
  row: TaskRow,
  document: Pick<TaskDocument, 'finishBefore'>,
): Blocked | null {
  return session.ports.journal.read(view => {
    const now = view.row('task', [row.task]) ?? row
    const facts = itemFacts(view, hostTime(session.ports), now, session.machine)
    return itemBlocked({ ...facts, finishBefore: document.finishBefore })
  })
}

export function taskFacts(
  view: JournalView,
  host: HostTime,
  row: TaskRow,
  document: Pick<TaskDocument, 'notBefore' | 'startBefore'>,
  here: { readonly machine: string; readonly root: Root; readonly understands: readonly string[] },
): BeginTaskFacts {
  return {
    ...itemFacts(view, host, row, here.machine),
    expiresMs: view.get('work')?.expires ?? 0,
    notBefore: document.notBefore,
    startBefore: document.startBefore,
    directorCurrent: here.root.director.keys.some(key => key.keyid === row.signedBy),
    requireUnderstood: unknownRequires(here.root, here.understands).length === 0,
    settled: isSettledNow(view, host),
  }
}

/**
 * "Settling" of agent-protocol §7.3, kept over restarts of the agent: a copy whose agent crashes once must not begin at its second
 * start. Silence since the last answer counts like silence from the start.
 */
export function isSettledNow(view: JournalView, host: HostTime): boolean {
  const settling = view.get('settling')
  if (settling === null || settling.boot !== host.boot) return false
  if (settling.settled) return true
  const checkInS = view.get('work')?.settings.checkInS ?? DEFAULT_SETTINGS.checkInS
  const silentS = host.uptimeS - (settling.latestAnswerUptimeS ?? settling.startedUptimeS)
  if (silentS >= 3 * checkInS) return true
  const toMs = (uptimeS: number | null) => (uptimeS === null ? null : uptimeS * 1000)
  return isSettled({
    firstOfBoot: true,
    sinceStartMs: (host.uptimeS - settling.startedUptimeS) * 1000,
    firstAnswerMs: toMs(settling.firstAnswerUptimeS),
    latestAnswerMs: toMs(settling.latestAnswerUptimeS),
    checkInS,
  })
}
