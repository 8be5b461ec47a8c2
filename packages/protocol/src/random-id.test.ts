import { createHash } from 'node:crypto'
import { expect, it } from 'vitest'
import { freshBytes, freshLink, type RandomSources } from './random-id.ts'

const sources = (own: number, kernel: number, ticks: bigint): RandomSources => ({
  random: { bytes: length => new Uint8Array(length).fill(own), uuid: () => '', fraction: () => 0 },
  kernel: length => new Uint8Array(length).fill(kernel),
  ticksNs: () => ticks,
})

it('is SHA-256 over 32 own bytes, 32 of the kernel and the clock, cut to length', () => {
  const clock = Buffer.alloc(8)
  clock.writeBigUInt64BE(5n)
  const whole = createHash('sha256').update(Buffer.alloc(32, 1)).update(Buffer.alloc(32, 2)).update(clock).digest('hex')
  expect(freshBytes(sources(1, 2, 5n), 32).toString('hex')).toBe(whole)
  expect(freshLink(sources(1, 2, 5n))).toBe(whole.slice(0, 32))
})

it('each source alone is enough to tell two resumed copies apart', () => {
  const links = [sources(1, 2, 5n), sources(9, 2, 5n), sources(1, 9, 5n), sources(1, 2, 6n)].map(freshLink)
  expect(new Set(links).size).toBe(4)
})

it.each([0, 33, -1, Number.NaN])('%s bytes cannot be had', length => {
  expect(() => freshBytes(sources(1, 2, 5n), length)).toThrow('1 to 32')
})
