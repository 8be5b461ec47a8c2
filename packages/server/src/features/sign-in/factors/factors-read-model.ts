import type { FactorWay } from '@patchyard/api'
import { sql } from 'kysely'
import type { Trx } from '../../../database/database.ts'

/** What a person may answer with after the password; empty: the password is all there is. Outside the wall. */
export async function factorWaysOf(trx: Trx, personId: number): Promise<FactorWay[]> {
  const { rows } = await sql<{ totp: boolean; passkey: boolean; recovery: boolean }>`
    select exists (select from totp where person_id = ${personId} and confirmed_at is not null) as totp,
           exists (select from passkey where person_id = ${personId}) as passkey,
           exists (select from recovery_code where person_id = ${personId} and used_at is null) as recovery`.execute(
    trx,
  )
  const has = rows[0]
  if (has === undefined || (!has.totp && !has.passkey)) return []
  return [
    ...(has.passkey ? (['passkey'] as const) : []),
    ...(has.totp ? (['totp'] as const) : []),
    ...(has.recovery ? (['recoveryCode'] as const) : []),
  ]
}

/** Whether the subscription demands a second factor and the person has none. Behind the wall. */
export async function needsSecondFactor(trx: Trx, subscriptionId: number, personId: number): Promise<boolean> {
  const { rows } = await sql<{ needed: boolean }>`
    select r.second_factor
           and not exists (select from totp where person_id = ${personId} and confirmed_at is not null)
           and not exists (select from passkey where person_id = ${personId}) as needed
    from sign_in_rules r where r.subscription_id = ${subscriptionId}`.execute(trx)
  return rows[0]?.needed ?? false
}
