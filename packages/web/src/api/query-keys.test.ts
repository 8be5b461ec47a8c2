import { describe, expect, it } from 'vitest'
import { isTouched, queryKey } from './query-keys.ts'

const a = '00000000-0000-4000-8000-00000000000a'
const b = '00000000-0000-4000-8000-00000000000b'

describe('a change on the stream', () => {
  it.each([
    ['asset', a, 'getAsset', a, true],
    ['asset', a, 'getAsset', b, false],
    ['asset', a, 'listFindings', a, true],
    ['asset', a, 'listAssets', null, true],
    ['asset', a, 'listPatches', null, true],
    ['asset', a, 'listJobs', null, false],
    ['agent', a, 'listAgents', null, true],
    ['agent', a, 'getAsset', a, true],
    ['agent', a, 'getAsset', b, false],
    ['agent', a, 'getAgent', b, true],
    ['job', a, 'getJob', a, true],
    ['job', a, 'getJob', b, false],
    ['task', a, 'getTask', b, true],
    ['task', a, 'listRunTasks', b, true],
    ['task', a, 'getJob', b, true],
    ['task', a, 'me', null, false],
    ['feed', a, 'listFeeds', null, true],
    ['feed', a, 'getFeed', b, false],
    ['feed', a, 'listFeedDocuments', a, true],
    ['feed', a, 'getBundle', b, true],
    ['feed', a, 'listPatches', null, false],
  ] as const)('of %s %s touches %s of %s: %s', (topic, id, route, about, touched) => {
    const key = queryKey(route, about === null ? {} : { params: { id: about } })
    expect(isTouched(key, [{ topic, id }])).toBe(touched)
  })
})

it('answers of different query strings are kept apart', () => {
  expect(queryKey('listAssets', { query: { search: 'a' } })).not.toEqual(queryKey('listAssets', { query: {} }))
})
