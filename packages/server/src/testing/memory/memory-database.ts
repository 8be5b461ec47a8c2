import type { DoorKey } from '../../storage/ports/enrol-store.ts'
import { createMemoryTable, type MemoryTable, type UndoLog } from './tables.ts'
import { createTenant, type Tenant } from './tenant.ts'

/** What may go wrong with a transaction; each is asked anew for every transaction. */
export interface DatabaseFaults {
  /** Before it begins: takes its time, or throws what a database that is away throws. */
  readonly before?: () => Promise<void>
  /**
   * `rerun`: a serialization failure, the work is done again from its beginning. `lostBefore`, `lostAfter`: the connection
   * broke at COMMIT, and nothing or everything is kept; the caller hears the same of both. `forgotten`: told as committed and
   * not kept, which no database may do (a planted fault).
   */
  readonly atCommit?: () => 'commit' | 'rerun' | 'lostBefore' | 'lostAfter' | 'forgotten'
  /** What the caller is told when the connection broke at COMMIT. */
  readonly unknownOutcome?: () => Error
  /** After it ended, before the caller hears of it. */
  readonly after?: () => Promise<void>
}

/**
 * The database in memory. Transactions come one after another, so that each sees what a row lock on an agent's line would
 * let it see; what throws leaves nothing behind. Numbers drawn from sequences are not given back, as in PostgreSQL.
 */
export interface MemoryDatabase {
  readonly doorKeys: MemoryTable<string, DoorKey>
  readonly undo: UndoLog
  tenant(subscriptionId: number): Tenant
  nextId(sequence: string): number
  /** `isDead`: the server process that asked is gone; what it had not committed is rolled back. */
  transaction<T>(work: () => Promise<T>, isDead?: () => boolean): Promise<T>
}

/** Nobody hears of it: the process that would is gone. */
export class ProcessGone extends Error {}

export function createMemoryDatabase(faults: DatabaseFaults = {}): MemoryDatabase {
  let steps: (() => void)[] | null = null
  const undo: UndoLog = {
    note(step) {
      if (steps === null) throw new Error('a write outside of any transaction')
      steps.push(step)
    },
  }
  const tenants = new Map<number, Tenant>()
  const sequences = new Map<string, number>()
  let busy: Promise<unknown> = Promise.resolve()

  function rollBack(): void {
    const undone = steps ?? []
    // What undoes must not be noted again.
    steps = []
    for (const step of undone.toReversed()) step()
    steps = null
  }

  async function run<T>(work: () => Promise<T>, isDead: () => boolean): Promise<T> {
    for (;;) {
      if (isDead()) throw new ProcessGone()
      steps = []
      let result: T
      try {
        result = await work()
      } catch (error) {
        rollBack()
        throw error
      }
      if (isDead()) {
        rollBack()
        throw new ProcessGone()
      }
      const end = faults.atCommit?.() ?? 'commit'
      if (end === 'commit' || end === 'lostAfter') steps = null
      else rollBack()
      if (end === 'rerun') continue
      if (end === 'lostBefore' || end === 'lostAfter') {
        throw faults.unknownOutcome?.() ?? new Error('the reply to COMMIT was lost')
      }
      return result
    }
  }

  return {
    doorKeys: createMemoryTable(undo),
    undo,
    tenant(subscriptionId) {
      const known = tenants.get(subscriptionId)
      if (known !== undefined) return known
      const made = createTenant(undo)
      tenants.set(subscriptionId, made)
      return made
    },
    nextId(sequence) {
      const id = (sequences.get(sequence) ?? 0) + 1
      sequences.set(sequence, id)
      return id
    },
    async transaction(work, isDead = () => false) {
      await faults.before?.()
      const turn = busy.then(() => run(work, isDead))
      busy = turn.catch(() => {})
      const ended = await turn.then(
        value => ({ value }),
        (error: unknown) => ({ error }),
      )
      await faults.after?.()
      if ('error' in ended) throw ended.error
      return ended.value
    },
  }
}
