import type {
  ApiKey,
  ApiKeyCreate,
  ApiKeyCreated,
  FirstAdminRequest,
  ListQuery,
  Me,
  SignInRequest,
} from '@patchyard/api'
import { type Clock, type Permission, type Random, type Role, roleMay, rolePermissions } from '@patchyard/domain'
import type { Scope } from '@patchyard/query'
import type { Database, Trx } from '../../database/database.ts'
import { Problem } from '../../errors/problem.ts'
import type { Principal } from '../../http/principal.ts'
import type { CursorCodec } from '../../paging/cursor.ts'
import { apiKeyStore } from './api-key-store.ts'
import { apiKeyOf, listApiKeys } from './api-keys-read-model.ts'
import { accessStore } from './access-store.ts'
import { decoyHash, hashPassword, verifyPassword } from './password.ts'
import { newToken, tokenHash } from './secret-token.ts'

/** Nobody's view is narrowed yet: a person's scope comes with the management of people. */
export const everything: Scope = { kind: 'all' }

const SESSION_MS = 12 * 60 * 60 * 1000
export const FIRST_ADMIN_TOKEN_MS = 15 * 60 * 1000

export interface AccessPrincipal extends Principal {
  readonly role: Role
  readonly email: string
}

export interface AccessService {
  createFirstAdmin(request: FirstAdminRequest): Promise<{ me: Me; sessionToken: string }>
  signIn(request: SignInRequest): Promise<{ me: Me; sessionToken: string }>
  signOut(sessionToken: string): Promise<void>
  me(principal: Principal): Promise<Me>
  createApiKey(principal: Principal, request: ApiKeyCreate): Promise<ApiKeyCreated>
  listApiKeys(
    principal: Principal,
    query: ListQuery,
  ): Promise<{ items: ApiKey[]; nextCursor: string | null; total: number }>
  revokeApiKey(principal: Principal, publicId: string): Promise<ApiKey>
  /** Notes that the key was seen where no key belongs; its public id, or null when there is no such key (any more). */
  flagLeakedKey(text: string): Promise<string | null>
  /** null while an administrator exists; otherwise the text of a fresh one-time token. */
  issueFirstAdminToken(): Promise<string | null>
  /** A person with a role in a subscription. Throws Problem `conflict` when the address is taken. */
  createPerson(
    subscriptionId: number,
    person: { email: string; name: string; password: string; role: Role },
  ): Promise<void>
  /** The speaker that this person is by session. Throws Problem `not_found`. */
  principalOf(subscriptionId: number, email: string): Promise<AccessPrincipal>
}

