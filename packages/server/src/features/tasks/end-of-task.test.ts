import { type AgentEvent, eventText } from '@patchyard/protocol'
import { describe, expect, it } from 'vitest'
import { systemRandom } from '../../adapters/system-random.ts'
import { newAsset, newLine, newTask, NOW } from '../../testing/contracts/storage-under-test.ts'
import { createMemoryDatabase } from '../../testing/memory/memory-database.ts'
import { createMemoryStorage } from '../../testing/memory/memory-storage.ts'
import type { PackageEntry } from '@patchyard/protocol'
import { endVerifiedTasks, takeEvent } from './tasks-service.ts'

const openssl = (version: string): PackageEntry => ({
  name: 'openssl',
  arch: 'amd64',
  version,
  scheme: 'deb',
  sourceName: 'openssl',
  sourceVersion: version,
  vendor: '',
  held: false,
  state: 'installed',
})

/** A task whose agent tells its events one by one, with a scan at some point between them. */
async function tell(
  events: readonly (readonly [AgentEvent['kind'], number, object] | readonly ['scan', number, string])[],
  scanStatus: 'ok' | 'failed' = 'ok',
): Promise<string> {
  const database = createMemoryDatabase()
  const storage = createMemoryStorage({ database, random: systemRandom, onRunTouched: async () => {} })
  const task = newTask(1, 1)
  return storage.inSubscription(1, async stores => {
    const assetId = await stores.enrol.insertAsset(newAsset(1), NOW)
    await stores.lines.insert(newLine(assetId, 1))
    await stores.tasks.insert([
      { ...task, assetId, document: JSON.stringify({ items: [{ patch: 'deb:debian/12/openssl@2' }] }) },
    ])
    let n = 0
    for (const [kind, seconds, data] of events) {
      const at = NOW + seconds * 1000
      if (kind === 'scan') {
        const add = [openssl(data)]
        await stores.inventory.applyPackages(assetId, { replace: true, add, del: [] })
        await stores.inventory.saveSystem(assetId, { scanStatus, scanReasons: [], repositories: [], updaters: [] }, [])
        await stores.inventory.saveScan(assetId, { startedMs: at, finishedMs: at })
        await endVerifiedTasks(stores, assetId, at, NOW + 3_600_000)
        continue
      }
      const event = { task: task.publicId, n: (n += 1), at, wall: at, boot: 'b'.repeat(32), kind, data } as AgentEvent
      await takeEvent(stores, assetId, eventText(event), NOW + 3_600_000)
    }
    return (await stores.tasks.lock(assetId, task.publicId))?.state ?? 'gone'
  })
}

const accepted = ['accepted', 0, { sha256: 'a'.repeat(64) }] as const
const begin = ['begin', 1, { spec: 'a'.repeat(64) }] as const
const itemBegin = ['itemBegin', 2, { item: 1 }] as const
const itemEnd = ['itemEnd', 10, { item: 1, outcome: 'ok' }] as const
const end = ['end', 20, { outcome: 'succeeded', rebootNeeded: false }] as const
const skipped = ['itemEnd', 10, { item: 1, outcome: 'skipped', code: 'cancelled' }] as const
const already = ['itemEnd', 10, { item: 1, outcome: 'ok', code: 'already_installed' }] as const
const endCancelled = ['end', 20, { outcome: 'skipped', rebootNeeded: false, code: 'cancelled' }] as const

describe('a task that says end', () => {
  it.each([
    ['after the scan that proves it', [accepted, begin, itemBegin, itemEnd, ['scan', 12, '2'], end], 'succeeded'],
    ['after a scan that contradicts it', [accepted, begin, itemBegin, itemEnd, ['scan', 12, '1'], end], 'failed'],
    [
      'after a scan from before its last change',
      [accepted, begin, itemBegin, ['scan', 9, '1'], itemEnd, end],
      'verifying',
    ],
    ['before the scan', [accepted, begin, itemBegin, itemEnd, end, ['scan', 12, '2']], 'succeeded'],
    ['of which nothing was begun, without any scan', [accepted, begin, skipped, endCancelled], 'cancelled'],
    ['whose item was there already', [accepted, begin, itemBegin, already, ['scan', 12, '2'], end], 'succeeded'],
    ['whose item was there already, said before the scan', [accepted, begin, itemBegin, already, end], 'verifying'],
    [
      'whose item was there already, which the scan denies',
      [accepted, begin, itemBegin, already, ['scan', 12, '1'], end],
      'failed',
    ],
    [
      'after a reboot and no scan since',
      [accepted, begin, itemBegin, itemEnd, ['scan', 12, '2'], ['reboot', 13, { code: 'always' }], end],
      'verifying',
    ],
  ] as const)('%s', async (_, events, state) => {
    expect(await tell(events)).toBe(state)
  })

  it('waits when the scan could not look', async () => {
    expect(await tell([accepted, begin, itemBegin, itemEnd, ['scan', 12, '1'], end], 'failed')).toBe('verifying')
  })
})
