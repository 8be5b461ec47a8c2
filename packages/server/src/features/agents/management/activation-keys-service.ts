import type { ActivationKey, ActivationKeyCreate, ActivationKeyCreated, ListQuery } from '@patchyard/api'
import type { Clock, Random } from '@patchyard/domain'
import { encodeActivationKey, signerFromSeed } from '@patchyard/protocol'
import { assetInScope, type QueryContext } from '@patchyard/query'
import { sql } from 'kysely'
import type { Database, Trx } from '../../../database/database.ts'
import { searchable } from '../../../database/search-columns.ts'
import { Problem } from '../../../errors/problem.ts'
import type { Principal } from '../../../http/principal.ts'
import type { Cursors } from '../../../paging/cursor.ts'
import { contains, type KeysetList, readPage } from '../../../paging/keyset-page.ts'
import { isCidr } from '../../../config/ip-address.ts'
import { ipBytes } from '../../../tls/ip-bytes.ts'
import { contextOf } from '../../../queries/query-context.ts'
import { sqlOf } from '../../../queries/sql-of.ts'
import { readGivenTags } from '../../tags/given-tags-read-model.ts'
import { writeAudit } from '../../audit/audit-service.ts'
import type { Director } from '../trust/director.ts'

export interface ActivationKeys {
  create(principal: Principal, request: ActivationKeyCreate): Promise<ActivationKeyCreated>
  list(
    principal: Principal,
    query: ListQuery,
  ): Promise<{ items: ActivationKey[]; nextCursor: string | null; total: number }>
  revoke(principal: Principal, publicId: string): Promise<ActivationKey>
}

interface KeyRow {
  public_id: string
  title: string
  auto_accept: boolean
  uses: number
  max_uses: number | null
  networks: string[]
  tags: ActivationKey['tags'] | null
  created_at: Date
  valid_from: Date
  expires_at: Date | null
  revoked_at: Date | null
}

/** How often a key was used is how many assets there are: of a scope, those in it. */
const usesOf = (context: QueryContext) =>
  context.scope.kind === 'all'
    ? sql`k.uses`
    : sql`(select count(*)::int from asset a where a.activation_key_id = k.id and a.removed_at is null
            and ${sqlOf<boolean>(assetInScope(context, 'asset'))})`

const columnsFor = (
  context: QueryContext,
) => sql`k.public_id, k.title, k.auto_accept, ${usesOf(context)} as uses, k.max_uses,
  (select json_agg(json_build_object('id', g.public_id, 'name', g.name) order by g.name_folded)
     from activation_key_tag t join tag g on g.id = t.tag_id where t.activation_key_id = k.id) as tags, k.allowed_cidr::text[] as networks,
  k.created_at, k.valid_from, k.expires_at, k.revoked_at`

const list: KeysetList = {
  name: 'activation-keys',
  defaultSort: '-createdAt',
  tie: { expression: sql`k.id`, type: 'bigint' },
  sorts: {
    title: { expression: sql`lower(k.title)`, type: 'text' },
    createdAt: { expression: sql`k.created_at`, type: 'timestamptz' },
    uses: { expression: sql`k.uses`, type: 'bigint' },
  },
}

/**
 * Activation keys are Ed25519 seeds: the text is shown once, the server keeps the public half alone. A text pins the root
 * of now, and our own authority where the certificate comes from it, so first contact is safe.
 */
