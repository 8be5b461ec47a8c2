import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  type Envelope,
  type EnvelopeError,
  type EnvelopeType,
  envelopeTypes,
  openEnvelope,
  sealEnvelope,
} from './envelope.ts'
import { importPublicKey, type PublicKey } from './key-gate.ts'
import { limits } from './limits.ts'
import { signerFromSeed } from './sign.ts'
import { askOracle, oracleNeeds, samples } from './testing/oracle.ts'
import { signers } from './testing/worked-example.ts'

const types = Object.keys(envelopeTypes) as EnvelopeType[]
const { root, director, agent } = signers
const payload = Buffer.from('{"a":1}')

function problem(step: () => unknown): string {
  try {
    step()
    return 'none'
  } catch (e) {
    return (e as EnvelopeError).code ?? String(e)
  }
}
const sealed = (signedBy: Parameters<typeof sealEnvelope>[2] = [director]) => sealEnvelope('answer', payload, signedBy)
const openAnswer = (envelope: unknown, keys: PublicKey[] = [director], threshold = 1) =>
  problem(() => openEnvelope(envelope, 'answer', keys, threshold))

describe('types: an envelope of one is none of another', () => {
  for (const made of types) {
    it.each(types)(`${made} opened as %s`, opened => {
      const envelope = sealEnvelope(made, payload, [director])
      const result = problem(() => openEnvelope(envelope, opened, [director], 1))
      expect(result).toBe(made === opened ? 'none' : 'env_type')
      // Renaming the type does not help: it is signed.
      const renamed = { ...envelope, payloadType: envelopeTypes[opened] }
      const after = problem(() => openEnvelope(renamed, opened, [director], 1))
      expect(after).toBe(made === opened ? 'none' : 'env_signature')
    })
  }
})

describe('signatures', () => {
  it.each([
    ['one of one', [director], [director], 1, 'none'],
    ['a key that is not allowed', [agent], [director], 1, 'env_signature'],
    ['an unknown key beside the right one is skipped', [agent, director], [director], 1, 'none'],
    ['two of two', [root, director], [root, director], 2, 'none'],
    ['one of two', [root], [root, director], 2, 'env_signature'],
    ['one key twice counts once', [root, root], [root, director], 2, 'env_signature'],
    ['three copies for threshold three', [root, root, root], [root, director, agent], 3, 'env_signature'],
    ['two of three', [agent, root], [root, director, agent], 2, 'none'],
    ['a key allowed twice counts once', [root], [root, root], 2, 'env_signature'],
    ['threshold zero still wants one', [agent], [director], 0, 'env_signature'],
    ['no key is allowed', [agent], [], 0, 'env_signature'],
  ])('%s', (_, signedBy, allowed, threshold, expected) => {
    expect(openAnswer(sealed(signedBy), allowed, threshold)).toBe(expected)
  })

  it('of the wrong key under the keyid of the right one does not count', () => {
    const [forged] = sealed([agent]).signatures
    expect(openAnswer({ ...sealed(), signatures: [{ ...forged, keyid: director.keyid }] })).toBe('env_signature')
  })

  it('a bad one in front of a good one of the same key does not hide it', () => {
    const good = sealed()
    const bad = { keyid: director.keyid, sig: Buffer.alloc(64).toString('base64') }
    expect(openAnswer({ ...good, signatures: [bad, ...good.signatures] })).toBe('none')
  })

  it('names who signed, each once', () => {
    const envelope = sealed([director, root, director])
    expect(openEnvelope(envelope, 'answer', [root, director, agent], 2).signedBy).toEqual([root.keyid, director.keyid])
  })
})

describe('form', () => {
  const good = sealed()
  const [signature] = good.signatures
  const change = (changes: object) => ({ ...good, ...changes })
  it.each<[string, unknown]>([
    ['null', null],
    ['a text', 'x'],
    ['an array', [good]],
    ['a member too many', change({ extra: 1 })],
    ['a member missing', { payloadType: good.payloadType, payload: good.payload }],
    ['no signature', change({ signatures: [] })],
    ['nine signatures', change({ signatures: Array.from({ length: 9 }, () => signature) })],
    ['a signature with a member too many', change({ signatures: [{ ...signature, alg: 'x' }] })],
    ['a keyid in capitals', change({ signatures: [{ ...signature, keyid: director.keyid.toUpperCase() }] })],
    ['a signature of 63 bytes', change({ signatures: [{ ...signature, sig: Buffer.alloc(63).toString('base64') }] })],
    ['a signature with unused bits', change({ signatures: [{ ...signature, sig: `${'A'.repeat(85)}B==` }] })],
    ['URL-safe base64', change({ payload: 'eyJhIjox-Q==' })],
    ['base64 without padding', change({ payload: good.payload.replaceAll('=', '') })],
    ['base64 with white space', change({ payload: `${good.payload}\n` })],
    ['base64 with unused bits', change({ payload: 'eyJhIjoxfR==' })],
    ['a payload that is no text', change({ payload: 1 })],
    ['a type that is no text', change({ payloadType: null })],
    ['a type of a longer name', change({ payloadType: `${good.payloadType} ` })],
  ])('%s is refused', (_, envelope) => expect(openAnswer(envelope)).toBe('env_type'))
})

