import { itemBlocked, type TaskDocument } from '@patchyard/protocol'
import type { ActOptions, LockHolder } from '../ports/package-manager.ts'
import { hostTime, type Session } from '../session.ts'
import { itemFacts } from './begin-facts.ts'
import { endItem } from './item-rows.ts'
import { holderText } from './lock-wait.ts'
import type { ItemEnd } from './outcomes.ts'
import { scopeName } from './scope-name.ts'

/** Somebody was faster between our look at the lock and the engine's own. */
const RACE_MS = 5 * 60_000

/** Text for people while it goes on. */
export type Say = (text: string) => void

/** What every announced item of the package manager needs on its way, whichever kind it is. */
export interface ItemGate {
  /** `mayBegin` of this item now; true stops the waiting, and the caller's rules decide what follows. */
  blocked(): true | null
  end(outcome: ItemEnd): 'ended'
  onWait(holder: LockHolder): void
  act(timeoutMs: number): ActOptions
}

export function itemGate(session: Session, task: string, document: TaskDocument, item: number, say: Say): ItemGate {
  const { journal } = session.ports
  const onWait = (holder: LockHolder) => say(holderText(holder))
  return {
    blocked: () =>
      journal.read(view => {
        const row = view.row('task', [task])
        if (row === null) return true
        const facts = itemFacts(view, hostTime(session.ports), row, session.machine)
        return itemBlocked({ ...facts, finishBefore: document.finishBefore }) === null ? null : true
      }),
    end: outcome => {
      journal.write(tx => endItem(tx, hostTime(session.ports), task, item, outcome))
      return 'ended'
    },
    onWait,
    act: timeoutMs => ({
      timeoutMs,
      lockWaitMs: RACE_MS,
      onWait,
      scopeName: scopeName(task, item),
      onProgress: progress => say(progress.text),
    }),
  }
}
