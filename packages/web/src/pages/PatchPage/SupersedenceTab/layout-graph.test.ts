import type { SupersedenceEdge } from '@patchyard/api'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { layoutGraph, NODE } from './layout-graph.ts'

const edge = (older: string, newer: string): SupersedenceEdge => ({ older, newer, kind: 'stated', reason: null })
const rowsOf = (keys: string[], edges: SupersedenceEdge[]) =>
  layoutGraph(keys, edges).nodes.map(node => [node.key, node.y / (NODE.height + NODE.gapY)])

describe('what replaces stands above', () => {
  it.each([
    [['a'], [], [['a', 0]]],
    [
      ['a', 'b'],
      [edge('a', 'b')],
      [
        ['b', 0],
        ['a', 1],
      ],
    ],
    [
      ['a', 'b', 'c'],
      [edge('a', 'b'), edge('b', 'c'), edge('a', 'c')],
      [
        ['c', 0],
        ['b', 1],
        ['a', 2],
      ],
    ],
  ] as const)('%j', (keys, edges, want) => expect(rowsOf([...keys], [...edges])).toEqual(want))
})

it('no node lies on another, all lie in the picture, and no edge runs through a node', () => {
  const node = fc.integer({ min: 0, max: 14 })
  fc.assert(
    fc.property(fc.uniqueArray(fc.tuple(node, node), { selector: ([a, b]) => `${a} ${b}` }), pairs => {
      const keys = Array.from({ length: 15 }, (_, i) => String(i))
      const edges = pairs.filter(([a, b]) => a < b).map(([a, b]) => edge(String(a), String(b)))
      const { nodes, edges: drawn, width, height } = layoutGraph(keys, edges)
      expect(nodes).toHaveLength(15)
      for (const [i, one] of nodes.entries()) {
        expect(one.x >= 0 && one.x + NODE.width <= width && one.y >= 0 && one.y + NODE.height <= height).toBe(true)
        for (const other of nodes.slice(i + 1)) {
          expect(one.y !== other.y || Math.abs(one.x - other.x) >= NODE.width).toBe(true)
        }
      }
      expect(drawn).toHaveLength(edges.length)
      for (const { edge: own, points } of drawn) {
        for (const [x, y] of points) {
          const inside = nodes.filter(
            one =>
              one.key !== own.older &&
              one.key !== own.newer &&
              x > one.x &&
              x < one.x + NODE.width &&
              y > one.y &&
              y < one.y + NODE.height,
          )
          expect(inside).toEqual([])
        }
      }
    }),
  )
})

it('a chain of 200 is 200 rows high', () => {
  const keys = Array.from({ length: 200 }, (_, i) => String(i))
  const { height, width } = layoutGraph(
    keys,
    keys.slice(1).map((key, i) => edge(String(i), key)),
  )
  expect([width, height]).toEqual([NODE.width, 200 * (NODE.height + NODE.gapY) - NODE.gapY])
})

it('a circle ends', () => {
  expect(layoutGraph(['a', 'b'], [edge('a', 'b'), edge('b', 'a')]).nodes).toHaveLength(2)
})
