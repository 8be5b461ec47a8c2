import { describe, expect, it } from 'vitest'
import { expiryInstant, keyStanding } from './expiry.ts'

const now = Date.parse('2026-11-21T14:00:00.000Z')

it.each([
  ['1', '2026-11-22T14:00:00.000Z'],
  ['365', '2027-11-21T14:00:00.000Z'],
  ['never', undefined],
])('"%s" ends at %s', (value, want) => {
  expect(expiryInstant(value, now)).toBe(want)
})

const key = { revokedAt: null, expiresAt: null }
const before = '2026-11-21T13:59:59.000Z'
const after = '2026-11-21T14:00:01.000Z'
describe('a key', () => {
  it.each([
    [key, 'valid'],
    [{ ...key, expiresAt: after }, 'valid'],
    [{ ...key, expiresAt: before }, 'ended'],
    [{ ...key, leakedAt: before }, 'leaked'],
    [{ ...key, leakedAt: before, expiresAt: before }, 'ended'],
    [{ revokedAt: before, leakedAt: before, expiresAt: before }, 'revoked'],
    [{ ...key, validFrom: after }, 'notYet'],
    [{ ...key, validFrom: before, uses: 3, maxUses: 3 }, 'usedUp'],
    [{ ...key, uses: 2, maxUses: 3 }, 'valid'],
    [{ ...key, uses: 900, maxUses: null }, 'valid'],
  ] as const)('with %j is %s', (times, want) => {
    expect(keyStanding(times, now)).toBe(want)
  })
})
