import { assignLicences } from '@patchyard/domain'
import fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { systemClock } from '../../adapters/system-clock.ts'
import { systemRandom } from '../../adapters/system-random.ts'
import { licenceWorld, type LicenceWorld } from './testing/licence-world.ts'

const DAY = 86_400_000
const START = Date.UTC(2027, 0, 1)

let world: LicenceWorld
beforeAll(async () => {
  world = await licenceWorld({ clock: systemClock, random: systemRandom, startMs: START })
})
afterAll(() => world[Symbol.asyncDispose]())
beforeEach(() => world.clear())

describe('who is licensed', () => {
  it('is what the pure function says, whatever fleet, tags and limit there are', { timeout: 60_000 }, async () => {
    const tag = fc.integer({ min: 1, max: 4 })
    const asset = fc.record({
      activatedDay: fc.option(fc.integer({ min: 0, max: 5 })),
      isDeactivated: fc.constantFrom(false, false, false, true),
      isRemoved: fc.constantFrom(false, false, false, true),
      standing: fc.constantFrom('active', 'active', 'active', 'quarantined', 'pending', 'revoked'),
      tags: fc.uniqueArray(tag, { maxLength: 2 }),
    })
    const sides = fc
      .uniqueArray(tag, { maxLength: 4 })
      .chain(ids => fc.nat({ max: ids.length }).map(at => ({ include: ids.slice(0, at), exclude: ids.slice(at) })))
    await fc.assert(
      fc.asyncProperty(
        fc.array(asset, { maxLength: 12 }),
        sides,
        fc.option(fc.integer({ min: 1, max: 8 })),
        async (assets, tags, limit) => {
          await world.clear()
          // 2 stands below 1, and 4 below 3.
          await world.addTags([null, 1, null, 3])
          const made = []
          for (const one of assets) made.push({ ...one, assetId: await world.addAsset(one) })
          await world.setTagsByNumber(tags)
          await world.giveLicence({ kind: 'full', limit, endAt: null })
          const above = new Map([
            [1, [1]],
            [2, [1, 2]],
            [3, [3]],
            [4, [3, 4]],
          ])
          const wanted = assignLicences(
            made.map(({ assetId, activatedDay, isDeactivated, isRemoved, standing, tags: own }) => ({
              assetId,
              activatedAtMs:
                isDeactivated || isRemoved || !['active', 'quarantined'].includes(standing) ? null : activatedDay,
              tagIds: new Set(own.flatMap(id => above.get(id) ?? [])),
            })),
            tags,
            limit,
          )
          expect(await world.licensed()).toEqual([...wanted.licensed].sort((a, b) => a - b))
          expect((await world.page()).wanted).toBe(wanted.wanted)
        },
      ),
      { numRuns: 15 },
    )
  })

  it('a change that comes while a calculation runs is calculated after it', async () => {
    await world.giveLicence({ kind: 'full', limit: 1, endAt: null })
    const first = await world.addAsset({ activatedDay: 1 })
    await world.reassign([first])
    expect((await world.page()).calculating).toBe(true)
    const older = await world.whileCalculating(async () => {
      const asset = await world.addAsset({ activatedDay: 0 })
      await world.reassign([asset])
      return asset
    })
    expect((await world.page()).calculating).toBe(true)
    await world.licences.tick()
    expect(await world.licensed()).toEqual([older])
    expect((await world.page()).calculating).toBe(false)
  })

  it('without a limit an activated asset is licensed in the very transaction, and one that is kept out loses it', async () => {
    await world.giveLicence({ kind: 'full', limit: null, endAt: null })
    const asset = await world.addAsset({ activatedDay: 1 })
    await world.reassign([asset])
    expect(await world.licensed()).toEqual([asset])
    await world.db.owner(`update agent_line set deactivated_at = now() where asset_id = $1`, [asset])
    await world.reassign([asset])
    expect(await world.licensed()).toEqual([])
    await world.licences.tick()
    expect((await world.page()).calculating).toBe(false)
  })

  it('with a limit who must not have it loses it at once; who may gets it with the next calculation', async () => {
    await world.giveLicence({ kind: 'full', limit: 1, endAt: null })
    const [old, young] = [await world.addAsset({ activatedDay: 0 }), await world.addAsset({ activatedDay: 1 })]
    await world.reassign([old, young])
    await world.licences.tick()
    expect(await world.licensed()).toEqual([old])
    await world.db.owner(`update agent_line set standing = 'revoked' where asset_id = $1`, [old])
    await world.reassign([old])
    expect(await world.licensed()).toEqual([])
    await world.licences.tick()
    expect(await world.licensed()).toEqual([young])
  })

  it('a tag without a word in the licence costs nothing when it changes', async () => {
    await world.giveLicence({ kind: 'full', limit: 1, endAt: null })
    await world.tagsChanged([1])
    expect((await world.page()).calculating).toBe(false)
  })

  it('tenants have their own', async () => {
    await world.giveLicence({ kind: 'full', limit: 5, endAt: null })
    await world.addAsset({ activatedDay: 0 })
    const other = await world.otherPage()
    expect(other).toMatchObject({ kind: 'free', used: { total: 0 }, wanted: 0 })
  })
})