it.each([
  ['root', limits.rootBytes],
  ['answer', limits.answerBytes],
  ['enroll', limits.smallPayloadBytes],
] as const)('a %s payload has at most %i bytes', (type, bytes) => {
  const of = (length: number) => sealEnvelope(type, Buffer.alloc(length, 'x'), [director])
  expect(problem(() => openEnvelope(of(bytes), type, [director], 1))).toBe('none')
  expect(problem(() => openEnvelope(of(bytes + 1), type, [director], 1))).toBe('limit')
  expect(problem(() => openEnvelope(of(bytes + 3), type, [director], 1))).toBe('limit')
})

it('no change of any character survives', () => {
  const text = JSON.stringify(sealed())
  fc.assert(
    fc.property(fc.nat(text.length - 1), fc.constantFrom(...'0aZ9+/="{'.split('')), (at, put) => {
      const changed = text.slice(0, at) + put + text.slice(at + 1)
      if (changed === text) return
      let envelope: unknown
      try {
        envelope = JSON.parse(changed)
      } catch {
        return // no JSON any more: the reply as a whole is refused before
      }
      expect(openAnswer(envelope)).not.toBe('none')
    }),
    { numRuns: 1500 },
  )
})

it('the oracle opens ours, we open its, and both refuse the same', { timeout: 60_000 }, ({ skip }) => {
  const needs = oracleNeeds()
  if (needs !== null) skip(needs)
  const seed = fc.constantFrom(...[1, 2, 3, 4, 5].map(byte => new Uint8Array(32).fill(byte)))
  const cases = samples(
    fc.record({
      made: fc.constantFrom(...types),
      opened: fc.oneof(
        { weight: 4, arbitrary: fc.constant(null) },
        { weight: 1, arbitrary: fc.constantFrom(...types) },
      ),
      payload: fc.uint8Array({ maxLength: 300 }),
      signing: fc.array(seed, { minLength: 1, maxLength: 4 }),
      allowed: fc.array(seed, { minLength: 2, maxLength: 6 }),
      threshold: fc.constantFrom(1, 1, 2, 3),
      damage: fc.option(fc.tuple(fc.constantFrom('payload', 'sig', 'keyid'), fc.nat(60)), { freq: 4 }),
    }),
    150,
  )
  const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex')
  const theirs = askOracle(
    cases.map(one => ({ ask: 'seal', type: one.made, payload: hex(one.payload), seeds: one.signing.map(hex) })),
  ) as Envelope[]
  const ours = cases.map(one => sealEnvelope(one.made, one.payload, one.signing.map(signerFromSeed)))
  expect(ours).toEqual(theirs)

  const damaged = ours.map((envelope, i) => damage(envelope, cases[i]?.damage ?? null))
  const verdicts = askOracle(
    cases.map((one, i) => ({
      ask: 'open',
      envelope: damaged[i],
      type: one.opened ?? one.made,
      keys: one.allowed.map(key => signerFromSeed(key).pub),
      threshold: one.threshold,
    })),
  ) as { ok?: string }[]
  const opened = cases.map((one, i) => {
    const keys = one.allowed.map(key => importPublicKey(Buffer.from(signerFromSeed(key).pub, 'hex')))
    try {
      return openEnvelope(damaged[i], one.opened ?? one.made, keys, one.threshold).payload.toString('hex')
    } catch {
      return undefined
    }
  })
  expect(opened).toEqual(verdicts.map(verdict => verdict.ok))
  expect(opened.filter(one => one !== undefined).length).toBeGreaterThan(10)
})

function damage(envelope: Envelope, where: readonly [string, number] | null): Envelope {
  if (where === null) return envelope
  const [member, at] = where
  const bend = (text: string) => text.slice(0, at) + (text[at] === '0' ? '1' : '0') + text.slice(at + 1)
  if (member === 'payload') return { ...envelope, payload: bend(envelope.payload.padEnd(at + 1, '=')) }
  const [first, ...rest] = envelope.signatures
  if (first === undefined) return envelope
  return { ...envelope, signatures: [{ ...first, [member]: bend(first[member as 'sig' | 'keyid']) }, ...rest] }
}
