import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { systemRandom } from '../../adapters/system-random.ts'
import { startRun } from '../../features/jobs/start-run.ts'
import type { JobStores } from '../../features/jobs/job-stores.ts'
import { cancelUntargeted } from '../../features/jobs/cancel-tasks-service.ts'
import type { PlannedFor } from '../../features/jobs/plan-read-model.ts'
import { emptyDefinition, type JobDefinition } from '@patchyard/domain'
import { sealSpec } from '../../features/jobs/job-spec.ts'
import { updateEntry } from './inventory-store.contract.ts'
import { newAsset, newLine, newTask, NOW, type StorageUnderTest, uuid } from './storage-under-test.ts'

export interface AssetStanding {
  readonly isLicensed?: boolean
  readonly isRemoved?: boolean
  readonly isDeactivated?: boolean
  readonly pausedUntilMs?: number | null
  readonly tagIds?: readonly number[]
}

/** The storage, and what jobs work on behind it. */
export interface JobsUnderTest extends StorageUnderTest {
  readonly ownerId: number
  /** How an asset of the first subscription stands: what is not said is as it was made. Its tags are new ones. */
  changeAsset(publicId: string, changes: AssetStanding): Promise<void>
  /** The owner's standing and scope; null: all assets. */
  changeOwner(person: { readonly isGone: boolean; readonly tagIds: readonly number[] | null }): Promise<void>
  /** Of the first subscription. */
  publicIdOfPatch(key: string): Promise<string>
  inJobs<T>(subscriptionId: number, work: (stores: JobStores) => Promise<T>): Promise<T>
}

