import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { refusal } from '../testing/outcome.ts'
import { askOracle, oracleNeeds, samples } from '../testing/oracle.ts'
import { applyRows, compareUtf8, diffRows, inventoryDigest, rowKey, rowText, sectionDigest } from './rows.ts'
import type { Row } from './section.ts'

const letters = fc.constantFrom(
  'a',
  'b',
  '"',
  '\\',
  '/',
  'é',
  '\u007f',
  '\u2028',
  '\ud7ff',
  '\ue000',
  '\ufb01',
  '\uffff',
  '😀',
  '\u{1d49c}',
  '\u{10ffff}',
)
const text = fc.string({ unit: letters, maxLength: 5 })
const cell = fc.oneof(text, fc.integer(), fc.maxSafeInteger(), fc.boolean(), fc.constant(null))
const row = fc.tuple(text, cell, cell) as fc.Arbitrary<Row>
const section = { name: 'test.1', keyLength: 1 }
const rows = fc.uniqueArray(row, { maxLength: 12, selector: one => rowKey(section, one) })

it('compareUtf8 is the order of the bytes', () => {
  fc.assert(
    fc.property(text, text, (a, b) => {
      expect(Math.sign(compareUtf8(a, b))).toBe(Buffer.compare(Buffer.from(a), Buffer.from(b)))
    }),
    { numRuns: 2000 },
  )
})

describe('digest', () => {
  it('does not depend on the order of the rows', () => {
    fc.assert(
      fc.property(fc.array(row, { maxLength: 10 }), list => {
        expect(sectionDigest(list.toReversed().map(rowText))).toBe(sectionDigest(list.map(rowText)))
      }),
    )
  })
  it('of -0 is that of 0', () => expect(rowText(['a', -0])).toBe(rowText(['a', 0])))
  it('is the same whether rows are digested in one piece or many', () => {
    const many = Array.from({ length: 1000 }, (_, i) => rowText([`r${i}`]))
    const one = many.toSorted((a, b) => (a < b ? -1 : 1)).join('\n')
    expect(sectionDigest(many)).not.toBe(sectionDigest([one, '']))
    expect(sectionDigest([one])).toBe(sectionDigest(many))
  })
})

describe('differences', () => {
  it('lead from any rows to any rows', () => {
    fc.assert(
      fc.property(rows, rows, (base, now) => {
        const delta = diffRows(section, base, now)
        const reached = applyRows(section, base, delta)
        expect(sectionDigest(reached.map(rowText))).toBe(sectionDigest(now.map(rowText)))
        expect(delta.add.length).toBeLessThanOrEqual(now.length)
      }),
    )
  })
  it('between equal rows are none', () => {
    fc.assert(
      fc.property(rows, base => {
        expect(diffRows(section, base, base.toReversed())).toEqual({ add: [], del: [] })
      }),
    )
  })
  it('a changed row is added, not deleted', () => {
    expect(diffRows(section, [['a', 1]], [['a', 2]])).toEqual({ add: [['a', 2]], del: [] })
  })
  it('to delete what is not there is refused', () => {
    expect(refusal(() => applyRows(section, [['a', 1]], { add: [], del: [['b']] })).field).toBe('test.1.del')
  })
  it('keys that print alike in other types are different keys', () => {
    expect(diffRows(section, [[1]], [['1']])).toEqual({ add: [['1']], del: [[1]] })
  })
})

it('the oracle digests the same', { timeout: 60_000 }, ({ skip }) => {
  const needs = oracleNeeds()
  if (needs !== null) skip(needs)
  const cases = samples(fc.array(row, { maxLength: 12 }), 500)
  const digests = askOracle(cases.map(one => ({ ask: 'sectionDigest', rows: one })))
  const ours = cases.map(one => sectionDigest(one.map(rowText)))
  expect(ours).toEqual(digests)

  const names = samples(
    fc.uniqueArray(fc.constantFrom('system.1', 'network.1', 'packages.1', 'updates.1', 'restart.1')),
    100,
  )
  const sets = names.map((list, i) => list.map((name, j) => [name, ours[(i + j) % ours.length] ?? ''] as const))
  const inventories = askOracle(sets.map(set => ({ ask: 'inventoryDigest', sections: Object.fromEntries(set) })))
  expect(sets.map(inventoryDigest)).toEqual(inventories)
})
