import { expect, it } from 'vitest'
import { eachPart } from './each-part.ts'

it('goes through a list in parts, in order, and on behind a part that fails', async () => {
  const seen: string[] = []
  const result = await eachPart(['a', 'b', 'c', 'd', 'e'], 2, async part => {
    seen.push(part.join(''))
    if (part.includes('c')) throw new Error('refused')
  })
  expect(seen).toEqual(['ab', 'cd', 'e'])
  expect(result).toEqual({ done: 3, failed: [new Error('refused')] })
})

it('does nothing for nothing', async () => {
  expect(await eachPart([], 2, () => Promise.reject(new Error('asked')))).toEqual({ done: 0, failed: [] })
})
