import { expect, it } from 'vitest'
import { genericCases } from './mutate.ts'
import { createTriedPlaces } from './tried-places.ts'

const title = { type: 'string', maxLength: 120 }
const route = (n: number) => ({
  type: 'object',
  $id: `R${n}`,
  properties: { title, own: { type: 'string', maxLength: n } },
})

it('every case is tried at the first member of a schema, and by those like it between them', () => {
  const isTried = createTriedPlaces()
  const tried = (n: number, member: string) => genericCases.filter(one => isTried(route(n), [member], one))
  expect(tried(1, 'title')).toEqual(genericCases)
  const later = [2, 3, 4, 5, 6, 7].map(n => tried(n, 'title'))
  for (const some of later) expect(some.length).toBeLessThan(genericCases.length / 4)
  expect(new Set(later.flat()).size).toBe(genericCases.length)
})

it('a member with a schema of its own gets every case, whatever came before', () => {
  const isTried = createTriedPlaces()
  for (const n of [1, 2, 3]) expect(genericCases.every(one => isTried(route(n), ['own'], one))).toBe(true)
})

it('where the schema cannot be told, every case is tried', () => {
  const isTried = createTriedPlaces()
  const union = { properties: { a: { anyOf: [title, { type: 'null' }] } } }
  expect(genericCases.every(one => isTried(union, ['a'], one) && isTried(union, ['b'], one))).toBe(true)
})
