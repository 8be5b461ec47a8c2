import { describe, expect, it } from 'vitest'
import type { LineRecord } from '../../storage/ports/line-record.ts'
import type { AdvanceRequest } from '../../storage/ports/line-store.ts'
import type { Bench } from './storage.contract.ts'
import { hex16, hex32, newLine, NOW } from './storage-under-test.ts'

export function lineContract({ inFirst, asset, under }: Bench): void {
  describe('lines', () => {
    it('come back as they were written', async () => {
      const assetId = await asset()
      const line = newLine(assetId, under().first, {
        standing: 'quarantined',
        standingWhy: 'copy',
        seq: 2 ** 40,
        ring: [hex16(5), hex16(4)],
        machineAtMs: NOW + 5,
        adoptMachine: hex16(9),
        adoptAtMs: NOW + 6,
        address: '10.0.0.1',
        manifestVersion: NOW,
        inventory: hex32(8),
        scanAfterMs: NOW + 7,
        speakers: [{ address: '10.0.0.2', boot: hex16(1), machine: hex16(2), at: NOW }],
        progress: [{ task: 'x', done: 1, total: 2, text: 'ü' }],
        problems: [{ code: 'limit', at: NOW, detail: '"' }],
        features: ['a', 'b'],
        zone: 'Europe/Berlin',
        clockOffMs: -5,
        quotaDay: 1,
        quotaNames: 2,
        quotaEvents: 3,
      })
      await inFirst(({ lines }) => lines.save(line))
      expect(await inFirst(({ lines }) => lines.lock(assetId))).toEqual(line)
    })

    it.each<[string, Partial<LineRecord>, Partial<AdvanceRequest>, boolean]>([
      ['a plain one moves', {}, {}, true],
      ['a pending one too', { standing: 'pending' }, {}, true],
      ['not a quarantined one', { standing: 'quarantined' }, {}, false],
      ['not with another link before', {}, { prev: hex16(77) }, false],
      ['not with a number that is not above', { seq: 5 }, { seq: 5 }, false],
      ['not from another machine', {}, { machine: hex16(78) }, false],
      ['not with another key', {}, { keyid: hex32(79) }, false],
      ['not while one machine alone may speak', { adoptMachine: hex16(0xaa) }, {}, false],
    ])('advance in one statement: %s', async (_, stored, asked, moves) => {
      const assetId = await asset()
      const line = newLine(assetId, under().first, { ring: [hex16(50)], workVersion: 3, ...stored })
      await inFirst(({ lines }) => lines.save(line))
      const request = {
        assetId,
        keyid: line.keyid,
        prev: line.link,
        next: hex16(2),
        seq: 1,
        machine: line.machine,
        boot: hex16(0xcc),
        haveManifest: 7,
        ...asked,
      }
      const moved = await inFirst(({ lines }) => lines.advanceMany([request], NOW + 1000))
      expect(moved.map(one => one.assetId)).toEqual(moves ? [assetId] : [])
      if (moves) expect(moved[0]).toMatchObject({ dirty: true, noted: false, inventory: null, manifestVersion: 0 })
      const after = await inFirst(({ lines }) => lines.find(assetId))
      expect(after).toEqual(
        moves
          ? {
              ...line,
              link: hex16(2),
              seq: 1,
              ring: [line.link, hex16(50)],
              boot: hex16(0xcc),
              haveManifest: 7,
              seenAtMs: NOW + 1000,
            }
          : line,
      )
    })

    it('the ring keeps 32 links', async () => {
      const assetId = await asset()
      const line = newLine(assetId, under().first)
      for (let seq = 1; seq <= 40; seq++) {
        await inFirst(({ lines }) =>
          lines.advanceMany(
            [
              {
                assetId,
                keyid: line.keyid,
                prev: hex16(seq),
                next: hex16(seq + 1),
                seq,
                machine: line.machine,
                boot: line.boot,
                haveManifest: line.haveManifest,
              },
            ],
            NOW,
          ),
        )
      }
      const { ring } = (await inFirst(({ lines }) => lines.find(assetId))) as LineRecord
      expect(ring).toEqual(Array.from({ length: 32 }, (_, i) => hex16(40 - i)))
    })

    it('changed work and a wish for a scan raise the work version', async () => {
      const [a, b] = [await asset(), await asset()]
      await inFirst(async ({ lines }) => {
        await lines.bumpWork([b, a])
        await lines.setScanAfter([b], NOW + 9)
      })
      const found = await inFirst(async ({ lines }) => [await lines.find(a), await lines.find(b)])
      expect(found.map(line => [line?.workVersion, line?.scanAfterMs])).toEqual([
        [1, null],
        [2, NOW + 9],
      ])
    })

    it('copies of the last hour are counted', async () => {
      const assetId = await asset()
      const before = await inFirst(({ lines }) => lines.countCopies(NOW))
      const quarantined = { standing: 'quarantined', standingWhy: 'copy', standingAtMs: NOW + 1 } as const
      await inFirst(({ lines }) => lines.save(newLine(assetId, under().first, quarantined)))
      const after = await inFirst(({ lines }) => lines.countCopies(NOW))
      expect([after.quarantined - before.quarantined, after.active - before.active]).toEqual([1, -1])
      expect((await inFirst(({ lines }) => lines.countCopies(NOW + 2))).quarantined).toBe(0)
    })
  })
}
