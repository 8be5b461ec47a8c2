import { entities } from '@patchyard/query'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { thresholds, thresholdsMet } from './both-back-ends.ts'
import { askBoth, openRandomWorld, questions, type RandomWorld } from './random-questions.ts'

// A question costs two to four statements; the long run asks more, of more worlds (random.long.test.ts).
const QUESTIONS = 250

let random: RandomWorld

beforeAll(async () => {
  random = await openRandomWorld(Number(process.env['PATCHYARD_TEST_SEED'] ?? 20240615))
})
afterAll(() => random.db[Symbol.asyncDispose]())

describe('SQL and memory answer the same on every object', () => {
  it.each(entities)(
    '%s',
    async entity => {
      let answered = 0
      const property = fc.asyncProperty(questions(entity), async question => {
        if ((await askBoth(random, question)) > 0) answered += 1
      })
      await fc.assert(property, { numRuns: QUESTIONS })
      // Questions that nothing answers would prove nothing.
      expect(answered).toBeGreaterThan(QUESTIONS / 5)
    },
    120_000,
  )

  it('by both ways where there are two: every threshold was met', () => {
    expect(thresholdsMet).toEqual(new Set(thresholds))
  })
})
