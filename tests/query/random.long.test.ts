import { entities } from '@patchyard/query'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { askBoth, openRandomWorld, questions } from './random-questions.ts'

// 25 worlds × 5 entities × 800 questions.
const WORLDS = Array.from({ length: 25 }, (_, i) => i + 1)
const QUESTIONS = 800

it.each(WORLDS)('SQL and memory answer the same on every object of world %i', async seed => {
  const random = await openRandomWorld(seed)
  try {
    for (const entity of entities) {
      let answered = 0
      const property = fc.asyncProperty(questions(entity), async question => {
        if ((await askBoth(random, question)) > 0) answered += 1
      })
      await fc.assert(property, { numRuns: QUESTIONS })
      expect(answered).toBeGreaterThan(QUESTIONS / 10)
    }
  } finally {
    await random.db[Symbol.asyncDispose]()
  }
})
