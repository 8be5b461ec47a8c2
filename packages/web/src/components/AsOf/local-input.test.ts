import { describe, expect, it } from 'vitest'
import { localInput, pastInstant } from './local-input.ts'

const now = Date.parse('2026-11-22T10:30:20.000Z')

describe('the field of an instant', () => {
  it('takes what it gives, to the minute', () => {
    expect(pastInstant(localInput(now), now)).toBe('2026-11-22T10:30:00.000Z')
  })

  it.each(['', 'x', '2026-13-01T00:00', localInput(now + 60_000)])('"%s" is no instant that has passed', text => {
    expect(pastInstant(text, now)).toBeNull()
  })
})
