import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { FeedError } from '../feed/feed-error.ts'
import { collected, inChunks } from '../testing/chunks.ts'
import { readJsonElements } from './json-elements.ts'

async function read(text: string | Uint8Array, size = 7): Promise<{ elements: unknown[]; rest: unknown }> {
  let rest: unknown = null
  const elements = await collected(readJsonElements(inChunks(text, size), 'list', value => (rest = value)))
  return { elements, rest }
}

describe('a list in an object', () => {
  it.each([
    ['at its end', '{"a":1,"list":[1,{"x":[2,3]},"]",null]}', [1, { x: [2, 3] }, ']', null], { a: 1, list: [] }],
    ['at its beginning', '{"list":[[1],[2]],"a":{"list":[9]}}', [[1], [2]], { list: [], a: { list: [9] } }],
    ['with blanks', '\ufeff { "list" : [ 1 ,\n2 ] , "a" : "list" } ', [1, 2], { list: [], a: 'list' }],
    ['without elements', '{"list":[ ]}', [], { list: [] }],
    [
      'with quotes and brackets in texts',
      '{"list":["a\\"],[","\\\\"],"b":"[{\\""}',
      ['a"],[', '\\'],
      { list: [], b: '[{"' },
    ],
    ['behind others', '{"b":[1,[2]],"list":[3]}', [3], { b: [1, [2]], list: [] }],
    ['that is none', '{"list":{"list":[1]}}', [], { list: { list: [1] } }],
    ['that is not there', '{"lists":[1]}', [], { lists: [1] }],
  ])('%s', async (_, text, elements, rest) => {
    for (const size of [1, 2, 7, 1000]) expect(await read(text, size)).toEqual({ elements, rest })
  })

  it('beyond letters of one byte', async () => {
    expect(await read('{"list":["ä€🙂"]}', 1)).toEqual({ elements: ['ä€🙂'], rest: { list: [] } })
  })
})

describe('what is no JSON is refused', () => {
  it.each([
    '',
    '{',
    '{"list":[1',
    '{"list":[1]',
    '{"list":[1,]}',
    '{"list":[,1]}',
    '{"list":[1,,2]}',
    '{"list":[1 2]}',
    '{"list":[1}}',
    '{"list":[1]]',
    '{"list":[{]]}',
    '{"list":["a]}',
    '{"list":[1]}}',
    '{"list":[1],}',
    '{"list" [1]}',
    '{"a":"list":[1]}',
    '{"list":[1],"list":[2]}',
    '{"list":[NaN]}',
  ])('%s', async text => {
    await expect(read(text)).rejects.toMatchObject({ code: 'feed_malformed' })
  })

  it('in UTF-16', async () => {
    await expect(read(Buffer.from('{"list":[1]}', 'utf16le'))).rejects.toMatchObject({ code: 'feed_malformed' })
  })
})

it.each([
  ['lists in lists', `{"list":[${'['.repeat(200)}${']'.repeat(200)}]}`],
  ['two megabytes beside the list', `{"a":"${'x'.repeat(2_000_000)}","list":[1]}`],
  ['two megabytes in another list', `{"lists":["${'x'.repeat(2_000_000)}"]}`],
  ['an element of 31 megabytes', `{"list":["${'x'.repeat(31_000_000)}"]}`],
])('%s are too much', async (_, text) => {
  await expect(read(text, 100_000)).rejects.toMatchObject({ code: 'feed_too_large' })
})

describe('JSON.parse agrees', () => {
  const document = fc.record(
    { list: fc.array(fc.jsonValue({ maxDepth: 3 })), a: fc.jsonValue({ maxDepth: 2 }), b: fc.string() },
    { requiredKeys: ['list'] },
  )

  it('on every document', async () => {
    const property = fc.asyncProperty(document, fc.integer({ min: 1, max: 50 }), async (value, size) => {
      const text = JSON.stringify(value)
      const whole = JSON.parse(text) as { list: unknown[] }
      expect(await read(text, size)).toEqual({ elements: whole.list, rest: { ...whole, list: [] } })
    })
    await fc.assert(property, { numRuns: 100 })
  })

  it('on whatever is taken of changed ones', async () => {
    const piece = fc.constantFrom('"', '\\', '[', ']', '{', '}', ',', ':', '1', ' ', '"list":[', '"list"')
    const property = fc.asyncProperty(document, fc.nat(), piece, fc.nat(2), async (value, at, put, removed) => {
      const text = JSON.stringify(value)
      const place = at % text.length
      const changed = text.slice(0, place) + put + text.slice(place + removed)
      const taken = await read(changed).catch((error: unknown) => {
        if (error instanceof FeedError) return null
        throw error
      })
      if (taken === null) return
      const whole = JSON.parse(changed) as Record<string, unknown>
      const list = Array.isArray(whole['list']) ? whole['list'] : []
      expect(taken.elements).toEqual(list)
      expect(taken.rest).toEqual(Array.isArray(whole['list']) ? { ...whole, list: [] } : whole)
    })
    await fc.assert(property, { numRuns: 500 })
  })
})
