import { expect, it } from 'vitest'
import { debKey } from './key.ts'

// Keys are stored: another byte here means that every stored key must be written anew by a migration.
it.each([
  ['', ''],
  ['0', '10 10 02 10 02'],
  ['1.0', '10 11 31 ae 10 02 10 02'],
  ['1.0-1', '10 11 31 ae 10 02 11 31 02'],
  ['2:1.0~rc1-3+deb12u1', '11 32 11 31 ae 10 01 72 63 11 31 02 11 33 ab 64 65 62 12 31 32 75 11 31 02'],
  ['1.10é', '10 11 31 ae 12 31 30 7f c3 7f a9 10 02 10 02'],
])('the key of %j is %s', (version, bytes) => {
  expect(Buffer.from(debKey(version)).toString('hex')).toBe(bytes.replaceAll(' ', ''))
})
