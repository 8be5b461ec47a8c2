import { describe, expect, it } from 'vitest'
import { type AssetTarget, assignmentOf, canMeanFound, countOf, MOST_FOUND, pickOf } from './asset-target.ts'

const chosen = [
  { id: 'a', name: 'web-01' },
  { id: 'b', name: 'web-02' },
]
const target: AssetTarget = { chosen, found: { matching: { query: 'name:web*', status: 'missing' }, total: 7 } }

describe('assets that something is done with', () => {
  it('are the chosen ones by their ids', () => {
    expect(pickOf(target, 'chosen')).toEqual({ ids: ['a', 'b'] })
    expect(assignmentOf(target, 'chosen', 'assign', ['t'])).toEqual({
      action: 'assign',
      tags: ['t'],
      assets: ['a', 'b'],
    })
    expect(countOf(target, 'chosen')).toBe(2)
  })

  it('are all that the query finds, with their number', () => {
    expect(pickOf(target, 'found')).toEqual({ query: 'name:web*', status: 'missing', count: 7 })
    expect(assignmentOf(target, 'found', 'remove', ['t'])).toEqual({
      action: 'remove',
      tags: ['t'],
      matching: { query: 'name:web*', status: 'missing', count: 7 },
    })
    expect(countOf(target, 'found')).toBe(7)
  })

  it('of a list without a query are all assets, said in so many words', () => {
    expect(pickOf({ chosen, found: { matching: {}, total: 9 } }, 'found')).toEqual({ query: '', count: 9 })
  })

  it.each([
    ['where there is no list', null, false],
    ['where all are chosen', 2, false],
    ['where more are found', 3, true],
    ['where more are found than can be meant at once', MOST_FOUND + 1, false],
  ])('%s "all that the query finds" is offered: %j', (_, total, want) => {
    expect(canMeanFound({ chosen, found: total === null ? null : { matching: {}, total } })).toBe(want)
  })
})
