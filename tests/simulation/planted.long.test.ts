import { describe, expect, it } from 'vitest'
import { type PlantedBug, plantedBugs } from './planted.ts'
import { runWorld } from './world.ts'

/** Any of these sentences is the mistake seen. */
const seenAs: { readonly [B in PlantedBug]: RegExp } = {
  'journal forgets': /^honest: .* is quarantined|^I2|^I3/,
  'receipts unsigned': /^I3: .* forgot event/,
  'begin again after crash': /^I2: .* times installation|^truth: .* installed item .*, the server says it was there/,
  'window a minute off': /^I1: .* after the window/,
  'commit forgotten': /^I4/,
  'action again after crash': /^I2: .* action .* is started twice/,
  'abort not heard': /^abort: /,
  'actions allowed anyway': /^allowActions: /,
  'deferrals forgotten': /^deferrals: /,
}

describe('a known mistake is found', () => {
  it.each(plantedBugs)('%s', async planted => {
    for (let seed = 1; seed <= 100; seed++) {
      const { violations } = await runWorld(String(seed), { planted })
      if (violations.length === 0) continue
      expect(
        violations.some(one => seenAs[planted].test(one)),
        violations.join('\n'),
      ).toBe(true)
      return
    }
    expect.unreachable('100 worlds and nobody noticed')
  })
})
