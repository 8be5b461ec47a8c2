import { describe, expect, it } from 'vitest'
import { type CopyHistory, runCopyWorld } from './copies.ts'

const SEEDS = 12

describe('a copy of an agent on a second machine', () => {
  it('is found or cannot speak, installs nothing, and the original goes on when a person says so', async () => {
    const ends = new Set<CopyHistory['end']>()
    for (let seed = 1; seed <= SEEDS; seed++) {
      const { violations, end } = await runCopyWorld(String(seed))
      expect(violations, `seed ${seed}`).toEqual([])
      ends.add(end)
    }
    expect([...ends].sort()).toEqual(['quarantined', 'refused'])
  })
})