export function createActivationKeys(ports: {
  database: Database
  clock: Clock
  random: Random
  director: Director
  cursors: Cursors
  installs: (keyText: string) => ActivationKeyCreated['installs']
  caPin: () => Uint8Array | null
}): ActivationKeys {
  const { database, clock, random, director, cursors } = ports

  async function read(trx: Trx, principal: Principal, publicId: string): Promise<ActivationKey | null> {
    const { rows } = await sql<KeyRow>`
      select ${columnsFor(contextOf(principal, clock.nowMs()))} from activation_key k where k.public_id = ${publicId}`.execute(
      trx,
    )
    return rows[0] === undefined ? null : keyOf(rows[0])
  }

  return {
    async create(principal, request) {
      const nowMs = clock.nowMs()
      const seed = random.bytes(32)
      const signer = signerFromSeed(seed)
      const root = director.newestRoot()
      const publicId = random.uuid()
      const caPin = ports.caPin()
      const validFrom = request.validFrom === undefined ? new Date(nowMs) : new Date(request.validFrom)
      const expiresAt = request.expiresAt === undefined ? null : new Date(request.expiresAt)
      if (expiresAt !== null && expiresAt.getTime() <= Math.max(nowMs, validFrom.getTime())) {
        throw new Problem('malformed', { field: '/expiresAt', detail: 'the key would never be valid' })
      }
      for (const network of request.allowedNetworks ?? []) {
        if (!isNetwork(network))
          throw new Problem('malformed', {
            field: '/allowedNetworks',
            detail: `${network} is not a network such as 10.0.0.0/8`,
          })
      }
      const key = await database.inSubscription(principal.subscriptionId, async trx => {
        const subscription = sql<number>`app_subscription()`
        const row = await trx
          .insertInto('activation_key')
          .values({
            public_id: publicId,
            subscription_id: subscription,
            ...searchable('title', request.title.normalize('NFC').trim()),
            key_id: Buffer.from(signer.keyid, 'hex'),
            public_key: Buffer.from(signer.pub, 'hex'),
            root_version: root.version,
            auto_accept: request.autoAccept ?? true,
            max_uses: request.maxUses ?? null,
            allowed_cidr: sql<string[]>`${[...(request.allowedNetworks ?? [])]}::text[]::cidr[]`,
            valid_from: validFrom,
            expires_at: expiresAt,
            created_at: new Date(nowMs),
            created_by: principal.personPublicId,
          })
          .returning('id')
          .executeTakeFirstOrThrow()
        await trx
          .insertInto('door_key')
          .values({
            key_id: Buffer.from(signer.keyid, 'hex'),
            subscription_id: subscription,
            kind: 'activation',
            activation_key_id: row.id,
            public_key: Buffer.from(signer.pub, 'hex'),
            state: 'current',
          })
          .execute()
        // Whoever has a scope gives tags of it alone: the key decides who will see the assets.
        const tags = await readGivenTags(trx, principal, request.tags ?? [])
        await sql`
          insert into activation_key_tag (activation_key_id, tag_id, subscription_id)
          select ${row.id}, v.id, app_subscription() from unnest(${tags.map(tag => tag.id)}::int[]) as v(id)`.execute(
          trx,
        )
        await writeAudit(trx, {
          principal,
          action: 'activationKey.create',
          object: `activationKey:${publicId}`,
          detail: { tags: tags.map(tag => tag.publicId) },
          nowMs,
        })
        return read(trx, principal, publicId)
      })
      const text = encodeActivationKey({
        rootVersion: root.version,
        rootDigest: Buffer.from(root.digest, 'hex'),
        seed,
        ...(caPin === null ? {} : { caPin }),
      })
      const installs = ports.installs(text)
      return { key: key as ActivationKey, text, install: installs[0]?.command ?? '', installs }
    },

    async list(principal, query) {
      const { subscriptionId } = principal
      const page = await database.inSubscription(subscriptionId, trx =>
        readPage<KeyRow>(trx, cursors.of(principal), list, query, {
          columns: columnsFor(contextOf(principal, clock.nowMs())),
          from: sql`from activation_key k where ${contains(sql`lower(k.title)`, query.search)}`,
          scope: [query.search ?? ''],
        }),
      )
      return { items: page.rows.map(keyOf), nextCursor: page.nextCursor, total: page.total }
    },

    async revoke(principal, publicId) {
      const nowMs = clock.nowMs()
      const key = await database.inSubscription(principal.subscriptionId, async trx => {
        const revoked = await trx
          .updateTable('activation_key')
          .set({ revoked_at: new Date(nowMs) })
          .where('public_id', '=', publicId)
          .where('revoked_at', 'is', null)
          .returning('id')
          .executeTakeFirst()
        if (revoked !== undefined) {
          const object = `activationKey:${publicId}`
          await writeAudit(trx, { principal, action: 'activationKey.revoke', object, nowMs })
        }
        return read(trx, principal, publicId)
      })
      if (key === null) throw new Problem('not_found')
      return key
    },
  }
}

/** A network as PostgreSQL's cidr takes it: no bits right of the mask. */
function isNetwork(text: string): boolean {
  if (!isCidr(text)) return false
  const [address = '', length] = text.split('/')
  const bytes = ipBytes(address) ?? Buffer.alloc(0)
  const bits = length === undefined ? bytes.length * 8 : Number(length)
  return bytes.every((byte, at) => (byte & (0xff >> Math.min(Math.max(bits - at * 8, 0), 8))) === 0)
}

function keyOf(row: KeyRow): ActivationKey {
  return {
    id: row.public_id,
    title: row.title,
    autoAccept: row.auto_accept,
    uses: row.uses,
    maxUses: row.max_uses,
    allowedNetworks: row.networks,
    tags: row.tags ?? [],
    createdAt: row.created_at.toISOString(),
    validFrom: row.valid_from.toISOString(),
    expiresAt: row.expires_at?.toISOString() ?? null,
    revokedAt: row.revoked_at?.toISOString() ?? null,
  }
}
