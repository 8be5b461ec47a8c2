import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { buildSupersedence, type SupersedenceEdge } from './supersedence-graph.ts'

const edge = (newer: string, older: string, derived: string | null = null): SupersedenceEdge => ({
  newer,
  older,
  derived,
})

describe('a patch', () => {
  const graph = buildSupersedence([edge('c', 'b'), edge('b', 'a'), edge('d', 'b'), edge('f', 'e')])
  it.each([
    ['a', ['c', 'd'], ['b', 'c', 'd'], []],
    ['b', ['c', 'd'], ['c', 'd'], ['a']],
    ['c', [], [], ['a', 'b']],
    ['e', ['f'], ['f'], []],
    ['unknown', [], [], []],
  ])('%s is superseded by %j, is older than %j and newer than %j', (key, by, newer, older) => {
    expect(graph.supersededBy(key)).toEqual(by)
    expect(graph.isSuperseded(key)).toBe(by.length > 0)
    expect(graph.newerThan(key)).toEqual(newer)
    expect(graph.olderThan(key)).toEqual(older)
  })
})

describe('an edge', () => {
  it('to itself is left out and counted', () => {
    const graph = buildSupersedence([edge('a', 'a'), edge('b', 'a')])
    expect([graph.selfReferences, graph.edges]).toEqual([1, [edge('b', 'a')]])
  })

  it('is one however often it is said, and a source’s own word is above a derived one', () => {
    const graph = buildSupersedence([edge('b', 'a', 'guess'), edge('b', 'a'), edge('b', 'a', 'other guess')])
    expect(graph.edges).toEqual([edge('b', 'a')])
  })
})

describe('of a circle', () => {
  it('the derived edge goes first', () => {
    const graph = buildSupersedence([edge('b', 'a'), edge('c', 'b'), edge('a', 'c', 'by date')])
    expect(graph.broken).toEqual([edge('a', 'c', 'by date')])
    expect(graph.supersededBy('a')).toEqual(['c'])
  })

  it('what runs against the dates goes next', () => {
    const days: Record<string, number> = { a: 3, b: 2, c: 1 }
    const graph = buildSupersedence([edge('a', 'b'), edge('b', 'a')], key => days[key] ?? null)
    expect(graph.broken).toEqual([edge('b', 'a')])
  })

  it('without dates, what runs against the order of keys goes', () => {
    expect(buildSupersedence([edge('a', 'b'), edge('b', 'a')]).broken).toEqual([edge('a', 'b')])
  })
})

it('a chain of 50,000 patches takes no room on the stack of calls', () => {
  const graph = buildSupersedence(Array.from({ length: 50_000 }, (_, i) => edge(`k${i + 1}`, `k${i}`)))
  expect(graph.supersededBy('k0')).toEqual(['k50000'])
})

/** All pairs by Warshall's algorithm on a matrix: nothing in common with a walk over adjacent nodes. */
function warshall(size: number, pairs: readonly (readonly [number, number])[]): boolean[][] {
  const reach = Array.from({ length: size }, () => Array.from({ length: size }, () => false))
  const row = (i: number): boolean[] => reach[i] ?? []
  for (const [from, to] of pairs) row(from)[to] = true
  for (let via = 0; via < size; via++)
    for (let from = 0; from < size; from++)
      if (row(from)[via] === true) for (let to = 0; to < size; to++) if (row(via)[to] === true) row(from)[to] = true
  return reach
}

const SIZE = 24
const key = (i: number): string => `k${String(i).padStart(2, '0')}`
const node = fc.integer({ min: 0, max: SIZE - 1 })
const pairs = fc.array(fc.tuple(node, node), { maxLength: 80 })

describe('of any edges', () => {
  it('without circles the closure is that of a naive one, and nothing is lost', () => {
    fc.assert(
      fc.property(pairs, all => {
        const forward = all.filter(([a, b]) => a !== b).map(([a, b]) => (a > b ? ([a, b] as const) : ([b, a] as const)))
        const graph = buildSupersedence(forward.map(([newer, older]) => edge(key(newer), key(older))))
        expect(graph.broken).toEqual([])
        const reach = warshall(SIZE, forward)
        for (let i = 0; i < SIZE; i++) {
          const older = [...Array(SIZE).keys()].filter(j => reach[i]?.[j] === true)
          const newer = [...Array(SIZE).keys()].filter(j => reach[j]?.[i] === true)
          const ends = newer.filter(j => reach.every(row => row[j] !== true))
          expect(graph.olderThan(key(i))).toEqual(older.map(key))
          expect(graph.newerThan(key(i))).toEqual(newer.map(key))
          expect(graph.supersededBy(key(i))).toEqual(ends.map(key))
        }
      }),
    )
  })

  it('the graph has no circle, and only edges of circles are broken', () => {
    fc.assert(
      fc.property(
        pairs,
        fc.array(fc.integer({ min: 0, max: 3 }), { minLength: SIZE, maxLength: SIZE }),
        (all, days) => {
          const edges = all.map(([a, b], i) => edge(key(a), key(b), i % 3 === 0 ? 'guess' : null))
          const graph = buildSupersedence(edges, name => days[Number(name.slice(1))] ?? null)
          const numbers = (some: readonly SupersedenceEdge[]) =>
            some.map(one => [Number(one.newer.slice(1)), Number(one.older.slice(1))] as const)
          const after = warshall(SIZE, numbers(graph.edges))
          for (let i = 0; i < SIZE; i++) expect(after[i]?.[i]).toBe(false)
          const before = warshall(SIZE, all)
          for (const [newer, older] of numbers(graph.broken)) expect(before[older]?.[newer]).toBe(true)
          const distinct = new Set(all.filter(([a, b]) => a !== b).map(([a, b]) => `${a} ${b}`))
          expect(graph.edges.length + graph.broken.length).toBe(distinct.size)
        },
      ),
    )
  })

  it('their order does not matter', () => {
    fc.assert(
      fc.property(
        pairs.chain(all => fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length }))),
        ([all, shuffled]) => {
          const graphOf = (some: readonly (readonly [number, number])[]) => {
            const graph = buildSupersedence(
              some.map(([a, b]) => edge(key(a), key(b), (a + b) % 4 === 0 ? 'guess' : null)),
              name => Number(name.slice(1)) % 5,
            )
            return [graph.edges, graph.broken]
          }
          expect(graphOf(shuffled)).toEqual(graphOf(all))
        },
      ),
    )
  })
})
