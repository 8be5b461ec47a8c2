import type { CompletionOption } from '@patchyard/api'
import type { Clock } from '@patchyard/domain'
import { describe, expect, it } from 'vitest'
import { createValueCache } from './value-cache.ts'

const option = (label: string): CompletionOption => ({ label, kind: 'value', detail: '', insert: label, count: 1 })

function world(stored: readonly string[]) {
  let ms = 0
  const clock = { monotonicMs: () => ms } as Clock
  const cache = createValueCache(clock)
  const asked: string[] = []
  return {
    asked,
    wait: (more: number) => (ms += more),
    type: async (prefix: string, { whose = 'one', derives = true } = {}) => {
      const found = await cache.find({ whose, prefix, derives }, async () => {
        asked.push(prefix)
        return stored
          .filter(value => value.toLowerCase().startsWith(prefix.toLowerCase()))
          .slice(0, 20)
          .map(option)
      })
      return found.map(value => value.label)
    },
  }
}

describe('values for completion', () => {
  it('are read once while a word is typed, when the first letter has few', async () => {
    const { asked, type } = world(['Debian', 'Debian 12', 'Ubuntu'])
    expect(await type('d')).toEqual(['Debian', 'Debian 12'])
    expect(await type('DEBIAN 1')).toEqual(['Debian 12'])
    expect(await type('debian 13')).toEqual([])
    expect(asked).toEqual(['d'])
  })

  it('are read again for a longer prefix when the shorter one had more than are given', async () => {
    const { asked, type } = world(Array.from({ length: 30 }, (_, i) => `web-${i}`))
    expect(await type('web')).toHaveLength(20)
    expect(await type('web-29')).toEqual(['web-29'])
    expect(asked).toEqual(['web', 'web-29'])
  })

  it('are not derived where fewer than are given need not be all', async () => {
    const { asked, type } = world(['nginx'])
    await type('n', { derives: false })
    await type('ng', { derives: false })
    await type('ng', { derives: false })
    expect(asked).toEqual(['n', 'ng'])
  })

  it("are nobody else's", async () => {
    const { asked, type } = world(['x'])
    await type('x', { whose: 'one' })
    await type('x', { whose: 'two' })
    expect(asked).toEqual(['x', 'x'])
  })

  it('are read again after a minute', async () => {
    const { asked, type, wait } = world(['x'])
    await type('x')
    wait(60_000)
    await type('x')
    expect(asked).toEqual(['x', 'x'])
  })
})
