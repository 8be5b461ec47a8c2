import { describe, expect, it } from 'vitest'
import type { AnswerState, WorkState } from '../journal/schema.ts'
import { wantsAnswer, type WantFacts } from './want-answer.ts'

const HOUR = 3600
const answer: AnswerState = {
  standing: 'active',
  why: null,
  time: 1_000_000,
  epoch: 1,
  root: 1,
  signedBy: 'd',
  machine: 'm',
  boot: 'b',
  uptimeS: 100,
  wallMs: 1_000_000,
}
const work: WorkState = {
  version: 1,
  heardAt: 1_000_000,
  expires: 1_000_000 + 2 * HOUR * 1000,
  tasks: [],
  settings: { checkInS: 60, scanEveryS: 900, scanAfter: 0 },
  signedBy: 'd',
  envelope: '',
}
const calm: WantFacts = {
  answer,
  work,
  machine: 'm',
  boot: 'b',
  uptimeS: 160,
  wallMs: 1_060_000,
  nowMs: 1_060_000,
  settled: true,
}

describe('a signed answer is wanted', () => {
  it('not without a reason', () => {
    expect(wantsAnswer(calm)).toBe(false)
    expect(wantsAnswer({ ...calm, work: null })).toBe(false)
  })

  it.each<[string, Partial<WantFacts>]>([
    ['before the first one', { answer: null }],
    ['in a new boot', { boot: 'other' }],
    ['on another machine', { machine: 'other' }],
    ['while the standing is not active', { answer: { ...answer, standing: 'probation' } }],
    ['while time is unknown', { nowMs: null }],
    ['while settling', { settled: false }],
    ['after six hours', { uptimeS: 100 + 6 * HOUR, wallMs: 1_000_000 + 6 * HOUR * 1000, work: null }],
    ['when the wall clock jumped ahead', { wallMs: 1_060_000 + 60_001 }],
    ['when the wall clock was set back', { wallMs: 1_060_000 - 60_001 }],
    ['when half of `expires` is gone', { nowMs: 1_000_000 + HOUR * 1000 + 1 }],
  ])('%s', (_, change) => {
    expect(wantsAnswer({ ...calm, ...change })).toBe(true)
  })

  it.each<[string, Partial<WantFacts>]>([
    ['a wall clock that drifts by a minute', { wallMs: 1_060_000 + 60_000 }],
    ['exactly half of `expires`', { nowMs: 1_000_000 + HOUR * 1000 }],
    ['just under six hours', { uptimeS: 99 + 6 * HOUR, wallMs: 999_000 + 6 * HOUR * 1000, work: null }],
  ])('%s is no reason', (_, change) => {
    expect(wantsAnswer({ ...calm, ...change })).toBe(false)
  })
})
