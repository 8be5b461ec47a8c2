import fc from 'fast-check'
import { expect, it } from 'vitest'
import { type ActivationKey, decodeActivationKey, encodeActivationKey } from './activation-key.ts'
import { encodeBase32 } from './base32.ts'
import { sha256 } from './digest.ts'
import { askOracle, oracleNeeds, samples } from './testing/oracle.ts'
import { example } from './testing/worked-example.ts'

const bytes32 = fc.uint8Array({ minLength: 32, maxLength: 32 }).map(one => Buffer.from(one))
const anyKey: fc.Arbitrary<ActivationKey> = fc.record(
  { rootVersion: fc.integer({ min: 1, max: 2 ** 31 - 1 }), rootDigest: bytes32, seed: bytes32, caPin: bytes32 },
  { requiredKeys: ['rootVersion', 'rootDigest', 'seed'] },
)
const text = example('activation.text')

it('what is encoded decodes to the same key', () => {
  fc.assert(
    fc.property(anyKey, key => {
      expect(decodeActivationKey(encodeActivationKey(key))).toEqual(key)
    }),
  )
})

it('capitals and white space around it do not matter', () => {
  expect(decodeActivationKey(`  ${text.toUpperCase()}\n`)).toEqual(decodeActivationKey(text))
})

it('any changed, missing or doubled character is noticed', () => {
  fc.assert(
    fc.property(
      anyKey,
      fc.nat(200),
      fc.constantFrom('a', 'b', 'z', '2', '7', '_', ''),
      fc.nat(1),
      (key, where, put, cut) => {
        const good = encodeActivationKey(key)
        const at = where % good.length
        const bad = good.slice(0, at) + put + good.slice(at + cut)
        if (bad !== good) expect(decodeActivationKey(bad)).toBeNull()
      },
    ),
    { numRuns: 500 },
  )
})

it('the pin of another key does not fit behind this one', () => {
  const pin = Buffer.alloc(32, 7)
  const other = encodeActivationKey({
    rootVersion: 2,
    rootDigest: Buffer.alloc(32),
    seed: Buffer.alloc(32, 1),
    caPin: pin,
  })
  expect(decodeActivationKey(`${text}_${other.split('_')[2]}`)).toBeNull()
})

it.each(['', 'pyak1_', 'pyak2_aa', `${text}_`, `${text}_a`, `x${text}`, 'pyak1_'.repeat(100_000)])(
  '%# is none',
  bad => {
    expect(decodeActivationKey(bad)).toBeNull()
  },
)

it.each([0, 0x8000_0000])('root version %i is none', version => {
  const body = Buffer.alloc(68)
  body.writeUInt32BE(version)
  const sum = sha256(Buffer.concat([Buffer.from('pyak1'), body])).subarray(0, 4)
  expect(decodeActivationKey(`pyak1_${encodeBase32(Buffer.concat([body, sum]))}`)).toBeNull()
})

it('the oracle writes the same text', { timeout: 60_000 }, ({ skip }) => {
  const needs = oracleNeeds()
  if (needs !== null) skip(needs)
  const cases = samples(anyKey, 100).map(({ caPin: _, ...key }) => key)
  const hex = (value: Uint8Array) => Buffer.from(value).toString('hex')
  const theirs = askOracle(
    cases.map(key => ({
      ask: 'activationKey',
      version: key.rootVersion,
      digest: hex(key.rootDigest),
      seed: hex(key.seed),
    })),
  )
  expect(cases.map(encodeActivationKey)).toEqual(theirs)
})
