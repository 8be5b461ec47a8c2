import { describe, expect, it } from 'vitest'
import { ruleLevels } from './rule-levels.ts'
import { tagNameLook, tagNameProblem, tidyTagName } from './tag-name.ts'
import { DEEPEST_TAG, moveProblem, tagAndAbove, withTagsBelow } from './tag-tree.ts'

describe('the name of a tag', () => {
  it.each([
    ['prod', null],
    ['Größe 10 – µ', null],
    ['日本 web', null],
    ['Москва web', null],
    ['w\u0435b', 'mixedScripts'],
    ['\u03b1lpha', 'mixedScripts'],
    ['we\u200db', 'invisible'],
    ['\u2066web', 'invisible'],
    ['a\u3164b', 'invisible'],
    ['\ud800', 'invisible'],
    ['\u0301', 'empty'],
    ['', 'empty'],
    ['x'.repeat(1024), null],
    ['😀'.repeat(1025), 'tooLong'],
  ])('%j: %s', (name, want) => {
    expect(tagNameProblem(tidyTagName(name))).toBe(want)
  })

  it.each([
    ['  a\u00a0 b ', 'a b'],
    ['e\u0301', 'é'],
    ['❤\ufe0f', '❤'],
  ])('%j is kept as %j', (name, want) => {
    expect(tidyTagName(name)).toBe(want)
  })

  it.each([
    ['сор', 'cop', true],
    ['ροx', 'pox', true],
    ['prod', 'prod', true],
    ['wave 1', 'wave l', false],
    ['größe', 'grosse', false],
  ])('%s looks like %s: %s', (a, b, want) => {
    expect(tagNameLook(a) === tagNameLook(b)).toBe(want)
  })
})

const tree = new Map<number, number | null>([
  [1, null],
  [2, 1],
  [3, 2],
  [4, null],
])

describe('the tree of tags', () => {
  it('goes up to its top, and down to everything below', () => {
    expect(tagAndAbove(tree, 3)).toEqual([3, 2, 1])
    expect([...withTagsBelow(tree, [2])]).toEqual([2, 3])
  })

  it.each([
    [1, 3, 'circle'],
    [2, 2, 'circle'],
    [3, 4, null],
    [2, null, null],
    [null, 3, null],
  ])('%s may stand below %s: %s', (id, parent, want) => {
    expect(moveProblem(tree, id, parent)).toBe(want)
  })

  it('is not deeper than people can read, counted with what moves along', () => {
    const line = new Map(Array.from({ length: DEEPEST_TAG }, (_, i) => [i + 1, i === 0 ? null : i] as const))
    expect(moveProblem(line, null, DEEPEST_TAG)).toBe('tooDeep')
    expect(moveProblem(new Map([...line, [90, null], [91, 90]]), 90, DEEPEST_TAG - 1)).toBe('tooDeep')
    expect(moveProblem(new Map([...line, [90, null], [91, 90]]), 90, DEEPEST_TAG - 2)).toBeNull()
  })
})

describe('the order of rules', () => {
  it('puts each behind those whose tags it asks for', () => {
    const levels = ruleLevels(
      new Map([
        [1, new Set([2, 9])],
        [2, new Set([3])],
        [3, new Set<number>()],
      ]),
    )
    expect(levels).toEqual({
      kind: 'levels',
      levels: new Map([
        [3, 0],
        [2, 1],
        [1, 2],
      ]),
    })
  })

  it.each([
    ['one that asks for itself', [[1, [1]]], [1]],
    [
      'two that ask for each other',
      [
        [1, [2]],
        [2, [1]],
      ],
      [1, 2],
    ],
    [
      'three behind one that does not go round',
      [
        [4, [1]],
        [1, [2]],
        [2, [3]],
        [3, [1]],
      ],
      [1, 2, 3],
    ],
  ] as const)('names those that go round: %s', (_what, asked, want) => {
    expect(ruleLevels(new Map(asked.map(([id, of]) => [id, new Set<number>(of)])))).toEqual({
      kind: 'circle',
      tags: want,
    })
  })
})
