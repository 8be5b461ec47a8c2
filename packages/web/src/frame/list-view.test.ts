import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  decodeView,
  defaultView,
  encodeView,
  isNarrowed,
  knownThen,
  listQuery,
  type ListShape,
  type ListView,
  widened,
} from './list-view.ts'

const shape: ListShape = {
  sorts: ['name', 'missingPatchCount'],
  defaultSort: 'name',
  filters: { status: ['missing', 'installed'], security: ['all', 'only'] },
  columns: ['name', 'os', 'missing'],
}
const queryShape: ListShape = { ...shape, hasQuery: true, hasPast: true }

const anyText = fc.string({ unit: 'grapheme', maxLength: 40 }).map(text => text.toWellFormed())
const anyView: fc.Arbitrary<ListView> = fc.record({
  search: anyText,
  query: fc.constant(''),
  asOf: fc.constant(null),
  having: fc.constant(null),
  columns: fc.option(fc.subarray(['name', 'os', 'missing'], { minLength: 1 })),
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
  const anyQueryView = fc
    .tuple(anyView, anyText, fc.option(anyText), fc.option(fc.date({ noInvalidDate: true })))
    .map(([view, query, having, at]) => ({ ...view, search: '', query, having, asOf: at?.toISOString() ?? null }))
  fc.assert(
    fc.property(anyQueryView, view => {
      const address = new URLSearchParams(encodeView(view, queryShape).toString())
      expect(decodeView(address, queryShape)).toEqual(view)
    }),
  )
})

it('any address gives a view that the list can show', () => {
  const part = fc.oneof(
    fc.constantFrom('q', 'query', 'having', 'columns', 'sort', 'status', 'name', '-name', 'x'),
    fc.string({ unit: 'binary' }),
  )
  fc.assert(
    fc.property(fc.array(fc.tuple(part, part), { maxLength: 8 }), pairs => {
      const view = decodeView(new URLSearchParams(pairs), shape)
      expect(['name', '-name', 'missingPatchCount', '-missingPatchCount']).toContain(view.sort)
      expect(shape.filters['status']).toContain(view.filters['status'])
      expect(view.search.length).toBeLessThanOrEqual(200)
      expect(view.search.isWellFormed()).toBe(true)
      const asked = decodeView(new URLSearchParams(pairs), queryShape)
      expect(`${asked.query}${asked.having}`.isWellFormed()).toBe(true)
      for (const key of asked.columns ?? []) expect(queryShape.columns).toContain(key)
    }),
  )
})

describe('an address', () => {
  const usual = defaultView(shape)
  it.each<[string, Partial<ListView>]>([
    ['', {}],
    ['q=web&sort=-missingPatchCount', { search: 'web', sort: '-missingPatchCount' }],
    ['sort=password', {}],
    ['sort=--name', {}],
    ['status=gone&security=only', { filters: { status: 'missing', security: 'only' } }],
    ['page=7&foo=bar', {}],
    ['query=name:web&having=', {}],
    ['columns=missing,name,secret', { columns: ['name', 'missing'] }],
    ['columns=secret', {}],
  ])('%s shows %j', (address, want) => {
    expect(decodeView(new URLSearchParams(address), shape)).toEqual({ ...usual, ...want })
  })

  it.each<[string, Partial<ListView>]>([
    ['query=name:web', { query: 'name:web' }],
    ['query=name:web&having=isSecurity:true', { query: 'name:web', having: 'isSecurity:true' }],
    ['having=', { having: '' }],
    // Links from before there were queries.
    ['q=web', { query: '"*web*"' }],
    ['search=web 1', { query: '"*web 1*"' }],
    ['search=a"b\\c', { query: '"*a\\"b\\\\c*"' }],
    ['q=', {}],
    ['q=web&query=name:db', { query: 'name:db' }],
  ])('of a list with queries, %s shows %j', (address, want) => {
    expect(decodeView(new URLSearchParams(address), queryShape)).toEqual({ ...usual, ...want })
  })

  it('of the default view is empty', () => {
    expect(encodeView(defaultView(shape), shape).toString()).toBe('')
  })
})

it.each<[Partial<ListView>, boolean]>([
  [{}, false],
  [{ sort: '-name' }, false],
  [{ columns: ['name'] }, false],
  [{ search: 'x' }, true],
  [{ query: 'name:x' }, true],
  [{ having: '' }, false],
  [{ having: 'isSecurity:true' }, true],
  [{ filters: { status: 'installed', security: 'all' } }, true],
])('%j narrows the list: %s', (part, want) => {
  expect(isNarrowed({ ...defaultView(shape), ...part }, shape)).toBe(want)
})

it('clearing takes off search, queries and filters, and keeps order and columns', () => {
  const view = { ...defaultView(queryShape), query: 'x', having: 'y', sort: '-name', columns: ['name'] }
  expect(widened(view, queryShape)).toEqual({ ...defaultView(queryShape), sort: '-name', columns: ['name'] })
})

describe('the view of a past instant', () => {
  const pastShape: ListShape = { sorts: ['name', 'exposedSince'], defaultSort: 'name', filters: {} }
  it.each([
    ['-name', '-name'],
    ['-exposedSince', 'name'],
    [null, null],
  ])('in the order %s is shown in the order %s where exposure is not known', (sort, want) => {
    expect(knownThen({ ...defaultView(pastShape), sort }, pastShape, [{ sort: 'name' }, {}]).sort).toBe(want)
  })

  it('asks for it', () => {
    expect(listQuery({ ...defaultView(pastShape), asOf: '2026-10-01T00:00:00.000Z' })).toEqual({
      sort: 'name',
      asOf: '2026-10-01T00:00:00.000Z',
    })
  })
})
