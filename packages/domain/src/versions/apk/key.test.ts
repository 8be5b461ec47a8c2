import { expect, it } from 'vitest'
import { apkKey } from './key.ts'

// Keys are stored: another byte here means that every stored key must be written anew by a migration.
it.each([
  ['1.0', '11 31 10 30 06'],
  ['1.05a_rc2-r3', '11 31 10 30 35 0f 61 04 09 11 32 07 11 33 06'],
  ['1.2_p~ab', '11 31 11 32 0e 08 61 62 06'],
  ['1.2-foo', '11 31 11 32 05'],
  ['foo', '05'],
])('the key of %j is %s', (version, bytes) => {
  expect(Buffer.from(apkKey(version)).toString('hex')).toBe(bytes.replaceAll(' ', ''))
})
