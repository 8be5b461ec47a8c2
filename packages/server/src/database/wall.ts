import { sql, type Transaction } from 'kysely'
import type { DB } from './schema.gen.ts'

/**
 * Puts the rest of a transaction behind the wall of one subscription. The literal is deliberate: `set_config()` does not
 * reach the workers of a distributed database (design.md §4), and SET takes no parameters, so the number is checked here.
 */
export async function withSubscription(trx: Transaction<DB>, subscriptionId: number): Promise<void> {
  await sql.raw(wallStatement(subscriptionId)).execute(trx)
}

/** Exported for statement-log tests. Throws RangeError unless `subscriptionId` is a positive safe integer. */
export function wallStatement(subscriptionId: number): string {
  if (!Number.isSafeInteger(subscriptionId) || subscriptionId < 1) {
    throw new RangeError(`subscription ${String(subscriptionId)} is not a positive integer`)
  }
  return `set local app.subscription = '${subscriptionId}'`
}
