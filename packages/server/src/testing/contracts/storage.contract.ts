import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { UnitOfWork } from '../../storage/unit-of-work.ts'
import { enrolContract } from './enrol-store.contract.ts'
import { findingContract } from './finding-store.contract.ts'
import { inventoryContract } from './inventory-store.contract.ts'
import { lineContract } from './line-store.contract.ts'
import { hex16, newAsset, newLine, NOW, type StorageUnderTest } from './storage-under-test.ts'
import { taskContract } from './task-store.contract.ts'

/** What the contracts of single stores work with. */
export interface Bench {
  readonly under: () => StorageUnderTest
  readonly inFirst: <T>(work: (stores: UnitOfWork) => Promise<T>) => Promise<T>
  readonly inSecond: <T>(work: (stores: UnitOfWork) => Promise<T>) => Promise<T>
  /** A new asset with its line in the first subscription. */
  readonly asset: () => Promise<number>
  /** Never the same twice. */
  readonly fresh: () => number
}

/** Everything that the door and the jobs expect of a storage. Runs on PostgreSQL and on the twin in memory. */
export function storageContract(name: string, open: () => Promise<StorageUnderTest>): void {
  describe(`storage ${name}`, () => {
    let under: StorageUnderTest
    let counter = 0
    beforeAll(async () => {
      under = await open()
    })
    afterAll(() => under[Symbol.asyncDispose]())
    const bench: Bench = {
      under: () => under,
      inFirst: work => under.storage.inSubscription(under.first, work),
      inSecond: work => under.storage.inSubscription(under.second, work),
      fresh: () => (counter += 1),
      async asset() {
        const n = (counter += 1)
        return bench.inFirst(async ({ enrol, lines }) => {
          const assetId = await enrol.insertAsset(newAsset(n), NOW)
          await lines.insert(newLine(assetId, under.first))
          return assetId
        })
      },
    }

    it('keeps all of a transaction or nothing', async () => {
      const assetId = await bench.asset()
      const failed = bench.inFirst(async ({ lines }) => {
        await lines.bumpWork([assetId])
        throw new Error('in the middle')
      })
      await expect(failed).rejects.toThrow('in the middle')
      expect((await bench.inFirst(({ lines }) => lines.find(assetId)))?.workVersion).toBe(0)
    })

    it('one subscription sees nothing of another', async () => {
      const assetId = await bench.asset()
      await bench.inSecond(async ({ lines }) => {
        expect(await lines.find(assetId)).toBeNull()
        await lines.bumpWork([assetId])
      })
      expect((await bench.inFirst(({ lines }) => lines.find(assetId)))?.workVersion).toBe(0)
    })

    it('a locked line orders two transactions: neither loses what the other wrote', async () => {
      const assetId = await bench.asset()
      const push = (seq: number) =>
        bench.inFirst(async ({ lines }) => {
          const line = await lines.lock(assetId)
          if (line !== null) await lines.save({ ...line, ring: [hex16(seq), ...line.ring] })
        })
      await Promise.all([push(1), push(2), push(3), push(4)])
      const line = await bench.inFirst(({ lines }) => lines.find(assetId))
      expect(line?.ring.toSorted()).toEqual([1, 2, 3, 4].map(hex16))
    })

    it('tells of touched runs once each, after the commit, and of none that was rolled back', async () => {
      const before = under.touchedRuns.length
      await bench.inFirst(async stores => {
        stores.runTouched(71)
        stores.runTouched(71)
        stores.runTouched(72)
      })
      await bench
        .inFirst(async stores => {
          stores.runTouched(73)
          throw new Error('no')
        })
        .catch(() => {})
      expect(under.touchedRuns.slice(before)).toEqual([71, 72])
    })

    lineContract(bench)
    taskContract(bench)
    inventoryContract(bench)
    findingContract(bench)
    enrolContract(bench)
  })
}
