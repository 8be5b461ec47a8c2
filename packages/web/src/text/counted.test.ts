import { expect, it } from 'vitest'
import { bytes, counted } from './counted.ts'

it.each([
  [0, 'no assets'],
  [1, '1 asset'],
  [2, '2 assets'],
  [1_234_567, '1,234,567 assets'],
])('%d is told as "%s"', (count, want) => {
  expect(counted(count, 'asset')).toBe(want)
})

it('words with their own plural keep it', () => {
  expect(counted(3, 'patch', 'patches')).toBe('3 patches')
})

it.each([
  [0, '0 bytes'],
  [1023, '1023 bytes'],
  [1536, '1.5 KiB'],
  [48_000_000, '45.8 MiB'],
  [500 * 1024 ** 3, '500 GiB'],
])('%d bytes are told as "%s"', (count, want) => {
  expect(bytes(count)).toBe(want)
})
