import { expect, it } from 'vitest'
import { bytes } from './numbers.ts'

it.each([
  [0, '0 bytes'],
  [1023, '1023 bytes'],
  [1536, '1.5 KiB'],
  [48_000_000, '45.8 MiB'],
  [500 * 1024 ** 3, '500 GiB'],
])('%d bytes are told as "%s"', (count, want) => {
  expect(bytes(count)).toBe(want)
})
