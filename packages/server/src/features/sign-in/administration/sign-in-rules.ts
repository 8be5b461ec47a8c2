import type { SignInRules } from '@patchyard/api'
import type { Trx } from '../../../database/database.ts'

/** Behind the wall. */
export async function readSignInRules(trx: Trx, subscriptionId: number): Promise<SignInRules> {
  const row = await trx
    .selectFrom('sign_in_rules')
    .select('second_factor')
    .where('subscription_id', '=', subscriptionId)
    .executeTakeFirst()
  return { secondFactor: row?.second_factor ?? false }
}

export async function writeSignInRules(trx: Trx, subscriptionId: number, rules: SignInRules): Promise<void> {
  await trx
    .insertInto('sign_in_rules')
    .values({ subscription_id: subscriptionId, second_factor: rules.secondFactor })
    .onConflict(on => on.column('subscription_id').doUpdateSet({ second_factor: rules.secondFactor }))
    .execute()
}
