import { describe, expect, it } from 'vitest'
import { agentPaths } from './limits.ts'
import { answeredStanding, mayUse, probationMs, type StoredStanding } from './standing.ts'

const T = 1_795_286_400_000

it.each<[StoredStanding, number | null, string]>([
  ['active', null, 'active'],
  ['active', T, 'probation'],
  ['active', T - 179_999, 'probation'],
  ['active', T - 180_000, 'active'],
  ['pending', T, 'pending'],
  ['quarantined', T, 'quarantined'],
  ['revoked', null, 'revoked'],
])('%s with the machine changed at %s is answered %s', (standing, machineAt, expected) => {
  expect(answeredStanding(standing, machineAt, 60, T)).toBe(expected)
})

it.each([
  [15, 180_000],
  [60, 180_000],
  [61, 183_000],
  [3600, 10_800_000],
])('probation at checkInS %i lasts %i ms', (checkInS, ms) => expect(probationMs(checkInS)).toBe(ms))

describe('what a standing may use', () => {
  const used = (standing: StoredStanding) =>
    agentPaths.filter(path => mayUse(standing, path)).map(path => path.slice(10))
  it('active: everything', () => expect(used('active')).toEqual(agentPaths.map(path => path.slice(10))))
  it('pending: check-in and bell', () => expect(used('pending')).toEqual(['checkin', 'bell']))
  it.each(['quarantined', 'rejected', 'revoked'] as const)('%s: check-in, to be told', standing => {
    expect(used(standing)).toEqual(['checkin'])
  })
})