describe('the clock of a licence', () => {
  // Trial to day 30, renewed on day 40, shortage on day 90, tags and activations in between, over on day 200.
  it('over a year it gives the documented states, and never a task for an unlicensed asset', {
    timeout: 120_000,
  }, async () => {
    await world.addTags([null])
    const add = (day: number): Promise<number> => world.addAsset({ activatedDay: day, missing: true })
    const [a0, a1, a2, a3, a4] = [await add(0), await add(1), await add(2), await add(3), await add(4)]
    const at = async (day: number, ms = 0): Promise<void> => {
      await world.checkTasks()
      world.now = START + day * DAY + ms
    }
    const state = async () => {
      const { kind, effectiveKind, used, wanted, percent } = await world.page()
      return [kind, effectiveKind, used.total, wanted, percent]
    }

    await at(5)
    await world.giveLicence({ kind: 'trial', limit: 3, endAt: new Date(START + 30 * DAY) })
    expect(await state()).toEqual(['trial', 'trial', 3, 5, 167])
    expect(await world.licensed()).toEqual([a0, a1, a2])

    const job = await world.addJob()
    await world.enable(job)
    expect(await world.tasksOf(job)).toEqual({
      [a0]: 'planned',
      [a1]: 'planned',
      [a2]: 'planned',
      [a3]: 'skipped asset_unlicensed',
      [a4]: 'skipped asset_unlicensed',
    })

    await at(10)
    await world.tagAsset(a1, 1)
    await world.setTagsByNumber({ include: [], exclude: [1] })
    await world.licences.settle(world.subscriptionId)
    expect(await world.licensed()).toEqual([a0, a2, a3])
    // Planned before, and not begun: it will not begin.
    expect((await world.tasksOf(job))[a1]).toBe('cancelled asset_unlicensed')

    await at(30, -1)
    expect((await state()).slice(0, 2)).toEqual(['trial', 'trial'])
    await world.licences.tick()
    expect(await world.licensed()).toEqual([a0, a2, a3])

    const late = await world.addJob()
    // At the very instant, before any chore: nothing is licensed, and nothing starts.
    await at(30)
    expect(await state()).toEqual(['trial', 'free', 0, 4, 133])
    await expect(world.enable(late, { settle: false })).rejects.toMatchObject({ code: 'licence_needed' })
    expect(await world.plannable()).toEqual([])
    expect(await world.stateOf(job)).toEqual(['enabled', null, null])
    await world.licences.tick()
    expect(await world.licensed()).toEqual([])
    expect(await world.stateOf(job)).toEqual(['disabled', 'licence_ended', 'enabled'])
    expect(Object.values(await world.tasksOf(job)).filter(text => text === 'planned')).toEqual([])
    await expect(world.enable(job)).rejects.toMatchObject({ code: 'licence_needed' })
    await expect(world.addJob()).rejects.toMatchObject({ code: 'licence_needed' })

    await at(40)
    await world.giveLicence({ kind: 'full', limit: 10, endAt: new Date(START + 200 * DAY) })
    expect(await state()).toEqual(['full', 'full', 4, 4, 40])
    // Nothing starts by itself; people enable it again.
    expect(await world.stateOf(job)).toEqual(['disabled', 'licence_ended', 'enabled'])
    await world.enable(job)
    expect(await world.stateOf(job)).toEqual(['enabled', null, null])
    expect((await world.tasksOf(job))[a1]).toBe('skipped asset_unlicensed')
    expect((await world.tasksOf(job))[a4]).toBe('planned')

    await at(60)
    const a5 = await add(60)
    await world.reassign([a5])
    await world.licences.tick()
    expect(await world.licensed()).toEqual([a0, a2, a3, a4, a5])

    await at(90)
    await world.giveLicence({ kind: 'full', limit: 2, endAt: new Date(START + 200 * DAY) })
    expect(await state()).toEqual(['full', 'full', 2, 5, 250])
    expect(await world.licensed()).toEqual([a0, a2])
    expect((await world.tasksOf(job))[a4]).toBe('cancelled asset_unlicensed')

    await at(120)
    await world.setTagsByNumber({ include: [1], exclude: [] })
    await world.licences.settle(world.subscriptionId)
    expect(await world.licensed()).toEqual([a1])

    await at(200)
    await world.licences.tick()
    expect(await state()).toEqual(['full', 'free', 0, 1, 50])
    expect(await world.licensed()).toEqual([])
    await at(365)
    expect((await state()).slice(0, 2)).toEqual(['full', 'free'])
  })
})
