import { expect, it } from 'vitest'
import { rpmKey } from './key.ts'

// Keys are stored: another byte here means that every stored key must be written anew by a migration.
it.each([
  ['1.0', '10 11 31 10 02'],
  ['1.0-1.el9', '10 11 31 10 02 11 31 04 65 6c 11 39 02'],
  ['1:2.10~rc1-0.1', '11 31 11 32 12 31 30 01 04 72 63 11 31 02 10 11 31 02'],
  [
    '1.9999999999999999999999999999999',
    '10 11 31 2f 00 00 00 1f 39 39 39 39 39 39 39 39 39 39 39 39 39 39 39 39 39 39 39 39 39 39 39 39 39 39 39 39 39 39 39 02',
  ],
])('the key of %j is %s', (version, bytes) => {
  expect(Buffer.from(rpmKey(version)).toString('hex')).toBe(bytes.replaceAll(' ', ''))
})
