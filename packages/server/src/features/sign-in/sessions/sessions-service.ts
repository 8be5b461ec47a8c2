import type { ListQuery, Session } from '@patchyard/api'
import type { Clock } from '@patchyard/domain'
import type { Database } from '../../../database/database.ts'
import { Problem } from '../../../errors/problem.ts'
import type { Principal } from '../../../http/principal.ts'
import type { Cursors } from '../../../paging/cursor.ts'
import { writeAudit } from '../../audit/audit-service.ts'
import { listSessions } from './sessions-read-model.ts'
import { sessionStore } from './session-store.ts'

export interface SessionsService {
  list(principal: Principal, query: ListQuery): Promise<{ items: Session[]; nextCursor: string | null; total: number }>
  /** Throws Problem `not_found` for what is no session of one's own. */
  end(principal: Principal, publicId: string): Promise<void>
  /** All but the one that asks; with a key: all. How many ended. */
  endOthers(principal: Principal): Promise<number>
}

export function createSessionsService(ports: { database: Database; clock: Clock; cursors: Cursors }): SessionsService {
  const { database, clock, cursors } = ports
  return {
    list: (principal, query) =>
      database.inSubscription(principal.subscriptionId, trx =>
        listSessions(trx, cursors.of(principal), query, {
          personId: principal.personId,
          subscriptionId: principal.subscriptionId,
          current: principal.sessionId,
          now: new Date(clock.nowMs()),
        }),
      ),

    end: (principal, publicId) =>
      database.inSubscription(principal.subscriptionId, async trx => {
        if (!(await sessionStore.endOne(trx, principal.personId, publicId))) throw new Problem('not_found')
        const object = `session:${publicId}`
        await writeAudit(trx, { principal, action: 'session.end', object, nowMs: clock.nowMs() })
      }),

    endOthers: principal =>
      database.inSubscription(principal.subscriptionId, async trx => {
        const ended = await sessionStore.endAll(trx, principal.personId, principal.sessionId)
        const object = `person:${principal.personPublicId}`
        const detail = { ended }
        await writeAudit(trx, { principal, action: 'session.endOthers', object, detail, nowMs: clock.nowMs() })
        return ended
      }),
  }
}