export function createAccessService(ports: {
  database: Database
  clock: Clock
  random: Random
  cursors: CursorCodec
}): AccessService {
  const { database, clock, random, cursors } = ports
  const now = (): Date => new Date(clock.nowMs())

  async function startSession(trx: Trx, personId: number, subscriptionId: number): Promise<string> {
    const token = newToken('pys', random)
    await accessStore.deleteExpiredSessions(trx, now())
    await accessStore.insertSession(trx, {
      tokenHash: token.hash,
      personId,
      subscriptionId,
      now: now(),
      expiresAt: new Date(clock.nowMs() + SESSION_MS),
    })
    return token.text
  }

  async function meOf(
    person: { publicId: string; email: string; name: string },
    subscriptionId: number,
    role: Role,
    via: 'session' | 'apiKey',
  ): Promise<Me> {
    const subscription = await database.asOperator(trx => accessStore.findSubscription(trx, subscriptionId))
    if (subscription === null) throw new Problem('unauthenticated')
    return {
      id: person.publicId,
      email: person.email,
      name: person.name,
      role,
      permissions: [...rolePermissions[role]],
      subscription: { id: subscription.publicId, name: subscription.name, licence: subscription.licence },
      signedInBy: via,
    }
  }

  return {
    async createFirstAdmin(request) {
      const passwordHash = await hashPassword(request.password, random)
      const email = request.email.normalize('NFC')
      const person = { publicId: random.uuid(), email, name: request.name.normalize('NFC').trim() }
      const subscriptionId = 1
      const sessionToken = await database.inSubscription(subscriptionId, async trx => {
        const used = await accessStore.useFirstAdminToken(trx, tokenHash(request.token), now())
        if (!used || (await accessStore.anyPerson(trx))) throw new Problem('first_admin_refused')
        const personId = await accessStore.insertPerson(trx, {
          ...person,
          emailFolded: email.toLowerCase(),
          passwordHash,
          homeSubscriptionId: subscriptionId,
          now: now(),
        })
        await accessStore.insertMembership(trx, subscriptionId, personId, 'administrator', now())
        return startSession(trx, personId, subscriptionId)
      })
      return { me: await meOf(person, subscriptionId, 'administrator', 'session'), sessionToken }
    },

    async signIn(request) {
      const person = await database.asOperator(trx =>
        accessStore.findPersonByEmail(trx, request.email.normalize('NFC').toLowerCase()),
      )
      const right = await verifyPassword(request.password, person?.passwordHash ?? decoyHash)
      const subscriptionId = person?.homeSubscriptionId ?? null
      if (person === null || !right || person.disabledAt !== null || subscriptionId === null) {
        throw new Problem('sign_in_refused')
      }
      const { role, sessionToken } = await database.inSubscription(subscriptionId, async trx => {
        const found = await accessStore.findRole(trx, subscriptionId, person.id)
        if (found === null) throw new Problem('sign_in_refused')
        return { role: found, sessionToken: await startSession(trx, person.id, subscriptionId) }
      })
      return { me: await meOf(person, subscriptionId, role, 'session'), sessionToken }
    },

    async signOut(sessionToken) {
      await database.asOperator(trx => accessStore.deleteSession(trx, tokenHash(sessionToken)))
    },

    async me(principal) {
      const speaker = principal as AccessPrincipal
      const person = await database.asOperator(trx => accessStore.findPersonByEmail(trx, speaker.email.toLowerCase()))
      if (person === null) throw new Problem('unauthenticated')
      return meOf(person, principal.subscriptionId, speaker.role, principal.via)
    },

    async createApiKey(principal, request) {
      const speaker = principal as AccessPrincipal
      const role = request.role ?? speaker.role
      if (!atMost(role, speaker.role)) throw new Problem('key_too_strong', { field: '/role' })
      const expiresAt = request.expiresAt === undefined ? null : new Date(request.expiresAt)
      if (expiresAt !== null && expiresAt.getTime() <= clock.nowMs()) {
        throw new Problem('malformed', { field: '/expiresAt', detail: 'expiresAt lies in the past' })
      }
      const token = newToken('pyk', random)
      const publicId = random.uuid()
      const title = request.title.normalize('NFC').trim()
      await database.inSubscription(principal.subscriptionId, trx =>
        apiKeyStore.insert(trx, {
          subscriptionId: principal.subscriptionId,
          publicId,
          personId: principal.personId,
          title,
          role,
          tokenHash: token.hash,
          now: now(),
          expiresAt,
        }),
      )
      return {
        key: {
          id: publicId,
          title,
          role,
          owner: speaker.email,
          createdAt: now().toISOString(),
          usedAt: null,
          expiresAt: expiresAt?.toISOString() ?? null,
          revokedAt: null,
          leakedAt: null,
        },
        secret: token.text,
      }
    },

    async listApiKeys(principal, query) {
      const ownerId = principal.can('agent.manage') ? null : principal.personId
      const { subscriptionId } = principal
      return database.inSubscription(subscriptionId, trx =>
        listApiKeys(trx, cursors, query, { subscriptionId, ownerId }),
      )
    },

    async revokeApiKey(principal, publicId) {
      const ownerId = principal.can('agent.manage') ? null : principal.personId
      const key = await database.inSubscription(principal.subscriptionId, trx =>
        apiKeyStore.revoke(trx, publicId, ownerId, now()),
      )
      if (key === null) throw new Problem('not_found')
      return apiKeyOf(key)
    },

    async flagLeakedKey(text) {
      const found = await database.asOperator(trx => apiKeyStore.findToken(trx, tokenHash(text)))
      if (found === null) return null
      return database.inSubscription(found.subscriptionId, trx => apiKeyStore.flagLeaked(trx, found.apiKeyId, now()))
    },

    async createPerson(subscriptionId, person) {
      const passwordHash = await hashPassword(person.password, random)
      const emailFolded = person.email.toLowerCase()
      await database.inSubscription(subscriptionId, async trx => {
        if ((await accessStore.findPersonByEmail(trx, emailFolded)) !== null) {
          throw new Problem('conflict', { field: '/email', detail: 'a person with this address exists' })
        }
        const personId = await accessStore.insertPerson(trx, {
          publicId: random.uuid(),
          email: person.email,
          emailFolded,
          name: person.name,
          passwordHash,
          homeSubscriptionId: subscriptionId,
          now: now(),
        })
        await accessStore.insertMembership(trx, subscriptionId, personId, person.role, now())
      })
    },

    async principalOf(subscriptionId, email) {
      return database.inSubscription(subscriptionId, async trx => {
        const person = await accessStore.findPersonByEmail(trx, email.toLowerCase())
        const role = person === null ? null : await accessStore.findRole(trx, subscriptionId, person.id)
        if (person === null || role === null) throw new Problem('not_found')
        return {
          subscriptionId,
          personId: person.id,
          personPublicId: person.publicId,
          email: person.email,
          role,
          via: 'session' as const,
          sessionId: null,
          provenAtMs: null,
          needsSecondFactor: false,
          scope: everything,
          can: (permission: string) => roleMay(role, permission as Permission),
        }
      })
    },

    async issueFirstAdminToken() {
      return database.asOperator(async trx => {
        if (await accessStore.anyPerson(trx)) return null
        const token = newToken('pya', random)
        await accessStore.replaceFirstAdminToken(trx, token.hash, now(), new Date(clock.nowMs() + FIRST_ADMIN_TOKEN_MS))
        return token.text
      })
    },
  }
}

/** Whether every permission of `role` is one that `than` has too. */
export function atMost(role: Role, than: Role): boolean {
  return rolePermissions[role].every(permission => roleMay(than, permission))
}

/** The role a key acts with today: its own, unless its maker now has less; then the maker's. */
export function roleOfKey(keyRole: Role, ownerRole: Role): Role {
  return atMost(keyRole, ownerRole) ? keyRole : ownerRole
}
