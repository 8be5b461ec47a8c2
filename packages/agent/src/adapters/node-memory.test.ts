import { expect, test } from 'vitest'
import { createNodeMemory } from './node-memory.ts'

test('the heap is collected before the group gives its pages back; without the switch only the latter', async () => {
  const done: string[] = []
  const group = { giveBack: async () => void done.push('group') }
  const collect = (() => void done.push('heap')) as NodeJS.GCFunction
  await createNodeMemory(group, collect).giveBack()
  expect(done).toEqual(['heap', 'heap', 'group'])
  await createNodeMemory(group, undefined).giveBack()
  expect(done).toEqual(['heap', 'heap', 'group', 'group'])
})
