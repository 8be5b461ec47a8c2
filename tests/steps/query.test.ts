import { countSteps } from './count-steps.ts'
import { check, complete } from '@patchyard/query'
import { hostileTexts } from '@patchyard/query/testing'
import { describe, expect, it } from 'vitest'

// A typical query takes 40 steps a character; the parser's own tables are not counted (check-fuzz.long.test.ts measures them).
describe('a hostile query costs steps in proportion to the 16 KiB that are read', () => {
  it.each(hostileTexts)('%s', (_, text) => {
    const read = Math.min(text.length, 16_385)
    expect(countSteps(() => check(text, { entity: 'asset' }))).toBeLessThan(150 * read)
    expect(countSteps(() => complete(text, text.length, { entity: 'asset' }))).toBeLessThan(150 * read)
  })
})
