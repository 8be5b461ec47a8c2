import { sql, type RawBuilder, type Transaction } from 'kysely'
import type { DB } from './schema.gen.ts'

/**
 * Puts the rest of a transaction behind the wall of one subscription. The literal is deliberate: `set_config()` does not
 * reach the workers of a distributed database (design.md §4), and SET takes no parameters, so the number is checked here.
 */
export async function withSubscription(trx: Transaction<DB>, subscriptionId: number): Promise<void> {
  await wallStatement(subscriptionId).execute(trx)
  walls.set(trx, subscriptionId)
}

/** For who writes the installation's own catalog: rows of `subscription_id` 0, and of no subscription. */
export async function withCatalog(trx: Transaction<DB>): Promise<void> {
  await sql`set local app.subscription = '0'`.execute(trx)
  walls.set(trx, 0)
}

/** Takes the wall's value back: the rest of the transaction stands outside of every subscription. */
export async function withoutSubscription(trx: Transaction<DB>): Promise<void> {
  await sql`set local app.subscription = ''`.execute(trx)
  walls.delete(trx)
}

const walls = new WeakMap<Transaction<DB>, number>()

/** The subscription behind whose wall a transaction stands at this moment; null outside of all. */
export const wallOf = (trx: Transaction<DB>): number | null => walls.get(trx) ?? null

/** Throws RangeError unless `subscriptionId` is a positive safe integer. */
export function wallStatement(subscriptionId: number): RawBuilder<unknown> {
  if (!Number.isSafeInteger(subscriptionId) || subscriptionId < 1) {
    throw new RangeError(`subscription ${String(subscriptionId)} is not a positive integer`)
  }
  return sql`set local app.subscription = ${sql.lit(String(subscriptionId))}`
}

/**
 * Tables outside the wall, each with its reason. `wall.db.test.ts` compares this list with the schema: a new table is
 * behind the wall, or its reason stands here.
 */
export const openTables: Readonly<Record<string, string>> = {
  installation: 'one row about the installation itself',
  subscription: 'the list of subscriptions: read to find out which wall applies, by operators',
  root_metadata: 'signed by the installation for all agents; public by nature',
  person: 'one person may be a member of several subscriptions and signs in before one is chosen',
  session: 'the subscription of a request is found by it; only the hash of its token is kept',
  one_time_token: 'links that are used before anybody is signed in; only hashes',
  sign_in_step: 'between password and second factor nobody is signed in yet',
  sign_in_try: 'counts of attempts, by hash; of people and addresses that may not exist',
  known_browser: 'asked while somebody signs in; only the hash of its token is kept',
  totp: 'of a person, who signs in before a subscription is chosen; encrypted with a key that is not in the database',
  recovery_code: 'of a person; only hashes',
  passkey: 'of a person, and found by it before anybody is signed in; public keys only',
  passkey_challenge: 'random numbers that the server gave out, as hashes',
  device_login: 'a program that nobody consented to yet; only hashes of its codes',
  identity_request: 'a sign-in under way at an identity provider; only hashes',
  identity_provider_door:
    'finds the subscription of an identity provider; what the sign-in page shows and nothing else',
  api_key_token: 'finds the subscription of a presented key; holds a hash and nothing else',
  door_key: 'finds the subscription of a signed request of an agent; holds public keys only',
  licence_change:
    'whose licences are to be worked out anew: one statement finds all; holds nothing but the subscription',
  catalog_part: 'what public feeds say, of the installation',
  catalog_fact: 'the same, fact by fact',
  catalog_staged: 'the same, while it is read',
  catalog_due: 'names of what is to be composed of public facts',
  catalog_change: 'numbers of patches of the public catalog that have changed',
  patch_rule: 'packages by which patches of the public catalog are known to be missing',
  patch_edge: 'which patch of the public catalog replaces which',
  lifecycle: 'public: how long a product is looked after',
  feed_source: 'where the catalog comes from: of the installation, the same for all subscriptions',
  feed_document: 'as feed_source: what its documents say is public',
  feed_lease: 'which server process fetches feeds now; one row',
  bundle_key: 'whose bundles the installation believes; public keys only',
  bundle: 'bundles of feeds that operators brought',
  used_nonce: 'random numbers that the server made itself, each with its time',
}
