import fc from 'fast-check'
import { expect, it } from 'vitest'
import { helloKey, isGoodServerNonce, makeServerNonce } from './server-nonce.ts'
import { askOracle, oracleNeeds, samples } from './testing/oracle.ts'
import { nowMs, seeds } from './testing/worked-example.ts'

const key = helloKey(seeds.director)
const random = new Uint8Array(16).fill(9)
const nonce = makeServerNonce(key, nowMs, random)

it.each([
  ['at once', 0, true],
  ['after ten minutes', 600_000, true],
  ['a millisecond later', 600_001, false],
  ['at a process two seconds behind', -2_000, true],
  ['from the future', -5_001, false],
])('%s', (_, later, good) => expect(isGoodServerNonce(key, nonce, nowMs + later)).toBe(good))

it('of another director key is none of ours', () => {
  expect(isGoodServerNonce(helloKey(seeds.root), nonce, nowMs)).toBe(false)
})

it.each(['', nonce.slice(2), `${nonce}00`, nonce.toUpperCase(), 'x'.repeat(80)])('%j is none', text => {
  expect(isGoodServerNonce(key, text, nowMs)).toBe(false)
})

it('no flipped bit survives', () => {
  fc.assert(
    fc.property(fc.nat(319), bit => {
      const bytes = Buffer.from(nonce, 'hex')
      bytes[bit >> 3] = (bytes[bit >> 3] ?? 0) ^ (1 << (bit & 7))
      expect(isGoodServerNonce(key, bytes.toString('hex'), nowMs)).toBe(false)
    }),
  )
})

it('a far time does not break it', () => {
  expect(isGoodServerNonce(key, makeServerNonce(key, Number.MAX_SAFE_INTEGER, random), nowMs)).toBe(false)
})

it('the oracle makes the same', { timeout: 60_000 }, ({ skip }) => {
  const needs = oracleNeeds()
  if (needs !== null) skip(needs)
  const bytes = (length: number) => fc.uint8Array({ minLength: length, maxLength: length })
  const cases = samples(fc.tuple(bytes(32), fc.nat({ max: 2 ** 50 }), bytes(16)), 100)
  const hex = (value: Uint8Array) => Buffer.from(value).toString('hex')
  const theirs = askOracle(
    cases.map(([seed, ms, rand]) => ({ ask: 'serverNonce', seed: hex(seed), ms, random: hex(rand) })),
  )
  expect(cases.map(([seed, ms, rand]) => makeServerNonce(helloKey(seed), ms, rand))).toEqual(theirs)
})
