import type { CompletionOption } from '@patchyard/api'
import type { Clock } from '@patchyard/domain'
import { describe, expect, it } from 'vitest'
import { createValueCache } from './value-cache.ts'

const option = (label: string): CompletionOption => ({ label, kind: 'value', detail: '', insert: label, count: 1 })

function world(stored: string[]) {
  let ms = 0
  const clock = { monotonicMs: () => ms } as Clock
  const cache = createValueCache(clock)
  const asked: string[] = []
  return {
    asked,
    /** What was asked since, once reads that nobody waits for are done. */
    since: async () => {
      await new Promise(setImmediate)
      return asked.splice(0)
    },
    wait: (more: number) => (ms += more),
    type: async (prefix: string, { whose = 'one', derives = true, fails = false } = {}) => {
      const found = await cache.find({ whose, prefix, derives }, async (begin, most) => {
        asked.push(`${begin} ${most}`)
        if (fails && most > 20) throw new Error('the database is gone')
        return stored
          .filter(value => value.toLowerCase().startsWith(begin.toLowerCase()))
          .slice(0, most)
          .map(option)
      })
      return (found ?? []).map(value => value.label)
    },
  }
}
const many = (count: number): string[] => Array.from({ length: count }, (_, i) => `web-${i}`)

describe('values for completion', () => {
  it('are all read once behind the first question, and answer every later one', async () => {
    const { since, type } = world(['Debian', 'Debian 12', 'Ubuntu'])
    expect(await type('d')).toEqual(['Debian', 'Debian 12'])
    expect(await since()).toEqual(['d 20', ' 1001'])
    expect(await type('DEBIAN 1')).toEqual(['Debian 12'])
    expect(await type('')).toEqual(['Debian', 'Debian 12', 'Ubuntu'])
    expect(await type('x')).toEqual([])
    expect(await since()).toEqual([])
  })

  it('are never more than twenty', async () => {
    const { since, type } = world(many(300))
    await type('web')
    await since()
    expect(await type('web-2')).toHaveLength(20)
    expect(await since()).toEqual([])
  })

  it('are read for each longer prefix where there are too many to keep', async () => {
    const { since, type } = world(many(1500))
    expect(await type('web')).toHaveLength(20)
    expect(await type('web-149')).toEqual(['web-149', ...many(1500).slice(1490)])
    expect(await type('web-1499')).toEqual(['web-1499'])
    expect(await since()).toEqual(['web 20', ' 1001', 'web-149 20'])
  })

  it('are read once while a word is typed where the first letter has few', async () => {
    const { since, type } = world([...many(1500), 'db-1', 'db-2'])
    await type('d')
    expect(await type('db-2')).toEqual(['db-2'])
    expect(await since()).toEqual(['d 20', ' 1001'])
  })

  it('are not derived where fewer than are given need not be all', async () => {
    const { since, type } = world(['nginx'])
    await type('n', { derives: false })
    await type('ng', { derives: false })
    await type('ng', { derives: false })
    expect(await since()).toEqual(['n 20', 'ng 20'])
  })

  it("are nobody else's", async () => {
    const { since, type } = world(['x'])
    await type('x', { whose: 'one', derives: false })
    await type('x', { whose: 'two', derives: false })
    expect(await since()).toEqual(['x 20', 'x 20'])
  })

  it.each([true, false])(
    'are shown once more after a minute, while they are read anew (all of them: %s)',
    async derives => {
      const stored = ['x1']
      const { since, type, wait } = world(stored)
      await type('x', { derives })
      await since()
      stored.push('x2')
      wait(60_000)
      expect(await type('x', { derives })).toEqual(['x1'])
      expect(await since()).toEqual([derives ? ' 1001' : 'x 20'])
      expect(await type('x', { derives })).toEqual(['x1', 'x2'])
    },
  )

  it('are forgotten after ten minutes', async () => {
    const stored = ['x1']
    const { since, type, wait } = world(stored)
    await type('x')
    await since()
    stored.pop()
    wait(600_000)
    expect(await type('x')).toEqual([])
  })

  it('come from the database by their prefix where all of them cannot be read', async () => {
    const { since, type } = world(['x1', 'y1'])
    await type('x', { fails: true })
    expect(await since()).toEqual(['x 20', ' 1001'])
    expect(await type('y', { fails: true })).toEqual(['y1'])
    expect(await since()).toEqual(['y 20'])
  })
})
