import { expect, it } from 'vitest'
import { each } from './each.ts'

it('goes on behind one that fails, in order, and names it', async () => {
  const seen: string[] = []
  const result = await each(['a', 'b', 'c'], async one => {
    seen.push(one)
    if (one === 'b') throw new Error('refused')
  })
  expect(seen).toEqual(['a', 'b', 'c'])
  expect(result).toEqual({ done: 2, failed: [{ of: 'b', error: new Error('refused') }] })
})
