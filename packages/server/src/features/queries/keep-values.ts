import type { Clock } from '@patchyard/domain'
import {
  compileScopePrint,
  compileValues,
  type Entity,
  entities,
  findToken,
  foldText,
  type QueryContext,
  type Scope,
  type Token,
  tokensOf,
} from '@patchyard/query'
import type { Database, Trx } from '../../database/database.ts'
import { shownValue } from '../../queries/shown-value.ts'
import { sqlOf } from '../../queries/sql-of.ts'
import { withinTime } from '../../queries/within-time.ts'
import { bestPrefixes, type CountedValue, type RankedValue } from './best-prefixes.ts'
import { keptValuesStore, type ValueSet } from './kept-values-store.ts'

/** Of what completion answers. */
export const MOST_VALUES = 20
/** What is read in less is read anew each time, and looked at again after IDLE_MS. */
const QUICK_MS = 8
const IDLE_MS = 3_600_000
/** Others are read again after at least this, and so seldom that it takes this share of the time. */
const KEPT_MS = 300_000
const BUSY_SHARE = 1 / 300
/** All rows of a set are written anew: 100,000 once in an hour. */
const ROW_MS = 36
/** Rows written at once. */
const BATCH = 2000
/** For how long values are put in order without a break. */
const TURN_OF_LOOP_MS = 10
/** One turn of the chore, and one reading. */
const TURN_MS = 30_000
const READ_MS = 60_000
const MOST_ROWS = 250_000
const FORGET_MS = 7 * 86_400_000

/** As it stands in value_set: the same for the same tags in any order. */
export const scopeText = (scope: Scope): string =>
  scope.kind === 'all' ? '' : JSON.stringify([...new Set(scope.tagIds)].sort((a, b) => a - b))

const scopeOf = (text: string): Scope =>
  text === '' ? { kind: 'all' } : { kind: 'tags', tagIds: JSON.parse(text) as number[] }

const counted = (rows: readonly { value: unknown; n: number }[], token: Token | undefined): CountedValue[] =>
  rows.map(({ value, n }) => {
    const label = shownValue(token, value)
    return { label, folded: foldText(label), count: n }
  })

/** '' where it makes no difference which assets the scope has: for the whole subscription, and for jobs. */
export async function scopePrint(trx: Trx, entity: Entity, context: QueryContext): Promise<string> {
  if (context.scope.kind === 'all' || entity === 'job') return ''
  const { rows } = await sqlOf<{ print: string }>(compileScopePrint(context)).execute(trx)
  return rows[0]?.print ?? '-'
}

const everyToken = entities.flatMap(entity =>
  tokensOf(entity).flatMap(({ name, completes }) => (completes === true ? [{ entity, token: name }] : [])),
)

/**
 * The chore that keeps values for completion: reads what is due of one subscription, for at most half a minute. Values of the
 * whole subscription are all tried; a scope's only once they were asked for. Resolves with how many sets were read.
 */
export function createValueKeeper(ports: { database: Database; clock: Clock; quickMs?: number }) {
  const { database, clock, quickMs = QUICK_MS } = ports
  const at = (ms: number): Date => new Date(clock.nowMs() + ms)

  async function read(subscriptionId: number, set: ValueSet) {
    const context: QueryContext = { subscriptionId, scope: scopeOf(set.scope), personId: null, nowMs: clock.nowMs() }
    const since = clock.monotonicMs()
    const found = await withinTime(
      database.inSubscription(
        subscriptionId,
        async trx => {
          const before = await scopePrint(trx, set.entity, context)
          const beganMs = clock.monotonicMs()
          const statement = compileValues(set.entity, set.token, '', context, MOST_ROWS)
          const { rows } = await sqlOf<{ value: unknown; n: number }>(statement).execute(trx)
          const tookMs = clock.monotonicMs() - beganMs
          return { rows, tookMs, print: before === (await scopePrint(trx, set.entity, context)) ? before : null }
        },
        { readOnly: true, statementTimeoutMs: READ_MS },
      ),
    )
    return { found, tookMs: clock.monotonicMs() - since }
  }

  async function keep(subscriptionId: number, set: ValueSet): Promise<void> {
    const token = findToken(set.entity, set.token)
    const { found, tookMs } = await read(subscriptionId, set)
    const isKept = found !== null && found.tookMs > quickMs
    const rows = isKept ? found.rows : []
    const dueAt = at(isKept ? Math.max(KEPT_MS, tookMs / BUSY_SHARE, rows.length * ROW_MS) : IDLE_MS)
    await database.inSubscription(subscriptionId, async trx => {
      await keptValuesStore.begin(trx, set.id, { print: found?.print ?? null, isKept, dueAt })
      let batch: RankedValue[] = []
      let turnMs = clock.monotonicMs()
      for (const group of bestPrefixes(counted(rows, token), MOST_VALUES)) {
        batch.push(...group)
        if (batch.length < BATCH && clock.monotonicMs() - turnMs < TURN_OF_LOOP_MS) continue
        // Others have their turn meanwhile.
        await keptValuesStore.add(trx, set.id, batch)
        batch = []
        turnMs = clock.monotonicMs()
      }
      await keptValuesStore.add(trx, set.id, batch)
    })
  }

  return async (subscriptionId: number): Promise<number> => {
    const inside = <T>(work: (trx: Trx) => Promise<T>): Promise<T> => database.inSubscription(subscriptionId, work)
    await inside(async trx => {
      await keptValuesStore.ask(trx, '', everyToken, at(0))
      await keptValuesStore.forget(trx, at(-FORGET_MS))
    })
    const began = clock.monotonicMs()
    let count = 0
    while (clock.monotonicMs() - began < TURN_MS) {
      const set = await inside(trx => keptValuesStore.takeDue(trx, at(0), at(2 * READ_MS)))
      if (set === null) break
      if (findToken(set.entity, set.token)?.completes !== true) continue
      await keep(subscriptionId, set)
      count += 1
    }
    return count
  }
}
