import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { assignLicences, type LicenceCandidate, wantsLicence } from './assign-licences.ts'

const asset = (assetId: number, activatedAtMs: number | null, ...tagIds: number[]): LicenceCandidate => ({
  assetId,
  activatedAtMs,
  tagIds: new Set(tagIds),
})
const none = { include: [], exclude: [] }

describe('who is licensed', () => {
  const fleet = [asset(1, 300), asset(2, 100, 7), asset(3, null, 7), asset(4, 200, 7, 8), asset(5, 100)]
  it.each([
    ['without tags and limit, every activated asset', none, null, [1, 2, 4, 5], 4],
    ['when short, the oldest activation first, of one instant the lower id', none, 3, [2, 4, 5], 4],
    ['include tags let in only their assets', { include: [7], exclude: [] }, null, [2, 4], 2],
    ['exclude beats include', { include: [7], exclude: [8] }, null, [2], 1],
    ['exclude alone takes out of all', { include: [], exclude: [7] }, null, [1, 5], 2],
    ['a limit of none licenses none, and still says how many want one', none, 0, [], 4],
  ])('%s', (_, tags, limit, licensed, wanted) => {
    const made = assignLicences(fleet, tags, limit)
    expect([...made.licensed].sort((a, b) => a - b)).toEqual(licensed)
    expect(made.wanted).toBe(wanted)
  })

  const tagIds = fc.array(fc.integer({ min: 1, max: 4 }), { maxLength: 3 })
  const candidates = fc.uniqueArray(
    fc.record({
      assetId: fc.integer({ min: 1, max: 50 }),
      activatedAtMs: fc.option(fc.integer({ min: 0, max: 5 })),
      tagIds: tagIds.map(ids => new Set(ids)),
    }),
    { selector: one => one.assetId, maxLength: 20 },
  )

  it('never more than the limit, never one that the tags keep out, never a newer before an older', () => {
    fc.assert(
      fc.property(
        candidates,
        tagIds,
        tagIds,
        fc.option(fc.integer({ min: 0, max: 12 })),
        (assets, include, exclude, limit) => {
          const { licensed, wanted } = assignLicences(assets, { include, exclude }, limit)
          expect(licensed.size).toBe(Math.min(wanted, limit ?? Number.POSITIVE_INFINITY))
          for (const one of assets) {
            const wants = wantsLicence(one, { include, exclude })
            if (licensed.has(one.assetId)) {
              expect(wants).toBe(true)
              expect(exclude.some(id => one.tagIds.has(id))).toBe(false)
            } else if (wants) {
              const later = assets.filter(
                other => licensed.has(other.assetId) && Number(other.activatedAtMs) > Number(one.activatedAtMs),
              )
              expect(later).toEqual([])
            }
          }
        },
      ),
    )
  })
})
