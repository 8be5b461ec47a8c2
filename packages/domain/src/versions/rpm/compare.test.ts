import { expect, it } from 'vitest'
import { compareRpm } from './compare.ts'

it.each([
  ['the epoch comes first', '1:0.1-1', '9.9-1', 1],
  ['no epoch is epoch zero', '0:1.0-1', '1.0-1', 0],
  ['an empty epoch is epoch zero', ':1.0-1', '1.0-1', 0],
  ['epochs compare by value', '10:1-1', '09:1-1', 1],
  ['the version comes before the release', '1.0-9', '1.1-1', -1],
  ['the release decides between equal versions', '1.0-1.el9', '1.0-2.el9', -1],
  ['no release is below every release', '1.0', '1.0-0', -1],
  ['… the empty one included', '1.0', '1.0-', -1],
  ['the release begins after the last hyphen', '1-2-3', '1.2-4', -1],
  ['a tilde in the version does not reach the release', '1.0~rc1-5', '1.0-1', -1],
  ['a snapshot after a release is above it', '2.6.0-1', '2.6.0^20240101git-1', -1],
  ['a colon after letters is no epoch', 'a:1-1', 'a.1-1', 0],
])('EVR: %s', (_, a, b, order) => {
  expect(compareRpm(a, b)).toBe(order)
  expect(compareRpm(b, a)).toBe(0 - order)
})
