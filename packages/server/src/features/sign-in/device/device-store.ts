import type { Role } from '@patchyard/domain'
import type { Trx } from '../../../database/database.ts'

export interface DeviceLoginRecord {
  readonly publicId: string
  readonly machine: string
  readonly address: string
  readonly createdAt: Date
  readonly expiresAt: Date
}

/** What the person gave: as an API key is asked for. */
export interface KeyWish {
  readonly role?: Role
  readonly expiresAt: string
}

export interface TakenDevice {
  readonly machine: string
  readonly personId: number
  readonly subscriptionId: number
  readonly wish: KeyWish
}

/** Programs that wait for consent. Only hashes of their codes are kept. */
export const deviceStore = {
  async insert(trx: Trx, login: DeviceLoginRecord & { deviceHash: Uint8Array; userHash: Buffer }): Promise<void> {
    await trx
      .insertInto('device_login')
      .values({
        device_hash: Buffer.from(login.deviceHash),
        user_hash: login.userHash,
        public_id: login.publicId,
        machine: login.machine,
        address: login.address,
        created_at: login.createdAt,
        expires_at: login.expiresAt,
      })
      .execute()
  },

  /** One that nobody decided on yet. */
  async findOpen(trx: Trx, userHash: Buffer, now: Date): Promise<DeviceLoginRecord | null> {
    const row = await trx
      .selectFrom('device_login')
      .select(['public_id', 'machine', 'address', 'created_at', 'expires_at'])
      .where('user_hash', '=', userHash)
      .where('decided_at', 'is', null)
      .where('expires_at', '>', now)
      .executeTakeFirst()
    if (row === undefined) return null
    return {
      publicId: row.public_id,
      machine: row.machine,
      address: row.address,
      createdAt: row.created_at,
      expiresAt: row.expires_at,
    }
  },

  /** Not null exactly once. */
  async decide(
    trx: Trx,
    userHash: Buffer,
    decision: { personId: number; subscriptionId: number; wish: KeyWish | null; now: Date },
  ): Promise<{ publicId: string; machine: string; address: string } | null> {
    const row = await trx
      .updateTable('device_login')
      .set({
        decided_at: decision.now,
        allowed: decision.wish !== null,
        person_id: decision.personId,
        subscription_id: decision.subscriptionId,
        key_wish: JSON.stringify(decision.wish),
      })
      .where('user_hash', '=', userHash)
      .where('decided_at', 'is', null)
      .where('expires_at', '>', decision.now)
      .returning(['public_id', 'machine', 'address'])
      .executeTakeFirst()
    return row === undefined ? null : { publicId: row.public_id, machine: row.machine, address: row.address }
  },

  /** What became of it, and when it was last asked for; null when it is over or never was. */
  async poll(
    trx: Trx,
    deviceHash: Uint8Array,
    now: Date,
  ): Promise<{ decided: boolean; allowed: boolean; polledAt: Date | null } | null> {
    const row = await trx
      .selectFrom('device_login')
      .select(['decided_at', 'allowed', 'polled_at'])
      .where('device_hash', '=', Buffer.from(deviceHash))
      .where('expires_at', '>', now)
      .where('taken_at', 'is', null)
      .executeTakeFirst()
    if (row === undefined) return null
    await trx
      .updateTable('device_login')
      .set({ polled_at: now })
      .where('device_hash', '=', Buffer.from(deviceHash))
      .execute()
    return { decided: row.decided_at !== null, allowed: row.allowed === true, polledAt: row.polled_at }
  },

  /** Not null exactly once: one consent gives one key. */
  async take(trx: Trx, deviceHash: Uint8Array, now: Date): Promise<TakenDevice | null> {
    const row = await trx
      .updateTable('device_login')
      .set({ taken_at: now })
      .where('device_hash', '=', Buffer.from(deviceHash))
      .where('allowed', '=', true)
      .where('taken_at', 'is', null)
      .where('expires_at', '>', now)
      .returning(['machine', 'person_id', 'subscription_id', 'key_wish'])
      .executeTakeFirst()
    if (row === undefined || row.person_id === null || row.subscription_id === null) return null
    return {
      machine: row.machine,
      personId: row.person_id,
      subscriptionId: row.subscription_id,
      wish: row.key_wish as KeyWish,
    }
  },

  async deleteExpired(trx: Trx, now: Date): Promise<void> {
    await trx.deleteFrom('device_login').where('expires_at', '<=', now).execute()
  },
}