/** What planning, cancelling and ending runs expect. Runs on PostgreSQL and on the twin in memory. */
export function jobStoresContract(name: string, open: () => Promise<JobsUnderTest>): void {
  describe(`stores of jobs ${name}`, () => {
    let under: JobsUnderTest
    let counter = 0
    beforeAll(async () => {
      under = await open()
    })
    afterAll(() => under[Symbol.asyncDispose]())
    const inJobs = <T>(work: (stores: JobStores) => Promise<T>): Promise<T> => under.inJobs(under.first, work)
    const now = new Date(NOW)
    const planned = (): PlannedFor => ({ ownerId: under.ownerId, licence: 'full', nowMs: NOW })

    const spec = (include: string[] = [], patches: string[] = []): JobDefinition => {
      const empty = emptyDefinition('linux')
      return {
        ...empty,
        assets: { ...empty.assets, include },
        patches: { from: 'list', patches },
        schedule: { type: 'onDemand' },
        window: { appliesTo: 'finish', minutes: 60 },
      }
    }
    const addJob = async (): Promise<{ id: number; publicId: string }> => {
      const publicId = uuid(0x7000 + (counter += 1))
      const sealed = sealSpec(spec())
      const people = { ownerId: under.ownerId, authorId: under.ownerId }
      const job = { publicId, name: 'J', state: 'disabled' as const, ...people, spec: spec(), now }
      const id = await inJobs(({ jobs }) => jobs.insert({ ...job, specText: sealed.text, specDigest: sealed.digest }))
      return { id, publicId }
    }
    const addRun = (jobId: number, atMs = NOW): Promise<number> =>
      inJobs(({ jobs }) =>
        jobs.insertRun({
          publicId: uuid(0x8000 + (counter += 1)),
          jobId,
          specVersion: 1,
          nominalAt: new Date(atMs),
          retryOf: null,
        }),
      )

    it('a job comes back with its spec; its state moves along the table only', async () => {
      const { id, publicId } = await addJob()
      const job = await inJobs(({ jobs }) => jobs.lock(publicId))
      expect(job).toMatchObject({
        id,
        state: 'disabled',
        specVersion: 1,
        spec: spec(),
        specDigest: sealSpec(spec()).digest,
      })
      await expect(inJobs(({ jobs }) => jobs.setState({ id, state: 'disabled' }, 'completed', now))).rejects.toThrow(
        'cannot go from disabled to completed',
      )
      await inJobs(({ jobs }) => jobs.setState({ id, state: 'disabled' }, 'enabled', now))
      expect((await inJobs(({ jobs }) => jobs.findJobOfRun(id)))?.state).toBe('enabled')
      expect(await inJobs(({ jobs }) => jobs.lock(uuid(1)))).toBeNull()
    })

    it('one occurrence is planned once', async () => {
      const { id } = await addJob()
      await addRun(id)
      await expect(addRun(id)).rejects.toThrow(/planned already|duplicate key/)
      const later = await addRun(id, NOW + 1)
      expect((await inJobs(({ jobs }) => jobs.listRuns(id))).map(run => run.id)[0]).toBe(later)
    })

    it('a run without open tasks is over', async () => {
      const { id } = await addJob()
      const runId = await addRun(id)
      const plan = { text: '{}', digest: '00'.repeat(32), state: 'active' as const, now, leftOut: [] }
      await inJobs(({ jobs }) => jobs.savePlan(runId, plan))
      expect(await inJobs(({ jobs }) => jobs.listRunsOver(1000))).toContain(runId)
      const run = await inJobs(({ jobs }) => jobs.lockRun(runId))
      expect(run).toEqual(await inJobs(({ jobs }) => jobs.findRun(runId)))
      if (run !== null) await inJobs(({ jobs }) => jobs.setRunState(run, 'done', now))
      expect(await inJobs(({ jobs }) => jobs.listRunsOver(1000))).not.toContain(runId)
      expect(await inJobs(({ jobs }) => jobs.countOpenTasks(runId))).toBe(0)
    })

    it('the planner sees the chosen assets and patches, in the order chosen, and what does not exist', async () => {
      const n = 0x9000 + (counter += 1)
      const made = newAsset(n)
      const key = `deb:debian/12/plan-${n}@2`
      const patchId = await under.storage.inSubscription(under.first, async stores => {
        const assetId = await stores.enrol.insertAsset(made, NOW)
        await stores.lines.insert(newLine(assetId, under.first))
        const add = ['zlib', 'alib'].map(one => updateEntry({ patch: key, package: one }))
        const { offered } = await stores.inventory.applyUpdates(assetId, { replace: true, add, del: [] }, NOW)
        await stores.inventory.saveScan(assetId, { startedMs: NOW, finishedMs: NOW })
        const of = { patchId: offered[0]?.patchId ?? 0, track: offered[0]?.track ?? '' }
        const finding = { ...of, status: 'missing' as const, latest: true, offered: true, matched: false }
        const since = { firstSeenMs: NOW, sinceMs: NOW, exposedSinceMs: NOW }
        await stores.findings.apply(assetId, { upserts: [{ ...finding, ...since }], removed: [], history: [] }, [])
        return finding.patchId
      })
      const chosen = await inJobs(stores => stores.loadChosen([uuid(5), made.assetPublicId], [uuid(6)], planned()))
      expect(chosen).toMatchObject({ unknownAssets: [uuid(5)], unknownPatches: [uuid(6)], patches: [] })
      expect(chosen.assets).toMatchObject([
        { publicId: made.assetPublicId, name: made.hostname, standing: 'active', scanned: true, findings: [] },
      ])
      const publicId = await under.publicIdOfPatch(key)
      const both = await inJobs(stores => stores.loadChosen([made.assetPublicId], [publicId], planned()))
      expect(both.patches).toEqual([{ patchId, publicId, key, title: 'openssl', deprecated: false }])
      expect(both.assets[0]?.findings).toMatchObject([{ patchId, status: 'missing' }])
      expect(both.assets[0]?.findings[0]?.packages.map(one => one.name)).toEqual(['alib', 'zlib'])
      const assetId = both.assets[0]?.assetId ?? 0
      expect(await inJobs(stores => stores.publicIdsOf([assetId, assetId]))).toEqual([made.assetPublicId])
    })

    it('a run begins neither in a suspended subscription, nor without a licence, nor for an owner who is gone', async () => {
      const { publicId } = await addJob()
      // As the clock does: nobody asks whether the caller may.
      const begin = (): Promise<unknown> =>
        inJobs(async stores => {
          const job = await stores.jobs.lock(publicId)
          if (job === null) throw new Error('the job is there')
          return startRun(stores, systemRandom, { job, deployment: uuid(1), nowMs: NOW })
        })
      await under.suspend(true)
      await expect(begin()).rejects.toMatchObject({ code: 'subscription_suspended' })
      await under.suspend(false)
      await under.giveLicence({ kind: 'trial', limit: null, endAt: now })
      await expect(begin()).rejects.toMatchObject({ code: 'licence_needed' })
      await under.giveLicence({ kind: 'full', limit: null, endAt: null })
      await under.changeOwner({ isGone: true, tagIds: null })
      await expect(begin()).rejects.toMatchObject({ code: 'conflict', extras: { reason: 'needs_owner' } })
      await under.changeOwner({ isGone: false, tagIds: null })
      expect(await begin()).toMatchObject({ over: true })
      expect((await inJobs(async ({ jobs }) => jobs.listRuns((await jobs.lock(publicId))?.id ?? 0))).length).toBe(1)
    })

    describe('how an asset stands for the planner', () => {
      const make = async (): Promise<{ publicId: string; assetId: number }> => {
        const made = newAsset(0x9100 + (counter += 1))
        const assetId = await under.storage.inSubscription(under.first, async stores => {
          const id = await stores.enrol.insertAsset(made, NOW)
          await stores.lines.insert(newLine(id, under.first))
          await stores.assignLicences([id], NOW)
          return id
        })
        return { publicId: made.assetPublicId, assetId }
      }
      const look = (publicId: string, over: Partial<PlannedFor> = {}) =>
        inJobs(stores => stores.loadChosen([publicId], [], { ...planned(), ...over }))
      const good = { inOwnersScope: true, activated: true, licensed: true, paused: false }

      it('an activated asset has its licence from the transaction that activated it', async () => {
        const { publicId } = await make()
        expect((await look(publicId)).assets).toMatchObject([good])
      })

      it.each([
        ['unlicensed', { isLicensed: false }, {}, { licensed: false }],
        ['licensed, but the licence is Free by the clock', {}, { licence: 'free' as const }, { licensed: false }],
        ['deactivated', { isDeactivated: true }, {}, { activated: false }],
        ['paused', { pausedUntilMs: NOW + 1 }, {}, { paused: true }],
        ['paused until this very instant', { pausedUntilMs: NOW }, {}, { paused: false }],
      ])('%s', async (_, standing, over, want) => {
        const { publicId } = await make()
        await under.changeAsset(publicId, standing)
        expect((await look(publicId, over)).assets).toMatchObject([{ ...good, ...want }])
      })

      it('one that was removed does not exist', async () => {
        const { publicId } = await make()
        await under.changeAsset(publicId, { isRemoved: true })
        expect(await look(publicId)).toMatchObject({ assets: [], unknownAssets: [publicId] })
      })

      it("is in its owner's scope by a tag; an empty scope holds nothing", async () => {
        const { publicId } = await make()
        await under.changeAsset(publicId, { tagIds: [70_001] })
        const inScope = async (tagIds: readonly number[] | null): Promise<unknown> => {
          await under.changeOwner({ isGone: false, tagIds })
          return (await look(publicId)).assets[0]?.inOwnersScope
        }
        expect([await inScope([70_001]), await inScope([]), await inScope(null)]).toEqual([true, false, true])
      })

      it('an owner who was disabled is gone', async () => {
        const isGone = (): Promise<boolean> => inJobs(stores => stores.isGone(under.ownerId))
        expect(await isGone()).toBe(false)
        await under.changeOwner({ isGone: true, tagIds: null })
        expect(await isGone()).toBe(true)
        await under.changeOwner({ isGone: false, tagIds: null })
      })

      it('tasks that were not begun are found where nothing may be done any more, each with the reason', async () => {
        const standings = [
          {},
          { isLicensed: false },
          { isDeactivated: true },
          { pausedUntilMs: NOW + 1 },
          { isRemoved: true },
        ]
        const made: { publicId: string; assetId: number }[] = []
        for (const _ of standings) made.push(await make())
        for (const [n, asset] of made.entries()) {
          const task = newTask(0x9200 + (counter += 1), asset.assetId)
          await inJobs(({ tasks }) => tasks.insert([task]))
          await under.changeAsset(asset.publicId, standings[n] ?? {})
        }
        const assets = made.map(asset => asset.assetId)
        const found = await inJobs(stores => stores.listUntargeted(NOW, 1000))
        expect(found.filter(one => assets.includes(one.assetId))).toEqual([
          { assetId: assets[1], reason: 'asset_unlicensed' },
          { assetId: assets[2], reason: 'asset_not_activated' },
          { assetId: assets[3], reason: 'asset_paused' },
          { assetId: assets[4], reason: 'asset_not_found' },
        ])
        const cancelled = await inJobs(stores => cancelUntargeted(stores, NOW, 1000))
        expect(cancelled.told).toEqual([])
        expect(await inJobs(stores => stores.listUntargeted(NOW, 1000))).toEqual([])
        const [waiting] = await inJobs(stores => stores.tasks.listOpenOf(assets[0] ?? 0))
        expect(waiting?.state).toBe('planned')
      })
    })
  })
}
