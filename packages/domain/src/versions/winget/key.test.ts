import { expect, it } from 'vitest'
import { compareVersionKeys } from '../compare-keys.ts'
import { compareWinget } from './compare.ts'
import { wingetKey } from './key.ts'

// Keys are stored: another byte here means that every stored key must be written anew by a migration.
it.each([
  ['1.0', '11 31 02 05'],
  ['1.0-RC', '11 31 02 01 2d 72 63 00 05'],
  ['1.0.0-rc', '11 31 02 02 01 2d 72 63 00 05'],
  ['1.0.2-rc', '11 31 02 08 11 32 01 2d 72 63 00 05'],
  ['v1.0', '11 31 02 05'],
  ['< 1.0', '11 31 02 04'],
  ['> latest', 'ff 06'],
  ['Unknown', '00 05'],
  ['', '05'],
])('the key of %j is %s', (version, bytes) => {
  expect(Buffer.from(wingetKey(version)).toString('hex')).toBe(bytes.replaceAll(' ', ''))
})

it('control characters in text keep keys in the order of versions', () => {
  const versions = ['1a', '1a\0', '1a\0\0', '1a\0\u0001', '1a\u0001', '1a\u0001\0', '1a\u0002', '1ab']
  expect(versions.toSorted(compareWinget)).toEqual(versions)
  expect(versions.toReversed().sort((a, b) => compareVersionKeys(wingetKey(a), wingetKey(b)))).toEqual(versions)
})
