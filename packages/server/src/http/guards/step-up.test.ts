import { describe, expect, it } from 'vitest'
import { Problem } from '../../errors/problem.ts'
import { PROOF_MS, refuseWithoutProof } from './step-up.ts'

const now = 1_800_000_000_000
const session = { via: 'session', provenAtMs: now, needsSecondFactor: false } as const
const key = { via: 'apiKey', provenAtMs: null, needsSecondFactor: false } as const

const verdict = (...args: Parameters<typeof refuseWithoutProof>): string => {
  try {
    refuseWithoutProof(...args)
    return 'allowed'
  } catch (error) {
    return error instanceof Problem ? error.code : 'defect'
  }
}

describe('a fresh proof', () => {
  it.each([
    ['is not asked for on ordinary routes', {}, { ...session, provenAtMs: 0 }, 'allowed'],
    ['just given opens a dangerous route', { stepUp: true }, session, 'allowed'],
    [
      'counts until its ten minutes are over',
      { stepUp: true },
      { ...session, provenAtMs: now - PROOF_MS + 1 },
      'allowed',
    ],
    ['is too old after ten minutes', { stepUp: true }, { ...session, provenAtMs: now - PROOF_MS }, 'step_up_needed'],
    ['never given is none', { stepUp: true }, { ...session, provenAtMs: null }, 'step_up_needed'],
    ['cannot come from a key', { stepUp: true }, key, 'key_not_allowed'],
    ['is not asked of keys where the route allows them', { stepUp: true, keys: 'allowed' }, key, 'allowed'],
    [
      'is still asked of people where keys are allowed',
      { stepUp: true, keys: 'allowed' },
      { ...session, provenAtMs: 0 },
      'step_up_needed',
    ],
    [
      'does not stand in for a second factor',
      { stepUp: true },
      { ...session, needsSecondFactor: true },
      'second_factor_needed',
    ],
    [
      'and nothing else is open before the second factor',
      {},
      { ...session, needsSecondFactor: true },
      'second_factor_needed',
    ],
    ['but setting it up is', { beforeSecondFactor: true }, { ...session, needsSecondFactor: true }, 'allowed'],
  ] as const)('%s', (_claim, route, principal, want) => {
    expect(verdict(route, principal, now)).toBe(want)
  })
})
