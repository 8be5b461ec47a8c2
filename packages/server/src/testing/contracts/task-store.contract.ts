import type { TaskState } from '@patchyard/domain'
import { describe, expect, it } from 'vitest'
import type { TaskRecord } from '../../storage/ports/task-record.ts'
import type { Bench } from './storage.contract.ts'
import { hex32, newTask, NOW, uuid } from './storage-under-test.ts'

export function taskContract({ inFirst, inSecond, asset, fresh, under }: Bench): void {
  const add = async (assetId: number, changes: Partial<TaskRecord> = {}): Promise<TaskRecord> => {
    const task = newTask(fresh(), assetId, changes)
    return inFirst(async ({ tasks }) => {
      await tasks.insert([task])
      const made = (await tasks.lock(assetId, task.publicId)) as TaskRecord
      // A new task was never cancelled: `insert` writes no such column.
      const { cancelAskedAtMs } = task
      await tasks.save({ ...made, cancelAskedAtMs })
      return { ...made, cancelAskedAtMs }
    })
  }

  describe('tasks', () => {
    it('come back as they were written, items too', async () => {
      const assetId = await asset()
      const made = newTask(fresh(), assetId)
      await inFirst(({ tasks }) => tasks.insert([made]))
      const found = (await inFirst(({ tasks }) => tasks.lock(assetId, made.publicId))) as TaskRecord
      expect(found).toEqual({ ...made, id: found.id, subscriptionId: under().first })
      const [item] = found.items
      const changed: TaskRecord = {
        ...found,
        state: 'patching',
        reason: 'cancelled',
        changedAtMs: NOW + 1,
        sentAtMs: NOW + 2,
        receivedAtMs: NOW + 3,
        beganAtMs: NOW + 4,
        endedAtMs: NOW + 5,
        rebooted: true,
        cancelAskedAtMs: NOW + 6,
        verifyAfterMs: NOW + 7,
        items: [
          {
            ...(item as TaskRecord['items'][number]),
            state: 'failed',
            reason: 'install_failed',
            exitCode: 100,
            output: 'no',
          },
        ],
      }
      await inFirst(({ tasks }) => tasks.save(changed))
      expect(await inFirst(({ tasks }) => tasks.lock(assetId, made.publicId))).toEqual(changed)
    })

    it.each<[TaskState, Partial<TaskRecord>, boolean]>([
      ['planned', {}, true],
      ['sent', {}, true],
      ['rebooting', {}, true],
      ['verifying', {}, false],
      ['succeeded', {}, false],
      ['cancelled', {}, false],
      ['received', { cancelAskedAtMs: NOW }, false],
      ['skipped', { document: null, sha256: null }, false],
    ])('%s %j: offered %s', async (state, changes, offered) => {
      const assetId = await asset()
      const task = await add(assetId, { state, ...changes })
      const list = await inFirst(({ tasks }) => tasks.listOffered(assetId, NOW))
      expect(list).toEqual(
        offered
          ? [
              {
                id: task.id,
                publicId: task.publicId,
                sha256: task.sha256,
                document: task.document,
                sent: state !== 'planned',
              },
            ]
          : [],
      )
    })

    it('nothing is offered from the instant the licence ends, and what is planned stays to be cancelled', async () => {
      const assetId = await asset()
      await add(assetId)
      const offeredAt = async (nowMs: number): Promise<number> =>
        (await inFirst(({ tasks }) => tasks.listOffered(assetId, nowMs))).length
      await under().giveLicence({ kind: 'trial', limit: null, endAt: new Date(NOW + 10) })
      expect([await offeredAt(NOW + 9), await offeredAt(NOW + 10)]).toEqual([1, 0])
      await under().giveLicence({ kind: 'free', limit: null, endAt: null })
      expect(await offeredAt(NOW)).toBe(0)
      await under().giveLicence({ kind: 'full', limit: null, endAt: null })
      expect(await offeredAt(NOW)).toBe(1)
    })

    it('nothing is offered while the subscription is suspended, and the same again when it goes on', async () => {
      const assetId = await asset()
      await add(assetId)
      const offered = async (): Promise<number> =>
        (await inFirst(({ tasks }) => tasks.listOffered(assetId, NOW))).length
      await under().suspend(true)
      const suspended = await offered()
      await under().suspend(false)
      expect([suspended, await offered()]).toEqual([0, 1])
    })

    it('only what was planned becomes sent', async () => {
      const assetId = await asset()
      const planned = await add(assetId)
      const working = await add(assetId, { state: 'patching' })
      await inFirst(({ tasks }) => tasks.markSent(assetId, [planned.id, working.id], NOW + 1))
      const states = await inFirst(async ({ tasks }) => [
        await tasks.lock(assetId, planned.publicId),
        await tasks.lock(assetId, working.publicId),
      ])
      expect(states.map(task => [task?.state, task?.sentAtMs])).toEqual([
        ['sent', NOW + 1],
        ['patching', null],
      ])
    })

    it('an event is stored once; the same again is the same, other bytes are a conflict', async () => {
      const assetId = await asset()
      const event = {
        assetId,
        task: uuid(fresh()),
        n: 1,
        sha256: hex32(1),
        kind: 'accepted',
        atMs: null,
        text: '{}',
        receivedAtMs: NOW,
        orphan: true,
      }
      const verdicts = await inFirst(async ({ tasks }) => [
        await tasks.recordEvent(event),
        await tasks.recordEvent(event),
        await tasks.recordEvent({ ...event, sha256: hex32(2), text: '{ }' }),
        await tasks.recordEvent({ ...event, n: 2 }),
      ])
      expect(verdicts).toEqual(['stored', 'same', 'conflict', 'stored'])
      expect(await inFirst(({ tasks }) => tasks.recordEvent(event))).toBe('same')
    })

    it('another asset’s task is foreign, another subscription’s is unknown', async () => {
      const [mine, other] = [await asset(), await asset()]
      const task = await add(mine)
      expect(await inFirst(({ tasks }) => tasks.isForeign(other, task.publicId))).toBe(true)
      expect(await inFirst(({ tasks }) => tasks.isForeign(mine, task.publicId))).toBe(false)
      expect(await inSecond(({ tasks }) => tasks.isForeign(other, task.publicId))).toBe(false)
    })

    it('documents are given for open tasks of this asset only', async () => {
      const [mine, other] = [await asset(), await asset()]
      const open = await add(mine, { state: 'sent' })
      const over = await add(mine, { state: 'failed' })
      const documents = await inFirst(async ({ tasks }) => [
        await tasks.findDocument(mine, open.sha256 ?? ''),
        await tasks.findDocument(mine, over.sha256 ?? ''),
        await tasks.findDocument(other, open.sha256 ?? ''),
      ])
      expect(documents).toEqual([open.document, null, null])
    })

    it('those that wait for a scan begun at or after their last change', async () => {
      const assetId = await asset()
      const task = await add(assetId)
      await inFirst(({ tasks }) => tasks.save({ ...task, state: 'verifying', verifyAfterMs: NOW + 10 }))
      const at = (ms: number) => inFirst(({ tasks }) => tasks.listVerifying(assetId, ms))
      expect([(await at(NOW + 9)).length, (await at(NOW + 10)).length]).toEqual([0, 1])
    })

    it('open ones of a run by asset, all of a run by asset', async () => {
      const runId = 1000 + fresh()
      const assets = [await asset(), await asset(), await asset()]
      for (const [index, state] of (['sent', 'verifying', 'succeeded'] as const).entries()) {
        await add(assets[2 - index] as number, { runId, state })
      }
      const ids = (list: readonly TaskRecord[]) => list.map(task => task.assetId)
      expect(ids(await inFirst(({ tasks }) => tasks.listOpen(runId)))).toEqual(assets.slice(1))
      expect(ids(await inFirst(({ tasks }) => tasks.listOfRun(runId)))).toEqual(assets)
    })

    it('overdue: what can no longer begin', async () => {
      const assetId = await asset()
      const late = await add(assetId, { state: 'sent', startBeforeMs: NOW - 1 })
      const now = await add(assetId, { state: 'sent', startBeforeMs: NOW })
      const found = await inFirst(({ tasks }) => tasks.listOverdue(NOW, 1000))
      const ids = found.map(task => task.publicId)
      expect([ids.includes(late.publicId), ids.includes(now.publicId)]).toEqual([true, false])
    })
  })
}
