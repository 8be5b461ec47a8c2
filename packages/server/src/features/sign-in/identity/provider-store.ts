import type { GroupMapping } from '@patchyard/api'
import type { Trx } from '../../../database/database.ts'

export interface ProviderRecord {
  readonly id: number
  readonly publicId: string
  readonly title: string
  readonly issuer: string
  readonly clientId: string
  /** Sealed about {@link providerAbout}. */
  readonly clientSecret: Buffer | null
  readonly scopes: string
  readonly groupClaim: string | null
  readonly mapping: readonly GroupMapping[]
  readonly enabled: boolean
  readonly shown: boolean
  readonly createdAt: Date
}

export const providerAbout = (publicId: string): string => `identity provider:${publicId}`

export const providerColumns = [
  'id',
  'public_id',
  'title',
  'issuer',
  'client_id',
  'client_secret',
  'scopes',
  'group_claim',
  'mapping',
  'enabled',
  'shown',
  'created_at',
] as const

export type NewProvider = Omit<ProviderRecord, 'id' | 'createdAt'>

/** Providers stand behind the wall; their door outside of it says whose they are before anybody is signed in. */
export const providerStore = {
  /** Outside the wall: what the sign-in page offers. */
  async listShown(trx: Trx): Promise<{ id: string; title: string }[]> {
    return trx
      .selectFrom('identity_provider_door')
      .select(['public_id as id', 'title'])
      .where('shown', '=', true)
      .orderBy('title')
      .limit(50)
      .execute()
  },

  /** Outside the wall. */
  async subscriptionOf(trx: Trx, publicId: string): Promise<number | null> {
    const row = await trx
      .selectFrom('identity_provider_door')
      .select('subscription_id')
      .where('public_id', '=', publicId)
      .executeTakeFirst()
    return row?.subscription_id ?? null
  },

  async find(trx: Trx, publicId: string): Promise<ProviderRecord | null> {
    const row = await trx
      .selectFrom('identity_provider')
      .select(providerColumns)
      .where('public_id', '=', publicId)
      .executeTakeFirst()
    return row === undefined ? null : providerOf(row)
  },

  async insert(trx: Trx, subscriptionId: number, provider: NewProvider, now: Date): Promise<void> {
    await trx
      .insertInto('identity_provider')
      .values({ ...rowOf(provider), public_id: provider.publicId, subscription_id: subscriptionId, created_at: now })
      .execute()
    await trx
      .insertInto('identity_provider_door')
      .values({ public_id: provider.publicId, subscription_id: subscriptionId, ...doorOf(provider) })
      .execute()
  },

  async update(trx: Trx, provider: NewProvider): Promise<void> {
    await trx.updateTable('identity_provider').set(rowOf(provider)).where('public_id', '=', provider.publicId).execute()
    await trx
      .updateTable('identity_provider_door')
      .set(doorOf(provider))
      .where('public_id', '=', provider.publicId)
      .execute()
  },

  async remove(trx: Trx, publicId: string): Promise<void> {
    await trx.deleteFrom('identity_provider_door').where('public_id', '=', publicId).execute()
    await trx.deleteFrom('identity_provider').where('public_id', '=', publicId).execute()
  },
}

const rowOf = (provider: NewProvider) => ({
  title: provider.title,
  issuer: provider.issuer,
  client_id: provider.clientId,
  client_secret: provider.clientSecret,
  scopes: provider.scopes,
  group_claim: provider.groupClaim,
  mapping: JSON.stringify(provider.mapping),
  enabled: provider.enabled,
  shown: provider.shown,
})

const doorOf = (provider: NewProvider) => ({ title: provider.title, shown: provider.shown && provider.enabled })

export interface ProviderRow {
  id: number
  public_id: string
  title: string
  issuer: string
  client_id: string
  client_secret: Buffer | null
  scopes: string
  group_claim: string | null
  mapping: unknown
  enabled: boolean
  shown: boolean
  created_at: Date
}

export const providerOf = (row: ProviderRow): ProviderRecord => ({
  id: row.id,
  publicId: row.public_id,
  title: row.title,
  issuer: row.issuer,
  clientId: row.client_id,
  clientSecret: row.client_secret,
  scopes: row.scopes,
  groupClaim: row.group_claim,
  mapping: row.mapping as readonly GroupMapping[],
  enabled: row.enabled,
  shown: row.shown,
  createdAt: row.created_at,
})
