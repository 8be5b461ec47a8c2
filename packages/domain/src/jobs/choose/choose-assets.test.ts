import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { noAssets } from '../definition/job-definition.ts'
import type { AssetChoice } from '../definition/job-definition.ts'
import { type CandidateAsset, chooseAssets } from './choose-assets.ts'

const good = {
  platform: 'linux',
  standing: 'active' as const,
  inOwnersScope: true,
  activated: true,
  licensed: true,
  paused: false,
  patchingOff: false,
  scanned: true,
}
const asset = (over: Partial<CandidateAsset> = {}): CandidateAsset => ({
  assetId: 1,
  publicId: 'a-1',
  tags: new Set(),
  ...good,
  ...over,
})
const choose = (choice: Partial<AssetChoice>, over: Partial<CandidateAsset> = {}) =>
  chooseAssets({ ...noAssets, ...choice }, 'linux', [asset(over)])[0]

describe('which assets a job means', () => {
  const tagged = (...tags: string[]) => ({ tags: new Set(tags) })
  it.each([
    ['nothing chosen brings nobody', {}, {}, undefined],
    ['one of any tags is enough', { tags: ['x', 'y'] }, tagged('y'), ['tag', null]],
    ['all tags must be there', { tags: ['x', 'y'], matchTags: 'all' as const }, tagged('y'), undefined],
    ['all tags are there', { tags: ['x', 'y'], matchTags: 'all' as const }, tagged('y', 'x', 'z'), ['tag', null]],
    [
      'an excluded tag takes away',
      { tags: ['x'], excludeTags: ['y'] },
      tagged('x', 'y'),
      ['tag', 'asset_tag_excluded'],
    ],
    [
      'no excluded tags exclude nobody, not even with all',
      { tags: ['x'], matchExcludeTags: 'all' as const },
      tagged('x'),
      ['tag', null],
    ],
    [
      'one of two excluded tags is not all of them',
      { tags: ['x'], excludeTags: ['y', 'z'], matchExcludeTags: 'all' as const },
      tagged('x', 'y'),
      ['tag', null],
    ],
    [
      'by hand beats an excluded tag',
      { include: ['a-1'], tags: ['x'], excludeTags: ['x'] },
      tagged('x'),
      ['hand', null],
    ],
    ['excluded by hand beats everything', { include: ['a-1'], exclude: ['a-1'] }, {}, ['hand', 'asset_excluded']],
    ['excluded by hand beats a tag', { tags: ['x'], exclude: ['a-1'] }, tagged('x'), ['tag', 'asset_excluded']],
    [
      'of an asset that the owner may not see nothing else is told',
      { tags: ['x'], excludeTags: ['x'], exclude: ['a-1'] },
      { ...tagged('x'), inOwnersScope: false, licensed: false },
      ['tag', 'asset_outside_scope'],
    ],
    ['not activated', { include: ['a-1'] }, { activated: false, platform: 'macos' }, ['hand', 'asset_not_activated']],
    [
      'another platform',
      { include: ['a-1'] },
      { platform: 'macos', standing: 'pending' as const },
      ['hand', 'asset_other_platform'],
    ],
    [
      'agent not active',
      { include: ['a-1'] },
      { standing: 'revoked' as const, licensed: false },
      ['hand', 'asset_not_active'],
    ],
    ['no licence', { include: ['a-1'] }, { licensed: false, paused: true }, ['hand', 'asset_unlicensed']],
    ['paused', { include: ['a-1'] }, { paused: true, patchingOff: true }, ['hand', 'asset_paused']],
    ['patching off', { include: ['a-1'] }, { patchingOff: true, scanned: false }, ['hand', 'patching_off']],
    ['never scanned', { include: ['a-1'] }, { scanned: false }, ['hand', 'asset_never_scanned']],
  ])('%s', (_, choice, over, want) => {
    const verdict = choose(choice, over)
    expect(verdict === undefined ? undefined : [verdict.by, verdict.reason]).toEqual(want)
  })

  it('is what sets say, whatever is chosen', () => {
    const names = ['t1', 't2', 't3']
    const ids = ['a', 'b', 'c', 'd']
    const some = (of: string[]) => fc.subarray(of)
    const mode = fc.constantFrom('any' as const, 'all' as const)
    const choices = fc.record({
      ...{ tags: some(names), matchTags: mode, excludeTags: some(names), matchExcludeTags: mode },
      ...{ include: some(ids), exclude: some(ids) },
    })
    const flag = fc.boolean()
    const fleets = fc.tuple(...ids.map(() => fc.record({ tags: some(names), scope: flag, licensed: flag })))
    fc.assert(
      fc.property(choices, fleets, (choice, fleet) => {
        const assets = fleet.map((one, n) =>
          asset({
            assetId: n,
            publicId: ids[n] as string,
            tags: new Set(one.tags),
            inOwnersScope: one.scope,
            licensed: one.licensed,
          }),
        )
        const accepted = chooseAssets(choice, 'linux', assets).filter(one => one.reason === null)
        expect(accepted.map(one => ids[one.assetId])).toEqual(bySets(choice, fleet, ids))
      }),
      { numRuns: 500 },
    )
  })
})

/** The four steps of the field one after another, each over all ids; then who is left by scope and licence. */
function bySets(
  choice: AssetChoice,
  fleet: readonly { tags: string[]; scope: boolean; licensed: boolean }[],
  ids: readonly string[],
): string[] {
  const having = (tags: readonly string[], mode: string): string[] =>
    ids.filter((_, n) => {
      const held = tags.filter(tag => fleet[n]?.tags.includes(tag)).length
      return tags.length > 0 && (mode === 'any' ? held > 0 : held === tags.length)
    })
  let chosen = having(choice.tags, choice.matchTags)
  const out = having(choice.excludeTags, choice.matchExcludeTags)
  chosen = chosen.filter(id => !out.includes(id))
  chosen = [...chosen, ...choice.include]
  chosen = chosen.filter(id => !choice.exclude.includes(id))
  return ids.filter((id, n) => chosen.includes(id) && (fleet[n]?.scope ?? false) && (fleet[n]?.licensed ?? false))
}
