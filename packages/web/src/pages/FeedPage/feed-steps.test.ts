import { expect, it } from 'vitest'
import { feedSteps } from './feed-steps.ts'
import { heldDocuments } from './held-documents.ts'

const documents = (held: number) => ({ total: 9, wanted: 0, failed: 0, held })

it.each([
  ['the server’s own', true, true, 0, true, ['change', 'anew', 'turnOff']],
  ['one that is off', false, true, 0, true, ['change', 'turnOn']],
  ['one that was added', true, false, 0, true, ['change', 'anew', 'turnOff', 'remove']],
  ['one that is held', true, true, 2, true, ['accept', 'change', 'anew', 'turnOff']],
  ['one that is held and off', false, true, 1, true, ['accept', 'change', 'turnOn']],
  ['any where the server fetches nothing', true, true, 0, false, ['change', 'turnOff']],
])('%s: what can be done', (_, enabled, isDefault, held, fetches, want) => {
  expect(feedSteps({ enabled, isDefault, documents: documents(held) }, fetches)).toEqual(want)
})

it('of what is held, the largest loss stands first, and what is accepted or has another state is left out', () => {
  const held = (before: number, now: number, accepted = false) => ({
    since: '2026-11-22T10:00:00Z',
    before,
    now,
    bytes: 1,
    accepted,
  })
  const rows = [
    { part: 'a', state: 'held', held: held(100, 70) },
    { part: 'b', state: 'held', held: held(1000, 0) },
    { part: 'c', state: 'held', held: held(1000, 0, true) },
    { part: 'held', state: 'ok', held: null },
    { part: 'd', state: 'held', held: held(10, 12) },
  ] as const
  expect(heldDocuments(rows).map(one => [one.name, one.gone])).toEqual([
    ['b', 1000],
    ['a', 30],
    ['d', 0],
  ])
})
