import { licencePermits } from '@patchyard/domain'
import type { QueryContext } from '@patchyard/query'
import type { Principal } from '../http/principal.ts'

/** Who asks and when, for the compiler of the language. The one place where a speaker's scope meets a query. */
export const contextOf = (principal: Principal, nowMs: number, asOfMs?: number): QueryContext => ({
  subscriptionId: principal.subscriptionId,
  personId: principal.personId,
  scope: principal.scope,
  ...(principal.scopeBits === undefined ? {} : { scopeBits: principal.scopeBits }),
  ownJobsOnly: !principal.can('job.readAny'),
  unlicensed: !licencePermits(principal.licence),
  staleAfterMs: principal.staleAfterMs,
  nowMs,
  ...(asOfMs === undefined ? {} : { asOfMs }),
})
