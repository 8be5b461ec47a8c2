import type { Trx } from './database.ts'

export type Ending = () => Promise<void>

const endings = new WeakMap<Trx, Ending[]>()

/**
 * Work for the very end of a transaction, just before COMMIT: for rows that everybody's transactions lock, so that the lock is held
 * as short as can be. Runs in the order in which it was asked for; if it fails, nothing of the transaction happened.
 */
export function beforeCommit(trx: Trx, ending: Ending): void {
  const list = endings.get(trx)
  if (list === undefined) throw new Error('not a transaction of Database, or one that is over')
  list.push(ending)
}

/** For the runner of transactions: `work` with its endings. */
export async function withEndings<T>(trx: Trx, work: () => Promise<T>): Promise<T> {
  const list: Ending[] = []
  endings.set(trx, list)
  try {
    const result = await work()
    for (const ending of list) await ending()
    return result
  } finally {
    endings.delete(trx)
  }
}
