import { describe, expect, it } from 'vitest'
import { broughtBy, mayStandBelow, nameMatch, type TreeTag, treeRows } from './tag-tree.ts'

const tag = (id: string, parent: string | null): TreeTag => ({
  id,
  name: `Tag ${id}`,
  parent: parent === null ? null : { id: parent, name: `Tag ${parent}` },
})
const tags = [tag('a', null), tag('b', 'a'), tag('c', 'b'), tag('d', null), tag('e', 'gone')]
const shown = (open: string[], search = '') =>
  treeRows(tags, { open: new Set(open), matches: nameMatch(search) }).map(
    row => `${row.level}${row.tag.id}${row.hasChildren ? '+' : ''}`,
  )

describe('the tree of tags', () => {
  it.each([
    ['closed shows its tops, and whose parent cannot be seen', [], '', ['1a+', '1d', '1e']],
    ['shows children of open tags', ['a'], '', ['1a+', '2b+', '1d', '1e']],
    ['shows nothing of an open tag below a closed one', ['b'], '', ['1a+', '1d', '1e']],
    ['opens what leads to a match, in any case', [], 'TAG C', ['1a+', '2b+', '3c']],
    ['shows nothing where nothing matches', ['a'], 'zzz', []],
  ])('%s', (_, open, search, want) => {
    expect(shown(open, search)).toEqual(want)
  })

  it('puts those with the same parent in the order that is asked', () => {
    const rows = treeRows(tags, { open: new Set(), matches: null, order: (a, b) => (a.id < b.id ? 1 : -1) })
    expect(rows.map(row => row.tag.id)).toEqual(['e', 'd', 'a'])
  })

  it.each([
    [['a'], ['b', 'c']],
    [['b'], ['c']],
    [['c', 'd'], []],
    [['unknown'], []],
  ])('choosing %j brings %j', (chosen, want) => {
    expect([...broughtBy(tags, new Set(chosen)).keys()].toSorted()).toEqual(want)
  })

  it('ends where parents go round in a circle', () => {
    const round = [tag('x', 'y'), tag('y', 'x')]
    expect(treeRows(round, { open: new Set(['x', 'y']), matches: null })).toEqual([])
    expect(treeRows(round, { open: new Set(), matches: nameMatch('tag') })).toEqual([])
    expect([...broughtBy(round, new Set(['x'])).keys()].toSorted()).toEqual(['x', 'y'])
  })

  it.each([
    ['b', 'd', true],
    ['b', 'a', true],
    ['a', 'a', false],
    ['a', 'c', false],
  ])('%s below %s: %j', (id, parent, want) => {
    expect(mayStandBelow(tags, id, parent)).toBe(want)
  })
})
