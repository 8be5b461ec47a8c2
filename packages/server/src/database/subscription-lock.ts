import { sql } from 'kysely'
import type { Trx } from './database.ts'

/**
 * What a transaction may hold of its whole subscription, each with the first number of its advisory lock: whoever writes the same
 * number for something else waits for strangers, and can wait in a circle. What each lock is for stands with its owner.
 */
export const subscriptionLocks = {
  /** features/tags/tag-lock.ts */
  tags: 0x746167,
  /** features/people/people-lock.ts */
  people: 0x70656f,
  /** features/licences/calculate-licences.ts */
  licences: 7_203_176,
  /** features/profiles/assign-profiles.ts */
  profiles: 7_203_177,
  /** features/catalog/compose/composer.ts */
  catalog: 7_203_178,
  /** features/findings/past-sums-service.ts */
  pastSums: 7_203_179,
  /** features/jobs/runs/scheduler.ts */
  runs: 7_203_180,
} as const

type SubscriptionLock = keyof typeof subscriptionLocks

/** Until the transaction ends nobody else of the subscription holds it, alone or with others. */
export async function lockAlone(trx: Trx, name: SubscriptionLock): Promise<void> {
  await sql`select pg_advisory_xact_lock(${sql.lit(subscriptionLocks[name])}, app_subscription())`.execute(trx)
}

/** Until the transaction ends nobody of the subscription holds it alone; any number may hold it with others. */
export async function lockWithOthers(trx: Trx, name: SubscriptionLock): Promise<void> {
  await sql`select pg_advisory_xact_lock_shared(${sql.lit(subscriptionLocks[name])}, app_subscription())`.execute(trx)
}

/** Alone, or not at all: false where somebody holds it. */
export async function tryLockAlone(trx: Trx, name: SubscriptionLock): Promise<boolean> {
  const { rows } = await sql<{ locked: boolean }>`
    select pg_try_advisory_xact_lock(${sql.lit(subscriptionLocks[name])}, app_subscription()) as locked`.execute(trx)
  return rows[0]?.locked === true
}
