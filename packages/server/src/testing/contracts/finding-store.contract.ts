import type { Finding } from '@patchyard/domain'
import { describe, expect, it } from 'vitest'
import { updateEntry } from './inventory-store.contract.ts'
import type { Bench } from './storage.contract.ts'
import { NOW } from './storage-under-test.ts'

type Named = Pick<Finding, 'patchId' | 'track'>

export function findingContract({ inFirst, asset }: Bench): void {
  /** Patches that exist, each of a track of its own. */
  const patches = async (assetId: number): Promise<Named[]> => {
    const add = ['a', 'b'].map(name => updateEntry({ patch: `deb:debian/12/${name}@2`, package: name }))
    const applied = await inFirst(({ inventory }) =>
      inventory.applyUpdates(assetId, { replace: true, add, del: [] }, NOW),
    )
    return applied.offered.toSorted((x, y) => x.patchId - y.patchId)
  }
  const missing = ({ patchId, track }: Named, sinceMs: number): Finding => ({
    patchId,
    track,
    status: 'missing',
    latest: true,
    offered: true,
    matched: false,
    firstSeenMs: sinceMs,
    sinceMs,
    exposedSinceMs: sinceMs,
  })
  const none = { upserts: [], removed: [], history: [] }

  describe('findings', () => {
    it('missing ones always come, with their track; installed ones when asked for', async () => {
      const assetId = await asset()
      const [a, b] = (await patches(assetId)) as [Named, Named]
      const installed: Finding = { ...missing(b, NOW), status: 'installed' }
      await inFirst(({ findings }) => findings.apply(assetId, { ...none, upserts: [missing(a, NOW), installed] }, []))
      expect(await inFirst(({ findings }) => findings.load(assetId, []))).toEqual([missing(a, NOW)])
      const both = await inFirst(({ findings }) => findings.load(assetId, [a.patchId, b.patchId]))
      expect(both.toSorted((x, y) => x.patchId - y.patchId)).toEqual([missing(a, NOW), installed])
    })

    it('a change keeps the day it was seen first; what is removed is gone', async () => {
      const assetId = await asset()
      const [a, b] = (await patches(assetId)) as [Named, Named]
      const before = [missing(a, NOW), missing(b, NOW)]
      await inFirst(({ findings }) => findings.apply(assetId, { ...none, upserts: before }, []))
      const changed: Finding = { ...missing(a, NOW + 5), status: 'installed' }
      await inFirst(({ findings }) =>
        findings.apply(assetId, { ...none, upserts: [changed], removed: [b.patchId] }, before),
      )
      expect(await inFirst(({ findings }) => findings.load(assetId, [a.patchId, b.patchId]))).toEqual([
        { ...changed, firstSeenMs: NOW },
      ])
    })

    it('no state begins before the end of an earlier one, though the clock was set back', async () => {
      const assetId = await asset()
      const [a, b] = (await patches(assetId)) as [Named, Named]
      const ended = { patchId: a.patchId, status: 'missing', fromMs: NOW, toMs: NOW + 100, cause: 'withdrawn' } as const
      await inFirst(({ findings }) => findings.apply(assetId, { ...none, upserts: [missing(a, NOW)] }, []))
      await inFirst(({ findings }) =>
        findings.apply(assetId, { upserts: [], removed: [a.patchId], history: [ended] }, [missing(a, NOW)]),
      )
      const again = [missing(a, NOW + 40), missing(b, NOW + 40)]
      await inFirst(({ findings }) => findings.apply(assetId, { ...none, upserts: again }, []))
      const found = await inFirst(({ findings }) => findings.load(assetId, []))
      expect(found.toSorted((x, y) => x.patchId - y.patchId)).toEqual([
        { ...missing(a, NOW + 100), firstSeenMs: NOW + 40 },
        missing(b, NOW + 40),
      ])
    })
  })
}
