import type { Finding } from '@patchyard/domain'
import { describe, expect, it } from 'vitest'
import { updateEntry } from './inventory-store.contract.ts'
import type { Bench } from './storage.contract.ts'
import { NOW } from './storage-under-test.ts'

export function findingContract({ inFirst, asset }: Bench): void {
  /** Patches that exist. */
  const patches = async (assetId: number): Promise<number[]> => {
    const add = ['a', 'b'].map(name => updateEntry({ patch: `deb:debian/12/${name}@2`, package: name }))
    const applied = await inFirst(({ inventory }) =>
      inventory.applyUpdates(assetId, { replace: true, add, del: [] }, NOW),
    )
    return applied.offered.map(offer => offer.patchId).sort((x, y) => x - y)
  }
  const missing = (patchId: number, sinceMs: number): Finding => ({
    patchId,
    status: 'missing',
    latest: true,
    firstSeenMs: sinceMs,
    sinceMs,
    exposedSinceMs: sinceMs,
  })
  const none = { upserts: [], removed: [], history: [], exposure: new Map<string, number>() }

  describe('findings', () => {
    it('missing ones always come, installed ones when asked for', async () => {
      const assetId = await asset()
      const [a = 0, b = 0] = await patches(assetId)
      const installed: Finding = { ...missing(b, NOW), status: 'installed' }
      await inFirst(({ findings }) => findings.apply(assetId, { ...none, upserts: [missing(a, NOW), installed] }, []))
      expect(await inFirst(({ findings }) => findings.load(assetId, []))).toEqual([missing(a, NOW)])
      const both = await inFirst(({ findings }) => findings.load(assetId, [a, b]))
      expect(both.toSorted((x, y) => x.patchId - y.patchId)).toEqual([missing(a, NOW), installed])
    })

    it('a change keeps the day it was seen first; what is removed is gone', async () => {
      const assetId = await asset()
      const [a = 0, b = 0] = await patches(assetId)
      const before = [missing(a, NOW), missing(b, NOW)]
      await inFirst(({ findings }) => findings.apply(assetId, { ...none, upserts: before }, []))
      const changed: Finding = { ...missing(a, NOW + 5), status: 'installed' }
      await inFirst(({ findings }) => findings.apply(assetId, { ...none, upserts: [changed], removed: [b] }, before))
      expect(await inFirst(({ findings }) => findings.load(assetId, [a, b]))).toEqual([
        { ...changed, firstSeenMs: NOW },
      ])
    })

    it('exposure is exactly what was told last', async () => {
      const assetId = await asset()
      const tell = (exposure: ReadonlyMap<string, number>) =>
        inFirst(({ findings }) => findings.apply(assetId, { ...none, exposure }, []))
      await tell(
        new Map([
          ['x', NOW],
          ['y', NOW + 1],
        ]),
      )
      await tell(new Map([['y', NOW + 2]]))
      expect(await inFirst(({ findings }) => findings.exposure(assetId))).toEqual(new Map([['y', NOW + 2]]))
    })
  })
}
