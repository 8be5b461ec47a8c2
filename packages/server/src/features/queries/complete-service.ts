import type { CompletionOption, QueryCompleteRequest, QueryCompletion } from '@patchyard/api'
import type { Clock } from '@patchyard/domain'
import { compileValues, complete, type Entity, findToken, foldText, valueText } from '@patchyard/query'
import type { Database, Trx } from '../../database/database.ts'
import type { Principal } from '../../http/principal.ts'
import { readingAs } from '../../queries/reading-as.ts'
import { shownValue } from '../../queries/shown-value.ts'
import { sqlOf } from '../../queries/sql-of.ts'
import { withinTime } from '../../queries/within-time.ts'
import { refuseUnlessMayRead } from './may-read.ts'
import { MOST_VALUES, scopePrint, scopeText } from './keep-values.ts'
import { keptValuesStore, type ValueSetKey } from './kept-values-store.ts'
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
/** Values of a scope whose reading takes longer are kept from then on. */
const SLOW_MS = 8

export function createCompleteService(ports: { database: Database; clock: Clock }): CompleteService {
  const { database, clock } = ports
  const cache = createValueCache(clock)

  async function storedValues(
    principal: Principal,
    entity: Entity,
    { token, prefix }: { readonly token: string; readonly prefix: string },
    ofInstallation: boolean,
  ): Promise<readonly CompletionOption[] | null> {
    const { context, inside: reading } = readingAs(database, principal, clock.nowMs(), ofInstallation)
    const known = findToken(entity, token)
    const set = { scope: scopeText(context.scope), entity, token }
    const inside = <T>(work: (trx: Trx) => Promise<T>): Promise<T> => reading(work, { statementTimeoutMs: VALUES_MS })
    // What was read for a scope is of that scope's assets of then: with other assets it is another's.
    const print = set.scope === '' ? '' : await withinTime(inside(trx => scopePrint(trx, entity, context)))
    if (print === null) return null
    // Whose jobs they are is a matter of the person, not of the scope: such values are shared with nobody.
    const isPersonal = context.ownJobsOnly === true && (entity === 'task' || entity === 'job')
    // What is kept is a subscription's: the installation's values are read each time.
    const isKept = !isPersonal && !ofInstallation
    const subscription = ofInstallation ? 0 : context.subscriptionId
    const whose = JSON.stringify([subscription, set, print, isPersonal ? context.personId : null])
    // Of what an object has several of, the first values are given, and those that nobody has are left out.
    const derives = known?.many !== true
    return cache.find({ whose, prefix, derives }, async (begin, most) => {
      const folded = foldText(begin)
      if (folded.includes('\0') || !folded.isWellFormed()) return []
      const found = await withinTime(
        inside(async trx => {
          const kept = !isKept ? null : await keptValuesStore.find(trx, set, print, folded)
          // Read by their prefix faster than the whole of them would be kept in memory.
          if (kept !== null) return most > MOST_VALUES ? null : kept
          const since = clock.monotonicMs()
          const { rows } = await sqlOf<{ value: unknown; n: number }>(
            compileValues(entity, token, begin, context, most),
          ).execute(trx)
          if (isKept && set.scope !== '' && clock.monotonicMs() - since > SLOW_MS) askFor(principal.subscriptionId, set)
          return rows.map(({ value, n }) => ({ value: shownValue(known, value), n }))
        }),
      )
      if (isKept && found === null && set.scope !== '') askFor(principal.subscriptionId, set)
      return (
        found?.map(({ value, n }) => ({
          label: value,
          kind: 'value',
          detail: '',
          insert: valueText(value),
          count: n,
        })) ?? null
      )
    })
  }

  /** Nobody waits for it: the keeper reads it soon. What cannot be written now is written by whoever asks next. */
  function askFor(subscriptionId: number, { scope, entity, token }: ValueSetKey): void {
    database
      .inSubscription(subscriptionId, trx =>
        keptValuesStore.ask(trx, scope, [{ entity, token }], new Date(clock.nowMs())),
      )
      .catch(() => undefined)
  }

  return {
    async complete(principal, { entity, text, position, ofInstallation = false }) {
      refuseUnlessMayRead(principal, entity, ofInstallation)
      const { from, to, options, values } = complete(text, position, { entity })
      const stored = values === null ? [] : await storedValues(principal, entity, values, ofInstallation)
      return {
        from,
        to,
        options: withCounts(options, stored, findToken(entity, values?.token ?? '')?.values !== undefined),
      }
    },
  }
}

/**
 * Values of a fixed set are known without the database and keep their order; stored ones of other tokens are added. What was
 * not read, for it took too long or more values occur than are read at once, has no count: nobody knows that it is 0.
 */
function withCounts(
  options: readonly Omit<CompletionOption, 'count'>[],
  stored: readonly CompletionOption[] | null,
  isFixedSet: boolean,
): CompletionOption[] {
  if (!isFixedSet) return [...options.map(option => ({ ...option, count: null })), ...(stored ?? [])]
  const counts = new Map(stored?.map(({ label, count }) => [label, count] as const))
  const rest = stored === null || stored.length >= MOST_VALUES ? null : 0
  return options.map(option => ({
    ...option,
    count: option.kind === 'value' ? (counts.get(option.label) ?? rest) : null,
  }))
}
