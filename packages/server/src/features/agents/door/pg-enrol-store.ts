import { sql } from 'kysely'
import type { Trx } from '../../../database/database.ts'
import { searchable } from '../../../database/search-columns.ts'
import type { ActivationRecord, EnrolStore } from '../../../storage/ports/enrol-store.ts'
import { factColumns, lookalikeStatement } from './lookalike.ts'

/** See {@link EnrolStore}. */
export function createPgEnrolStore(trx: Trx, subscriptionId: number): EnrolStore {
  const usable = (keyid: string, peer: string | null, nowMs: number) => {
    const now = new Date(nowMs)
    return sql`activation_key.key_id = ${Buffer.from(keyid, 'hex')}
           and activation_key.revoked_at is null and activation_key.valid_from <= ${now}
           and (activation_key.expires_at is null or activation_key.expires_at > ${now})
           and (activation_key.max_uses is null or activation_key.uses < activation_key.max_uses)
           and (cardinality(activation_key.allowed_cidr) = 0
                or ${peer}::inet <<= any(activation_key.allowed_cidr))`
  }
  const activation = sql`activation_key.id, activation_key.auto_accept, exists (
    select 1 from activation_key_tag k where k.activation_key_id = activation_key.id) as gives_tags`
  return {
    async useNonce(nonce, nowMs) {
      const row = await trx
        .insertInto('used_nonce')
        .values({ nonce: Buffer.from(nonce, 'hex'), used_at: new Date(nowMs) })
        .onConflict(c => c.doNothing())
        .returning('nonce')
        .executeTakeFirst()
      return row !== undefined
    },

    async findActivationKey(keyid, peer, nowMs) {
      const { rows } = await sql<ActivationRow>`
        select ${activation} from activation_key where ${usable(keyid, peer, nowMs)}`.execute(trx)
      return activationOf(rows)
    },

    async useActivationKey(keyid, peer, nowMs) {
      // One statement counts and checks: of fifty enrolments at once with ten uses left, ten get through.
      const { rows } = await sql<ActivationRow>`
        update activation_key set uses = activation_key.uses + 1
         where ${usable(keyid, peer, nowMs)} returning ${activation}`.execute(trx)
      return activationOf(rows)
    },

    async findLookalike(facts) {
      const found = await lookalikeStatement(facts).execute(trx)
      return found.rows[0]?.asset_id ?? null
    },

    async insertAsset(asset, nowMs) {
      const now = new Date(nowMs)
      const row = await trx
        .insertInto('asset')
        .values({
          subscription_id: subscriptionId,
          public_id: asset.assetPublicId,
          ...searchable('name', asset.hostname),
          platform: asset.platform,
          ...searchable('os_name', asset.os),
          ...searchable('architecture', asset.arch),
          agent_version: asset.agentVersion,
          ...factColumns(asset.facts),
          activation_key_id: asset.activationKeyId,
          looks_like: asset.looksLike,
          created_at: now,
          activated_at: asset.active ? now : null,
          licensed: asset.licensed,
        })
        .returning('asset_id')
        .executeTakeFirstOrThrow()
      if (!asset.givesTags) return row.asset_id
      await sql`
        insert into asset_tag (asset_id, tag_id, subscription_id)
        select ${row.asset_id}, k.tag_id, app_subscription() from activation_key_tag k
         where k.activation_key_id = ${asset.activationKeyId}`.execute(trx)
      return row.asset_id
    },

    async insertAgentKey(key) {
      const row = await trx
        .insertInto('door_key')
        .values({
          key_id: Buffer.from(key.keyid, 'hex'),
          subscription_id: subscriptionId,
          kind: 'agent',
          asset_id: key.assetId,
          public_key: Buffer.from(key.publicKey),
          state: 'current',
          enrolled_with: Buffer.from(key.enrolledWith, 'hex'),
        })
        .onConflict(c => c.doNothing())
        .returning('key_id')
        .executeTakeFirst()
      return row !== undefined
    },

    async replaceAgentKey(oldKeyid, next) {
      const old = Buffer.from(oldKeyid, 'hex')
      const { enrolled_with } = await trx
        .updateTable('door_key')
        .set({ state: 'replaced', replaced_by: Buffer.from(next.keyid, 'hex') })
        .where('key_id', '=', old)
        .returning('enrolled_with')
        .executeTakeFirstOrThrow()
      const added = await trx
        .insertInto('door_key')
        .values({
          key_id: Buffer.from(next.keyid, 'hex'),
          subscription_id: subscriptionId,
          kind: 'agent',
          asset_id: next.assetId,
          public_key: Buffer.from(next.publicKey),
          state: 'current',
          enrolled_with,
        })
        .onConflict(c => c.doNothing())
        .returning('key_id')
        .executeTakeFirst()
      return added !== undefined
    },
  }
}

interface ActivationRow {
  id: number
  auto_accept: boolean
  gives_tags: boolean
}

function activationOf([row]: readonly ActivationRow[]): ActivationRecord | null {
  return row === undefined ? null : { id: row.id, autoAccept: row.auto_accept, givesTags: row.gives_tags }
}
