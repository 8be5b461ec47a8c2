import type { CompletionOption, QueryCompleteRequest, QueryCompletion } from '@patchyard/api'
import type { Clock } from '@patchyard/domain'
import { compileValues, complete, type Entity, findToken, valueText } from '@patchyard/query'
import type { Database } from '../../database/database.ts'
import type { Principal } from '../../http/principal.ts'
import { contextOf } from '../../queries/query-context.ts'
import { shownValue } from '../../queries/shown-value.ts'
import { sqlOf } from '../../queries/sql-of.ts'
import { withinTime } from '../../queries/within-time.ts'
import { refuseUnlessMayRead } from './may-read.ts'
import { createValueCache } from './value-cache.ts'

export interface CompleteService {
  /**
   * What fits at a place of a text, stored values with how many objects in the speaker's scope have them. Never refuses a
   * text: it need not be a query yet. Throws Problem `forbidden`.
   */
  complete(principal: Principal, request: QueryCompleteRequest): Promise<QueryCompletion>
}

/** People type on: values that take longer come too late and are left out, and the database is spared. */
const VALUES_MS = 2000

export function createCompleteService(ports: { database: Database; clock: Clock }): CompleteService {
  const { database, clock } = ports
  const cache = createValueCache(clock)

  async function storedValues(
    principal: Principal,
    entity: Entity,
    { token, prefix }: { readonly token: string; readonly prefix: string },
  ): Promise<readonly CompletionOption[]> {
    const context = contextOf(principal, clock.nowMs())
    const known = findToken(entity, token)
    const whose = JSON.stringify([context.subscriptionId, context.scope, entity, token])
    // Of what an object has several of, the first values are given, and those that nobody has are left out.
    const derives = known?.many !== true
    return cache.find({ whose, prefix, derives }, async (begin, most) => {
      const statement = compileValues(entity, token, begin, context, most)
      const found = await withinTime(
        database.inSubscription(
          principal.subscriptionId,
          trx => sqlOf<{ value: unknown; n: number }>(statement).execute(trx),
          { readOnly: true, statementTimeoutMs: VALUES_MS },
        ),
      )
      if (found === null) return null
      return found.rows.map(row => {
        const text = shownValue(known, row.value)
        return { label: text, kind: 'value', detail: '', insert: valueText(text), count: row.n }
      })
    })
  }

  return {
    async complete(principal, { entity, text, position }) {
      refuseUnlessMayRead(principal, entity)
      const { from, to, options, values } = complete(text, position, { entity })
      const stored = values === null ? [] : await storedValues(principal, entity, values)
      return {
        from,
        to,
        options: withCounts(options, stored, findToken(entity, values?.token ?? '')?.values !== undefined),
      }
    },
  }
}

/** Values of a fixed set are known without the database and keep their order; stored ones of other tokens are added. */
function withCounts(
  options: readonly Omit<CompletionOption, 'count'>[],
  stored: readonly CompletionOption[],
  isFixedSet: boolean,
): CompletionOption[] {
  if (!isFixedSet) return [...options.map(option => ({ ...option, count: null })), ...stored]
  const counts = new Map(stored.map(({ label, count }) => [label, count] as const))
  return options.map(option => ({ ...option, count: option.kind === 'value' ? (counts.get(option.label) ?? 0) : null }))
}
