import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  decodeView,
  defaultView,
  encodeView,
  isNarrowed,
  type ListShape,
  type ListView,
  nextSort,
} from './list-view.ts'

const shape: ListShape = {
  sorts: ['name', 'missingPatchCount'],
  defaultSort: 'name',
  filters: { status: ['missing', 'installed'], security: ['all', 'only'] },
}

const anyView: fc.Arbitrary<ListView> = fc.record({
  search: fc.string({ unit: 'grapheme', maxLength: 40 }),
  sort: fc.constantFrom('name', '-name', 'missingPatchCount', '-missingPatchCount'),
  filters: fc.record({ status: fc.constantFrom('missing', 'installed'), security: fc.constantFrom('all', 'only') }),
})

it('what is written into the address is read back', () => {
  fc.assert(
    fc.property(anyView, view => {
      const address = new URLSearchParams(encodeView(view, shape).toString())
      expect(decodeView(address, shape)).toEqual(view)
    }),
  )
})

it('any address gives a view that the list can show', () => {
  const part = fc.oneof(fc.constantFrom('q', 'sort', 'status', 'name', '-name', 'x'), fc.string({ unit: 'binary' }))
  fc.assert(
    fc.property(fc.array(fc.tuple(part, part)), pairs => {
      const view = decodeView(new URLSearchParams(pairs), shape)
      expect(['name', '-name', 'missingPatchCount', '-missingPatchCount']).toContain(view.sort)
      expect(shape.filters['status']).toContain(view.filters['status'])
      expect(view.search.length).toBeLessThanOrEqual(200)
      expect(view.search.isWellFormed()).toBe(true)
    }),
  )
})

describe('an address', () => {
  it.each([
    ['', { search: '', sort: 'name', filters: { status: 'missing', security: 'all' } }],
    [
      'q=web&sort=-missingPatchCount',
      { search: 'web', sort: '-missingPatchCount', filters: { status: 'missing', security: 'all' } },
    ],
    ['sort=password', { search: '', sort: 'name', filters: { status: 'missing', security: 'all' } }],
    ['sort=--name', { search: '', sort: 'name', filters: { status: 'missing', security: 'all' } }],
    ['status=gone&security=only', { search: '', sort: 'name', filters: { status: 'missing', security: 'only' } }],
    ['page=7&foo=bar', { search: '', sort: 'name', filters: { status: 'missing', security: 'all' } }],
  ])('%s shows %j', (address, want) => {
    expect(decodeView(new URLSearchParams(address), shape)).toEqual(want)
  })

  it('of the default view is empty', () => {
    expect(encodeView(defaultView(shape), shape).toString()).toBe('')
  })
})

it.each([
  [{ ...defaultView(shape) }, false],
  [{ ...defaultView(shape), sort: '-name' }, false],
  [{ ...defaultView(shape), search: 'x' }, true],
  [{ ...defaultView(shape), filters: { status: 'installed', security: 'all' } }, true],
])('%j narrows the list: %s', (view, want) => {
  expect(isNarrowed(view, shape)).toBe(want)
})

it.each([
  ['name', 'name', 'up', '-name'],
  ['-name', 'name', 'up', 'name'],
  ['name', 'missingPatchCount', 'down', '-missingPatchCount'],
  ['-missingPatchCount', 'missingPatchCount', 'down', 'missingPatchCount'],
  [null, 'name', 'up', 'name'],
] as const)('sorted by %s, a click on %s (first %s) sorts by %s', (current, field, first, want) => {
  expect(nextSort(current, field, first)).toBe(want)
})
