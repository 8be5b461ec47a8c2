import type { GroupMapping } from '@patchyard/api'
import { describe, expect, it } from 'vitest'
import { accessOfMapping, mappingOf, tagsOfMapping, withMapping } from './group-mapping.ts'

const entry = (group: string, part: Partial<GroupMapping> = {}): GroupMapping => ({
  group,
  roles: ['patchReader'],
  grants: [],
  allAssets: false,
  scopeTags: [],
  ...part,
})

describe('what a group gives', () => {
  it.each([
    entry('ops', { scopeTags: ['t1', 't2'] }),
    entry('admins', { roles: ['administrator'], allAssets: true }),
    entry('wall', { grants: ['dashboard.print'], scopeTags: ['gone'] }),
  ])('is the same after the form: $group', mapping => {
    const tags = tagsOfMapping(mapping.scopeTags, new Map([['t1', { id: 't1', name: 'Berlin' }]]), 'gone')
    expect(mappingOf(mapping.group, accessOfMapping(mapping, tags))).toEqual(mapping)
  })

  it('names tags that are there, and says which are gone', () => {
    const names = tagsOfMapping(['t1', 't9'], new Map([['t1', { id: 't1', name: 'Berlin' }]]), 'gone')
    expect(names.map(tag => tag.name)).toEqual(['Berlin', 'gone'])
  })

  it('keeps no tags beside all assets', () => {
    const form = { ...accessOfMapping(entry('a'), [{ id: 't1', name: 'Berlin' }]), all: true }
    expect(mappingOf(' a ', form)).toMatchObject({ group: 'a', allAssets: true, scopeTags: [] })
  })
})

describe('the list of groups', () => {
  const list = [entry('a'), entry('b')]
  it.each([
    ['a new one stands behind all others', null, 'c', ['a', 'b', 'c']],
    ['a changed one keeps its place', 'a', 'z', ['z', 'b']],
  ] as const)('%s', (_, before, group, want) => {
    expect(withMapping(list, before, entry(group)).map(one => one.group)).toEqual(want)
  })
})
