import { expect, it } from 'vitest'
import { compareRpmBare } from './compare.ts'

it.each([
  ['a tilde sorts before the end', '1.0~rc1', '1.0', -1],
  ['a caret sorts after the end', '1.0', '1.0^git1', -1],
  ['… but before anything else', '1.0^git1', '1.0.1', -1],
  ['a tilde sorts before a caret', '1.0~', '1.0^', -1],
  ['a caret then a tilde sorts before the caret', '1.0^~', '1.0^', -1],
  ['letters sort before numbers', '1.a', '1.0', -1],
  ['a further segment is higher', '1.0', '1.0a', -1],
  ['letters compare as text', '1.ab', '1.b', -1],
  ['… case and all', '1.RC', '1.rc', -1],
  ['numbers compare by value', '1.9', '1.10', -1],
  ['leading zeros do not count', '1.007', '1.7', 0],
  ['separators are all alike', '1.0', '1_0', 0],
  ['… however many', '1.0', '1..+-0', 0],
  ['… and at the end they do not count', '1.0.', '1.0', 0],
  ['a hyphen and a colon are separators', '1-2:3', '1.2.3', 0],
  ['bytes above 0x7f are separators', '1é0', '1.0', 0],
  ['a change of kind needs no separator', '1a2', '1.a.2', 0],
  ['the empty version equals a separator', '', '.', 0],
  ['… and is above a tilde', '~', '', -1],
])('rpmvercmp: %s', (_, a, b, order) => {
  expect(compareRpmBare(a, b)).toBe(order)
  expect(compareRpmBare(b, a)).toBe(0 - order)
})
