import { expect, it } from 'vitest'
import { type Branch, clauseTree } from './clause-tree.ts'

const drawn = (branches: readonly Branch<{ depth: number; text: string }>[]): string =>
  branches.map(({ clause, parts }) => clause.text + (parts.length === 0 ? '' : `(${drawn(parts)})`)).join(' ')

it.each([
  [[], ''],
  [['0 a'], 'a'],
  [['0 and', '1 a', '1 or', '2 b', '2 c', '1 d'], 'and(a or(b c) d)'],
  [['0 not', '1 group', '2 and', '3 a', '3 b'], 'not(group(and(a b)))'],
])('%j is %s', (lines, expected) => {
  const clauses = lines.map(line => ({ depth: Number(line.slice(0, 1)), text: line.slice(2) }))
  expect(drawn(clauseTree(clauses))).toBe(expected)
})
