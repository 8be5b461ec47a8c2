import { expect, it } from 'vitest'
import { doneText } from './done-text.ts'

it.each([
  [{ matched: 3, changed: 3, skipped: 0 }, 'Done for 3 assets.'],
  [{ matched: 3, changed: 1, skipped: 0 }, 'Done for 1 asset. 2 were so already.'],
  [
    { matched: 3, changed: 1, skipped: 1 },
    'Done for 1 asset. 1 was so already. 1 was left out: its agent is not active.',
  ],
])('%j is told as %s', (done, want) => {
  expect(doneText(done)).toBe(want)
})
