import type { SupersedenceEdge } from '@patchyard/api'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { withoutImplied } from './without-implied.ts'

const edge = (pair: string): SupersedenceEdge => {
  const [older = '', newer = ''] = pair.split('<')
  return { older, newer, kind: 'stated', reason: null }
}
const left = (pairs: readonly string[]) => withoutImplied(pairs.map(edge)).map(one => `${one.older}<${one.newer}`)

describe('of these edges stay', () => {
  it.each([
    [
      ['a<b', 'b<c', 'a<c'],
      ['a<b', 'b<c'],
    ],
    [
      ['a<b', 'a<c'],
      ['a<b', 'a<c'],
    ],
    [
      ['a<b', 'b<c', 'c<d', 'a<d', 'b<d'],
      ['a<b', 'b<c', 'c<d'],
    ],
    [
      ['a<b', 'b<a'],
      ['a<b', 'b<a'],
    ],
    [[], []],
  ])('%j: %j', (pairs, want) => expect(left(pairs)).toEqual(want))
})

it('what can be reached stays the same, and every edge that stays is needed', () => {
  const node = fc.integer({ min: 0, max: 9 })
  fc.assert(
    fc.property(fc.uniqueArray(fc.tuple(node, node), { selector: ([a, b]) => `${a}<${b}` }), pairs => {
      const all = pairs.filter(([a, b]) => a < b).map(([a, b]) => edge(`${a}<${b}`))
      const kept = withoutImplied(all)
      expect(closure(kept)).toEqual(closure(all))
      for (const one of kept) expect(closure(kept.filter(other => other !== one))).not.toEqual(closure(all))
    }),
  )
})

/** All pairs by Warshall's algorithm on a matrix. */
function closure(edges: readonly SupersedenceEdge[]): string[] {
  const has = (a: number, b: number): boolean => reach.has(`${a}<${b}`)
  const reach = new Set(edges.map(one => `${one.older}<${one.newer}`))
  for (let via = 0; via < 10; via++)
    for (let a = 0; a < 10; a++) for (let b = 0; b < 10; b++) if (has(a, via) && has(via, b)) reach.add(`${a}<${b}`)
  return [...reach].toSorted()
}
