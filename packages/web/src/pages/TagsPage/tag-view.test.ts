import type { Tag } from '@patchyard/api'
import { describe, expect, it } from 'vitest'
import { tagMatch, tagOrder } from './tag-view.ts'

const tag = (name: string, part: Partial<Tag> = {}): Tag => ({
  id: name,
  name,
  description: '',
  colour: '',
  criticality: null,
  favourite: false,
  kind: 'static',
  parent: null,
  path: [name],
  childCount: 0,
  belowCount: 0,
  assetCount: 0,
  query: null,
  isBroken: false,
  evaluatedAt: null,
  mayAssign: true,
  mayChange: true,
  createdAt: '2026-11-21T14:00:00.000Z',
  modifiedAt: '2026-11-21T14:00:00.000Z',
  ...part,
})
const tags = [
  tag('b', { assetCount: 9, criticality: 1 }),
  tag('a', { kind: 'dynamic', favourite: true }),
  tag('C', { criticality: 5 }),
]
const all = { search: '', sort: null, filters: { kind: 'all', favourite: 'all' } }

describe('the list of tags', () => {
  it('looks for nothing until somebody does', () => expect(tagMatch(all)).toBeNull())
  it.each([
    [{ search: 'c' }, ['C']],
    [{ filters: { kind: 'dynamic' } }, ['a']],
    [{ filters: { favourite: 'mine' } }, ['a']],
    [{ search: 'b', filters: { favourite: 'mine' } }, []],
  ])('asked for %j shows %j', (view, want) => {
    const matches = tagMatch({ ...all, ...view })
    expect(tags.filter(one => matches?.(one)).map(one => one.name)).toEqual(want)
  })
  it.each([
    [null, ['a', 'b', 'C']],
    ['-name', ['C', 'b', 'a']],
    ['-assetCount', ['b', 'C', 'a']],
    ['criticality', ['a', 'b', 'C']],
    ['nonsense', ['a', 'b', 'C']],
  ])('in the order %j is %j', (sort, want) => {
    expect(tags.toSorted(tagOrder(sort)).map(one => one.name)).toEqual(want)
  })
})
