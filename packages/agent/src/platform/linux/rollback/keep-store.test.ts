import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createNodeDisk } from '../../../adapters/node-disk.ts'
import type { RollbackPoint } from '../../../core/ports/rollback.ts'
import { createKeepStore } from './keep-store.ts'
import { pointText, readPoint } from './rollback-point.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'keep-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

const store = (capBytes?: number) =>
  createKeepStore(createNodeDisk(), { folder: join(folder, 'keep'), ...(capBytes === undefined ? {} : { capBytes }) })

/** Keeps one package of so many bytes for a patch. */
async function keep(
  patch: string,
  bytes: number,
  madeMs: number,
  capBytes?: number,
): Promise<readonly string[] | null> {
  const keeping = store(capBytes)
  const path = join(await keeping.incoming(), 'a.deb')
  writeFileSync(path, patch.padEnd(bytes, '.'))
  const dropped = await keeping.makeRoom(bytes)
  if (dropped === null) return null
  const file = await keeping.add(path, 'deb')
  await keeping.put({
    patch,
    madeMs,
    verdict: { reversible: true, reasons: [] },
    changes: [{ name: patch, arch: 'all', earlier: '1', now: '2', file }],
    additions: [],
  })
  await keeping.tidy()
  return dropped
}

const files = () => readdirSync(join(folder, 'keep/files'))

test('folders are for their owner alone, packages are named by what they hold', async () => {
  await keep('a', 10, 1)
  for (const path of ['keep', 'keep/files', 'keep/points'])
    expect(statSync(join(folder, path)).mode & 0o777).toBe(0o700)
  const [file = ''] = files()
  expect(file).toMatch(/^[0-9a-f]{64}\.deb$/)
  expect(statSync(join(folder, 'keep/files', file)).mode & 0o777).toBe(0o600)
  expect(readdirSync(join(folder, 'keep'))).toEqual(['files', 'points'])
})

test('the oldest points make room, and are named; what cannot fit drops nothing', async () => {
  for (const [n, patch] of ['a', 'b', 'c'].entries())
    expect(await keep(patch, 40, n, 100)).toEqual(n === 2 ? ['a'] : [])
  expect((await store(100).points()).map(point => point.patch)).toEqual(['c', 'b'])
  expect(files()).toHaveLength(2)
  expect(await keep('d', 101, 9, 100)).toBeNull()
  expect((await store(100).points()).map(point => point.patch)).toEqual(['c', 'b'])
})

test('a newer point of the same patch takes its place; a package that two points need stays until both are gone', async () => {
  await keep('a', 10, 1)
  await keep('a', 20, 2)
  expect(await store().points()).toMatchObject([{ madeMs: 2, changes: [{ file: { bytes: 20 } }] }])
  expect(files()).toHaveLength(1)
  const [point] = (await store().points()) as [RollbackPoint]
  await store().put({ ...point, patch: 'b' })
  await store().drop('a')
  expect(files()).toHaveLength(1)
  await store().drop('b')
  expect(files()).toEqual([])
})

test('a torn package is never given out, and removed', async () => {
  await keep('a', 10, 1)
  const [file = ''] = files()
  const sha256 = file.slice(0, 64)
  expect(await store().fileOf(sha256, 'deb')).toBe(join(folder, 'keep/files', file))
  truncateSync(join(folder, 'keep/files', file), 3)
  expect(await store().fileOf(sha256, 'deb')).toBeNull()
  expect(files()).toEqual([])
  expect(await store().fileOf('../../etc/passwd', 'deb')).toBeNull()
})

test('torn, foreign and newer points are none, and leftovers of a crash are swept', async () => {
  await keep('a', 10, 1)
  const points = join(folder, 'keep/points')
  writeFileSync(join(points, `${'0'.repeat(32)}.json`), '{"version":1,')
  writeFileSync(join(points, `${'1'.repeat(32)}.json`), '{"version":2}')
  writeFileSync(join(points, 'notes.txt'), 'x')
  writeFileSync(join(folder, 'keep/files', `${'2'.repeat(64)}.deb`), 'x')
  mkdirSync(join(folder, 'keep/incoming'))
  expect(await store().points()).toHaveLength(1)
  await store().tidy()
  expect(files()).toHaveLength(1)
  expect(readdirSync(join(folder, 'keep'))).not.toContain('incoming')
})

test('a store that was never used has no points', async () => expect(await store().points()).toEqual([]))

test('any text is a point or none, and a point comes back as it was', () => {
  fc.assert(fc.property(fc.oneof(fc.string(), fc.json()), text => void readPoint(text)))
  const text = fc.string({ minLength: 1, maxLength: 20 })
  const point = fc.record({
    patch: text,
    madeMs: fc.nat(),
    verdict: fc.record({ reversible: fc.boolean(), reasons: fc.constant([]) }),
    changes: fc.array(
      fc.record({
        name: text,
        arch: text,
        earlier: text,
        now: text,
        file: fc.option(fc.record({ sha256: fc.stringMatching(/^[0-9a-f]{64}$/), bytes: fc.nat() })),
      }),
    ),
    additions: fc.array(fc.record({ name: text, arch: text, version: text })),
  })
  fc.assert(
    fc.property(point, one => {
      expect(readPoint(pointText(one))).toEqual(one)
    }),
  )
})
