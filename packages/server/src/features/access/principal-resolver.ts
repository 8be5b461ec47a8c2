import type { Clock } from '@patchyard/domain'
import type { FastifyRequest } from 'fastify'
import type { Database } from '../../database/database.ts'
import { withSubscription } from '../../database/wall.ts'
import { Problem } from '../../errors/problem.ts'
import type { Principal, PrincipalResolver } from '../../http/principal.ts'
import { needsSecondFactor } from '../sign-in/factors/factors-read-model.ts'
import { looksLikeToken, tokenHash } from '../../secrets/secret-token.ts'
import { openSessions } from '../sign-in/sessions/open-sessions-service.ts'
import { apiKeyStore } from './api-key-store.ts'
import { principalOf } from './speaker.ts'
import { findKeySpeaker, findMember, findSession } from './speaker-read-model.ts'

/** Sessions and keys note their last use at most once a minute: reading must not write each time. */
const TOUCH_MS = 60_000

/**
 * Who asks. A browser speaks by its session cookie, a program by `Authorization: Bearer pyk_…`. Person, membership, scope and
 * key are read anew for each request, so that disabling, revoking and narrowing act at once.
 */
export function createPrincipalResolver(ports: {
  database: Database
  clock: Clock
  sessionTokenOf: (request: FastifyRequest) => string | undefined
}): PrincipalResolver {
  const { database, clock } = ports
  const refused = (): Problem => new Problem('unauthenticated')

  async function byKey(text: string): Promise<Principal> {
    if (!looksLikeToken('pyk', text)) throw refused()
    const nowMs = clock.nowMs()
    // Both statements in one transaction: the first says which wall the second stands behind.
    return database.asOperator(async trx => {
      const found = await apiKeyStore.findToken(trx, tokenHash(text))
      if (found === null) throw refused()
      const { subscriptionId, apiKeyId } = found
      await withSubscription(trx, subscriptionId)
      const speaker = await findKeySpeaker(trx, subscriptionId, apiKeyId, new Date(nowMs))
      if (speaker === null) throw refused()
      if (nowMs - (speaker.usedAt?.getTime() ?? 0) > TOUCH_MS) await apiKeyStore.touch(trx, apiKeyId, new Date(nowMs))
      return principalOf(
        speaker.member,
        { subscriptionId, via: 'apiKey', sessionId: null, provenAtMs: null, needsSecondFactor: false },
        nowMs,
        speaker,
      )
    })
  }

  async function bySession(text: string): Promise<Principal> {
    if (!looksLikeToken('pys', text)) throw refused()
    const nowMs = clock.nowMs()
    return database.asOperator(async trx => {
      const session = await findSession(trx, tokenHash(text))
      if (session === null || session.expiresAt.getTime() <= nowMs) throw refused()
      const { subscriptionId, personId } = session
      await withSubscription(trx, subscriptionId)
      const member = await findMember(trx, subscriptionId, personId)
      if (member === null) throw refused()
      if (nowMs - session.seenAt.getTime() > TOUCH_MS) {
        await openSessions.touch(trx, tokenHash(text), new Date(nowMs))
      }
      return principalOf(
        member,
        {
          subscriptionId,
          via: 'session',
          sessionId: session.sessionId,
          provenAtMs: session.provenAt.getTime(),
          needsSecondFactor: session.byPassword && (await needsSecondFactor(trx, subscriptionId, personId)),
        },
        nowMs,
      )
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
