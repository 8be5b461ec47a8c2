import { expect, it } from 'vitest'
import { tokenOf } from './first-admin-token.ts'

it.each([
  ['?token=abc', '', 'abc'],
  ['', '#token=abc', 'abc'],
  ['?token=old', '#token=new', 'new'],
  ['?token=a%2Bb', '', 'a+b'],
  ['', '', ''],
  ['?other=1', '#here', ''],
])('an address with %s and %s carries the token "%s"', (search, hash, want) => {
  expect(tokenOf({ search, hash })).toBe(want)
})
