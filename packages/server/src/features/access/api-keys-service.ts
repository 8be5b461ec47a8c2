import type { ApiKey, ApiKeyCreate, ApiKeyCreated, ApiKeyQuery } from '@patchyard/api'
import {
  type Clock,
  decide,
  operatorPermission,
  type Permission,
  type Random,
  rolePermissions,
} from '@patchyard/domain'
import type { Database } from '../../database/database.ts'
import { Problem } from '../../errors/problem.ts'
import type { Principal } from '../../http/principal.ts'
import type { Cursors } from '../../paging/cursor.ts'
import { writeAudit } from '../audit/audit-service.ts'
import { newToken, tokenHash } from '../../secrets/secret-token.ts'
import { apiKeyStore } from './api-key-store.ts'
import { apiKeyOf, findApiKey, listApiKeys } from './api-keys-read-model.ts'

export interface ApiKeysService {
  /** Throws Problem `key_too_strong` for what the maker does not have now, `malformed` for an end in the past. */
  create(principal: Principal, request: ApiKeyCreate): Promise<ApiKeyCreated>
  /** Own keys; of everybody for holders of apiKey.manage. */
  list(principal: Principal, query: ApiKeyQuery): Promise<{ items: ApiKey[]; nextCursor: string | null; total: number }>
  revoke(principal: Principal, publicId: string): Promise<ApiKey>
  /** Notes that the key was seen where no key belongs; its public id, or null when there is no such key (any more). */
  flagLeaked(text: string): Promise<string | null>
}

/** Shown in lists to tell keys apart: 36 of its 256 random bits. */
const PREFIX_LENGTH = 'pyk_'.length + 6

export function createApiKeysService(ports: {
  database: Database
  clock: Clock
  random: Random
  cursors: Cursors
}): ApiKeysService {
  const { database, clock, random, cursors } = ports
  const now = (): Date => new Date(clock.nowMs())
  /** null: every key of the subscription. */
  const ownerOf = (principal: Principal): number | null => (principal.can('apiKey.manage') ? null : principal.personId)

  return {
    async create(principal, request) {
      refuseTooStrong(principal, request)
      const expiresAt = request.expiresAt === undefined ? null : new Date(request.expiresAt)
      if (expiresAt !== null && expiresAt.getTime() <= clock.nowMs()) {
        throw new Problem('malformed', { field: '/expiresAt', detail: 'expiresAt lies in the past' })
      }
      const token = newToken('pyk', random)
      const publicId = random.uuid()
      const title = request.title.normalize('NFC').trim()
      const part = partOf(principal, request)
      return database.inSubscription(principal.subscriptionId, async trx => {
        await apiKeyStore.insert(trx, {
          subscriptionId: principal.subscriptionId,
          publicId,
          personId: principal.personId,
          title,
          ...part,
          prefix: token.text.slice(0, PREFIX_LENGTH),
          tokenHash: token.hash,
          now: now(),
          expiresAt,
        })
        const detail = { title, ...part, expiresAt: expiresAt?.toISOString() ?? null }
        const object = `apiKey:${publicId}`
        await writeAudit(trx, { principal, action: 'apiKey.create', object, detail, nowMs: clock.nowMs() })
        const key = await findApiKey(trx, publicId)
        if (key === null) throw new Error('the key just made is not there')
        return { key: apiKeyOf(key), secret: token.text }
      })
    },

    async list(principal, query) {
      return database.inSubscription(principal.subscriptionId, trx =>
        listApiKeys(trx, cursors.of(principal), query, ownerOf(principal)),
      )
    },

    async revoke(principal, publicId) {
      return database.inSubscription(principal.subscriptionId, async trx => {
        const before = await findApiKey(trx, publicId)
        // Keys of others are not shown to people without apiKey.manage: to them they do not exist.
        if (before === null || !decide(principal, 'apiKey.revoke', { ownerId: before.personId }).allowed) {
          throw new Problem('not_found')
        }
        if (await apiKeyStore.revoke(trx, publicId, now())) {
          const detail = { title: before.title, owner: before.ownerEmail }
          const object = `apiKey:${publicId}`
          await writeAudit(trx, { principal, action: 'apiKey.revoke', object, detail, nowMs: clock.nowMs() })
        }
        return apiKeyOf({ ...before, revokedAt: before.revokedAt ?? now() })
      })
    },

    async flagLeaked(text) {
      const found = await database.asOperator(trx => apiKeyStore.findToken(trx, tokenHash(text)))
      if (found === null) return null
      return database.inSubscription(found.subscriptionId, trx => apiKeyStore.flagLeaked(trx, found.apiKeyId, now()))
    },
  }
}

/** Throws Problem `key_too_strong`. */
function refuseTooStrong(principal: Principal, { role, permissions }: ApiKeyCreate): void {
  const tooMuch = (role === undefined ? [] : rolePermissions[role]).find(one => !principal.can(one))
  if (tooMuch !== undefined) throw new Problem('key_too_strong', { field: '/role', permission: tooMuch })
  const beyond = permissions?.find(one => !principal.can(one))
  if (beyond !== undefined) throw new Problem('key_too_strong', { field: '/permissions', permission: beyond })
}

/**
 * Without a wish the key has what its maker has, today and later. A key that makes a key hands on its own part: what it was
 * made with stays its bound when its maker rises.
 */
function partOf(principal: Principal, { role, permissions }: ApiKeyCreate) {
  const list: readonly (Permission | typeof operatorPermission)[] | null =
    permissions ??
    (role === undefined && principal.via === 'apiKey'
      ? [...principal.permissions, ...(principal.isOperator ? ([operatorPermission] as const) : [])]
      : null)
  return { role: role ?? null, permissions: list === null ? null : [...list] }
}
