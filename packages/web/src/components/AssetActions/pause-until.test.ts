import { expect, it } from 'vitest'
import { pauseUntil } from './pause-until.ts'

const now = Date.parse('2026-11-21T14:00:00.000Z')

it.each([
  ['1', '', '2026-11-22T14:00:00.000Z'],
  ['30', 'nonsense', '2026-12-21T14:00:00.000Z'],
  ['own', '2026-12-24T12:00:00Z', '2026-12-24T12:00:00.000Z'],
  ['own', '', null],
  ['own', '2026-11-21T13:59:00Z', null],
] as const)('%s day(s), or until %j: %j', (choice, own, want) => {
  expect(pauseUntil(choice, own, now)).toBe(want)
})
