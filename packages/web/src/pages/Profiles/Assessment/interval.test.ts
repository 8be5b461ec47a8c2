import { expect, it } from 'vitest'
import { hoursOf, intervalOf } from './interval.ts'

it.each([
  ['4', 14_400],
  [' 24 ', 86_400],
  ['4.5', 16_200],
  ['4,5', 16_200],
  ['168', 604_800],
  ['3.99', null],
  ['169', null],
  ['', null],
  ['1e3', null],
  ['-4', null],
])('%j hours between scans are %j seconds', (hours, want) => {
  expect(intervalOf(hours)).toBe(want)
})

it.each([14_400, 16_200, 86_400, 604_800])('%d seconds come back as they were', seconds => {
  expect(intervalOf(hoursOf(seconds))).toBe(seconds)
})
