import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { settingsSchema } from './answer.ts'
import { limits } from './limits.ts'
import type { ProfileSettings } from './profile-settings.ts'
import { ProtocolError } from './protocol-error.ts'
import { messageType } from './validator.ts'

const settings = messageType(settingsSchema)
const vectors = readFileSync(new URL('../vectors/settings.txt', import.meta.url), 'utf8')
  .trimEnd()
  .split('\n')
  .map(line => line.split(/: (.*)/s).slice(0, 2) as [string, string])

describe('settings of a manifest', () => {
  it.each(vectors)('are %s: %s', (verdict, text) => {
    const parse = () => settings.parse(Buffer.from(text))
    if (verdict === 'taken') expect(parse()).toEqual(JSON.parse(text))
    else expect(parse).toThrow(ProtocolError)
  })
})

const base = { checkInS: 60, scanEveryS: 14_400, scanAfter: 0 }
const spans = fc
  .uniqueArray(fc.integer({ min: 1, max: 2 ** 40 }), { maxLength: 2 * limits.blackoutSpans })
  .map(edges => edges.toSorted((a, b) => a - b))
  .map(edges =>
    edges.flatMap((from, i) =>
      i % 2 === 0 && edges[i + 1] !== undefined ? [{ from, to: edges[i + 1] as number }] : [],
    ),
  )
const maybe = (min: number, max: number) => fc.option(fc.integer({ min, max }))
const profile: fc.Arbitrary<ProfileSettings> = fc.record({
  digest: fc.string({ unit: fc.constantFrom(...'0123456789abcdef'.split('')), minLength: 64, maxLength: 64 }),
  patching: fc.boolean(),
  suspendScanning: fc.boolean(),
  cacheMb: maybe(1, 10_000_000),
  bandwidthKBs: maybe(1, 10_000_000),
  cpuPercent: maybe(1, 6400),
  memoryMb: maybe(64, 65_536),
  otherUpdaters: fc.constantFrom('leave', 'off'),
  blackouts: fc.record({ until: fc.integer({ min: 0, max: 2 ** 45 }), spans }),
})

test('every profile of its form is taken as it is, and fits an answer many times over', () => {
  fc.assert(
    fc.property(profile, one => {
      const text = JSON.stringify({ ...base, profile: one })
      expect(settings.parse(Buffer.from(text))).toEqual(JSON.parse(text))
      expect(text.length * 4).toBeLessThan(limits.answerBytes)
    }),
    { numRuns: 200 },
  )
})

test('with a member missing, one more, or any member of another type it is refused', () => {
  const junk = fc.oneof(
    fc.constant(undefined),
    // Without what JSON has no word for: it would become null, which some members take.
    fc.double({ noInteger: true, noNaN: true, noDefaultInfinity: true }),
    fc.constant(-1),
    fc.constant(2 ** 53),
    fc.string({ maxLength: 5 }),
    fc.constant([]),
    fc.constant({}),
    fc.array(fc.boolean(), { minLength: 1, maxLength: 3 }),
  )
  fc.assert(
    fc.property(
      profile,
      fc.constantFrom(...Object.keys(sample()), 'more', '__proto__x'),
      junk,
      (one, member, value) => {
        const changed: Record<string, unknown> = { ...one, [member]: value }
        if (value === undefined && !Object.hasOwn(one, member)) return
        expect(settings.is({ ...base, profile: JSON.parse(JSON.stringify(changed)) as unknown })).toBe(false)
      },
    ),
    { numRuns: 1000 },
  )
})

test('an agent of before reads the same settings without the member and refuses them with it', () => {
  const before = messageType({
    ...settingsSchema,
    properties: { ...settingsSchema.properties, profile: false },
  } as never)
  expect(before.is(base)).toBe(true)
  expect(before.is({ ...base, profile: sample() })).toBe(false)
})

function sample(): ProfileSettings {
  return {
    digest: 'ab'.repeat(32),
    patching: true,
    suspendScanning: false,
    cacheMb: 2048,
    bandwidthKBs: null,
    cpuPercent: null,
    memoryMb: null,
    otherUpdaters: 'leave',
    blackouts: { until: 0, spans: [] },
  }
}
