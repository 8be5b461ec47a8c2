import { type AssetChoice, noAssets } from '@patchyard/domain'
import { check, matches } from '@patchyard/query'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { assetQuery } from './asset-query.ts'

const uuid = (n: number): string => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`
/** 1 with 2 and 3 below it, 4 below 3; 5 apart. */
const tree = [
  { id: uuid(1), name: 'a', parent: null },
  { id: uuid(2), name: 'b', parent: { id: uuid(1), name: 'a' } },
  { id: uuid(3), name: 'c', parent: { id: uuid(1), name: 'a' } },
  { id: uuid(4), name: 'd', parent: { id: uuid(3), name: 'c' } },
  { id: uuid(5), name: 'e', parent: null },
]
const below: Readonly<Record<string, readonly number[]>> = { 1: [1, 2, 3, 4], 2: [2], 3: [3, 4], 4: [4], 5: [5] }
const choice = (part: Partial<AssetChoice>): AssetChoice => ({ ...noAssets, ...part })

describe('the query of a choice of assets', () => {
  it.each([
    ['nothing', {}, null],
    ['exclusions alone', { excludeTags: [uuid(5)], exclude: [uuid(9)] }, null],
    ['a tag', { tags: [uuid(5)] }, `platform:Linux and ((tags.id:[${uuid(5)}]))`],
    [
      'a tag with those below it, and an asset',
      { tags: [uuid(3)], include: [uuid(9)] },
      `platform:Linux and ((tags.id:[${uuid(3)}, ${uuid(4)}]) or id:[${uuid(9)}])`,
    ],
  ])('%s', (_, part, want) => {
    expect(assetQuery(choice(part), 'linux', tree)).toBe(want)
  })

  it('is none where it would be longer than the language takes', () => {
    const include = Array.from({ length: 500 }, (_, n) => uuid(n))
    expect(assetQuery(choice({ include }), 'linux', tree)).toBeNull()
  })

  // A second way to the same: sets, in the order of the reference (tags in, tags out, assets in, assets out).
  it('finds whom the order of inclusion and exclusion means', () => {
    const tagIds = fc.uniqueArray(fc.integer({ min: 1, max: 5 }), { maxLength: 3 })
    const assetIds = fc.uniqueArray(fc.integer({ min: 10, max: 14 }), { maxLength: 3 })
    const mode = fc.constantFrom('any', 'all')
    const asset = fc.record({ id: fc.integer({ min: 10, max: 14 }), tags: tagIds })
    fc.assert(
      fc.property(tagIds, mode, tagIds, mode, assetIds, assetIds, asset, (tags, any, out, anyOut, into, not, one) => {
        const text = assetQuery(
          {
            tags: tags.map(uuid),
            matchTags: any,
            excludeTags: out.map(uuid),
            matchExcludeTags: anyOut,
            include: into.map(uuid),
            exclude: not.map(uuid),
          },
          'linux',
          tree,
        )
        const has = (tag: number): boolean => (below[tag] ?? []).some(id => one.tags.includes(id))
        const meets = (chosen: readonly number[], how: string): boolean =>
          chosen.length > 0 && (how === 'any' ? chosen.some(has) : chosen.every(has))
        const want = ((meets(tags, any) && !meets(out, anyOut)) || into.includes(one.id)) && !not.includes(one.id)
        if (text === null) {
          expect(tags.length + into.length).toBe(0)
          return
        }
        const { tree: query, errors } = check(text, { entity: 'asset' })
        expect(errors).toEqual([])
        const object = { id: uuid(one.id), platform: 'linux', tags: one.tags.map(n => ({ id: uuid(n), name: 'x' })) }
        if (query !== null) expect(matches(query, object, { nowMs: 0, personId: 1 })).toBe(want)
      }),
    )
  })
})
