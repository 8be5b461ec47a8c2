import type { Trx } from '../../database/database.ts'
import { lockAlone } from '../../database/subscription-lock.ts'

/** Until the transaction ends nobody else changes people of this subscription: one administrator remains, names stay apart. */
export async function lockPeople(trx: Trx): Promise<void> {
  await lockAlone(trx, 'people')
}
