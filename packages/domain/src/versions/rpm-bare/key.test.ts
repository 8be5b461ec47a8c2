import { expect, it } from 'vitest'
import { rpmBareKey } from './key.ts'

// Keys are stored: another byte here means that every stored key must be written anew by a migration.
it.each([
  ['', '02'],
  ['1.0', '11 31 10 02'],
  ['1.0~rc1', '11 31 10 01 04 72 63 11 31 02'],
  ['1.0^git10', '11 31 10 03 04 67 69 74 12 31 30 02'],
  ['1_0.', '11 31 10 02'],
])('the key of %j is %s', (version, bytes) => {
  expect(Buffer.from(rpmBareKey(version)).toString('hex')).toBe(bytes.replaceAll(' ', ''))
})
