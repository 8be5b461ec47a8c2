import { describe, expect, it } from 'vitest'
import { agoText, durationText, localText, utcText } from './instant-text.ts'

const at = Date.parse('2026-11-21T14:00:09.000Z')

describe('an instant', () => {
  it.each([
    ['Europe/Berlin', '2026-11-21 15:00 CET'],
    ['America/New_York', '2026-11-21 09:00 EST'],
    ['Asia/Kolkata', '2026-11-21 19:30 IST'],
    ['Australia/Sydney', '2026-11-22 01:00 AEDT'],
    ['UTC', '2026-11-21 14:00 UTC'],
  ])('is told in %s as %s', (zone, want) => {
    expect(localText(at, { timeZone: zone })).toBe(want)
  })

  it.each([
    ['2026-10-25T00:30:00Z', '2026-10-25 02:30 CEST'],
    ['2026-10-25T01:30:00Z', '2026-10-25 02:30 CET'],
  ])('%s in the hour that comes twice is told apart as %s', (instant, want) => {
    expect(localText(Date.parse(instant), { timeZone: 'Europe/Berlin' })).toBe(want)
  })

  it('is told to the second where the order of things matters', () => {
    expect(localText(at, { timeZone: 'Europe/Berlin', seconds: true })).toBe('2026-11-21 15:00:09 CET')
  })

  it('is told in UTC to the second', () => {
    expect(utcText(at)).toBe('2026-11-21 14:00:09 UTC')
  })

  it.each([
    [0, 'just now'],
    [59_000, 'just now'],
    [60_000, '1 min ago'],
    [3_599_000, '59 min ago'],
    [7_200_000, '2 h ago'],
    [86_400_000, '1 day ago'],
    [200_000_000, '2 days ago'],
    [-120_000, 'in 2 min'],
  ])('%d ms before now is "%s"', (ms, want) => {
    expect(agoText(at - ms, at)).toBe(want)
  })
})

it.each([
  [0, '0 s'],
  [12_400, '12 s'],
  [60_000, '1 min'],
  [200_000, '3 min 20 s'],
  [3_900_000, '1 h 5 min'],
  [183_600_000, '2 days 3 h'],
])('%d ms last "%s"', (ms, want) => {
  expect(durationText(ms)).toBe(want)
})
