import { createHash } from 'node:crypto'
import type { Clock, Random } from '@patchyard/domain'
import type { Logger } from 'pino'
import type { Database } from '../../database/database.ts'
import { Problem } from '../../errors/problem.ts'
import type { AnswerOnce } from '../../http/answer-once.ts'
import { idempotencyStore, type RequestName } from './idempotency-store.ts'
import { openAnswer, sealAnswer } from './sealed-answer.ts'

const KEPT_MS = 24 * 60 * 60 * 1000

export interface IdempotencyService {
  readonly answerOnce: AnswerOnce
  /** A chore: names whose time is over. */
  forget(subscriptionId: number): Promise<void>
}

/**
 * The name is taken in a transaction of its own before anything is done, and the answer written after. A server that dies in
 * between leaves a name without an end: a repetition is told so and does nothing, which is never a second effect.
 */
export function createIdempotencyService(ports: {
  database: Database
  clock: Clock
  random: Random
  log: Logger
}): IdempotencyService {
  const { database, clock, random, log } = ports

  return {
    async answerOnce({ principal, key, content }, work) {
      const { subscriptionId, personId } = principal
      const name: RequestName = { subscriptionId, personId, keyHash: sha256(key) }
      const digest = sha256(content)
      const nowMs = clock.nowMs()
      const known = await database.inSubscription(subscriptionId, trx =>
        idempotencyStore.claim(trx, name, {
          digest,
          now: new Date(nowMs),
          expiresAt: new Date(nowMs + KEPT_MS),
        }),
      )
      if (known !== null) {
        if (!digest.equals(known.digest)) throw new Problem('idempotency_reused')
        if (known.answer === null) throw new Problem('idempotency_pending')
        return { answer: openAnswer(key, known.answer), replayed: true }
      }
      let answer: unknown
      try {
        answer = await work()
      } catch (error) {
        if (didNothing(error)) {
          await database.inSubscription(subscriptionId, trx => idempotencyStore.release(trx, name))
        }
        throw error
      }
      try {
        const sealed = sealAnswer(key, answer, random)
        await database.inSubscription(subscriptionId, trx => idempotencyStore.finish(trx, name, sealed))
      } catch (error) {
        // It is done, and the client gets its answer; only a repetition will hear that its end is not known.
        log.warn({ err: error }, 'the answer of a named request was not kept')
      }
      return { answer, replayed: false }
    },

    async forget(subscriptionId) {
      await database.inSubscription(subscriptionId, trx =>
        idempotencyStore.forget(trx, subscriptionId, new Date(clock.nowMs())),
      )
    },
  }
}

/** Refusals are thrown before or instead of a change; of these two nobody knows. */
function didNothing(error: unknown): boolean {
  return error instanceof Problem && error.code !== 'unknown_outcome' && error.code !== 'internal'
}

const sha256 = (text: string): Buffer => createHash('sha256').update(text, 'utf8').digest()
