import type { Clock, Random } from '@patchyard/domain'
import { factsOf, type Tally } from '@patchyard/feeds'
import type { Database } from '../../../database/database.ts'
import type { CatalogIntake, DocumentReading, IntakeResult } from './intake-types.ts'
import { applyStaged, countStaged, dropSource, lockPart } from './facts-store.ts'
import { dropForgotten, dropStaged, stageFacts } from './staging-store.ts'

/** A part with fewer facts may shrink by some: one advisory that loses a package is no accident of its publisher. */
const SMALL_PART = 50
const KEPT_SHARE = 0.8
/** Replacing 600,000 facts takes half a minute on two cores. */
const STATEMENT_MS = 600_000

interface Ports {
  readonly database: Database
  readonly clock: Clock
  readonly random: Random
  /** Called after facts have changed: what follows from them is due. */
  wakeComposer(): void
}

/** See {@link CatalogIntake}. Records wait in a staging table, so that a long reading holds no transaction and a repeated one no memory. */
export function createCatalogIntake({ database, clock, random, wakeComposer }: Ports): CatalogIntake {
  const options = { statementTimeoutMs: STATEMENT_MS }
  return {
    async take(reading) {
      const readingId = random.uuid()
      try {
        const tally = await stage(reading, readingId)
        const result = await database.asOperator(async (trx): Promise<IntakeResult> => {
          const nowMs = clock.nowMs()
          const part = await lockPart(trx, reading, nowMs)
          const now = await countStaged(trx, readingId)
          if (isShrunken(reading, part.factCount, now)) return { state: 'held', before: part.factCount, now, tally }
          return { state: 'applied', ...(await applyStaged(trx, readingId, part.id, reading.isWhole, nowMs)), tally }
        }, options)
        if (result.state === 'applied' && result.added + result.changed + result.removed > 0) wakeComposer()
        return result
      } finally {
        await database.asOperator(trx => dropStaged(trx, readingId), options)
      }
    },

    async forget(sourceId) {
      const removed = await database.asOperator(trx => dropSource(trx, sourceId), options)
      if (removed > 0) wakeComposer()
      return removed
    },
  }

  async function stage({ records }: DocumentReading, readingId: string): Promise<Tally> {
    try {
      await database.asOperator(trx => dropForgotten(trx, clock.nowMs()))
      for (;;) {
        const { done, value } = await records.next()
        if (done === true) return value
        const facts = value.flatMap(record => factsOf(record))
        await database.asOperator(trx => stageFacts(trx, readingId, facts, clock.nowMs()))
      }
    } finally {
      // A reader that nobody asks any more would keep its thread and its memory for ever.
      await records.return(undefined as never)
    }
  }
}

const isShrunken = (reading: DocumentReading, before: number, now: number): boolean =>
  reading.isWhole && !reading.acceptShrink && before >= SMALL_PART && now < before * KEPT_SHARE
