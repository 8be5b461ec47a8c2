import type { Clock } from '@patchyard/domain'
import { assetInScope } from '@patchyard/query'
import { sql } from 'kysely'
import type { Database } from '../../database/database.ts'
import type { Principal } from '../../http/principal.ts'
import { contextOf } from '../../queries/query-context.ts'
import { sqlOf } from '../../queries/sql-of.ts'

/** Of these public ids of assets those in the speaker's scope, by the rule of the lists. */
export const createSeenAssets =
  ({ database, clock }: { readonly database: Database; readonly clock: Clock }) =>
  (principal: Principal, ids: readonly string[]): Promise<ReadonlySet<string>> =>
    database.inSubscription(principal.subscriptionId, async trx => {
      // A stream lives on: which assets the scope had when it began says nothing of now.
      const { scopeBits: _, ...context } = contextOf(principal, clock.nowMs())
      const inScope = sqlOf(assetInScope(context, 'asset'))
      const { rows } = await sql<{ id: string }>`
        select a.public_id as id from asset a where a.public_id = any(${[...ids]}::uuid[]) and ${inScope}`.execute(trx)
      return new Set(rows.map(row => row.id))
    })
