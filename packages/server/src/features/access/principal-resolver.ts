import { type Clock, type Role, roleMay, type Permission } from '@patchyard/domain'
import type { FastifyRequest } from 'fastify'
import type { Database } from '../../database/database.ts'
import { Problem } from '../../errors/problem.ts'
import type { PrincipalResolver } from '../../http/principal.ts'
import { type AccessPrincipal, everything, roleOfKey } from './access-service.ts'
import { accessStore } from './access-store.ts'
import { apiKeyStore } from './api-key-store.ts'
import { looksLikeToken, tokenHash } from './secret-token.ts'

/** Sessions and keys note their last use at most once a minute: reading must not write each time. */
const TOUCH_MS = 60_000

/**
 * Who asks. A browser speaks by its session cookie, a program by `Authorization: Bearer pyk_…`. Person, membership and
 * key are read anew for each request, so that disabling or revoking acts at once.
 */
export function createPrincipalResolver(ports: {
  database: Database
  clock: Clock
  sessionTokenOf: (request: FastifyRequest) => string | undefined
}): PrincipalResolver {
  const { database, clock } = ports
  const refused = (): Problem => new Problem('unauthenticated')

  async function byKey(text: string): Promise<AccessPrincipal> {
    if (!looksLikeToken('pyk', text)) throw refused()
    const found = await database.asOperator(trx => apiKeyStore.findToken(trx, tokenHash(text)))
    if (found === null) throw refused()
    const nowMs = clock.nowMs()
    const speaker = await database.inSubscription(found.subscriptionId, async trx => {
      const row = await apiKeyStore.findSpeaker(trx, found.apiKeyId)
      const usedAt = row?.key.usedAt?.getTime() ?? 0
      if (row !== null && nowMs - usedAt > TOUCH_MS) await apiKeyStore.touch(trx, found.apiKeyId, new Date(nowMs))
      return row
    })
    if (speaker === null || speaker.ownerDisabled || speaker.ownerRole === null) throw refused()
    const { key } = speaker
    if (key.revokedAt !== null || (key.expiresAt !== null && key.expiresAt.getTime() <= nowMs)) throw refused()
    return principalOf({
      subscriptionId: found.subscriptionId,
      personId: key.personId,
      personPublicId: speaker.ownerPublicId,
      email: key.ownerEmail,
      role: roleOfKey(key.role, speaker.ownerRole),
      via: 'apiKey',
      sessionId: null,
      provenAtMs: null,
      needsSecondFactor: false,
    })
  }

  async function bySession(text: string): Promise<AccessPrincipal> {
    if (!looksLikeToken('pys', text)) throw refused()
    const nowMs = clock.nowMs()
    const session = await database.asOperator(async trx => {
      const row = await accessStore.findSession(trx, tokenHash(text))
      if (row !== null && nowMs - row.seenAt.getTime() > TOUCH_MS) {
        await accessStore.touchSession(trx, tokenHash(text), new Date(nowMs))
      }
      return row
    })
    if (session === null || session.expiresAt.getTime() <= nowMs || session.person.disabledAt !== null) throw refused()
    const role = await database.inSubscription(session.subscriptionId, trx =>
      accessStore.findRole(trx, session.subscriptionId, session.person.id),
    )
    if (role === null) throw refused()
    return principalOf({
      subscriptionId: session.subscriptionId,
      personId: session.person.id,
      personPublicId: session.person.publicId,
      email: session.person.email,
      role,
      via: 'session',
      sessionId: null,
      provenAtMs: null,
      needsSecondFactor: false,
    })
  }

  return async request => {
    const authorization = request.headers.authorization
    if (authorization !== undefined) {
      const match = /^Bearer (\S+)$/.exec(authorization)
      if (match === null) throw refused()
      return byKey(match[1] ?? '')
    }
    const cookie = ports.sessionTokenOf(request)
    return cookie === undefined || cookie === '' ? null : bySession(cookie)
  }
}

function principalOf(speaker: {
  subscriptionId: number
  personId: number
  personPublicId: string
  email: string
  role: Role
  via: 'session' | 'apiKey'
  sessionId: string | null
  provenAtMs: number | null
  needsSecondFactor: boolean
}): AccessPrincipal {
  return { ...speaker, scope: everything, can: permission => roleMay(speaker.role, permission as Permission) }
}
