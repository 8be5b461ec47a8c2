import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { createNodeDisk } from './node-disk.ts'

const disk = createNodeDisk()
const folder = mkdtempSync(join(tmpdir(), 'patchyard-disk-'))
afterAll(() => rmSync(folder, { recursive: true }))

test('a read takes exactly up to its limit', async () => {
  const path = join(folder, 'ten')
  writeFileSync(path, '0123456789')
  expect(await disk.readText(path, 10)).toBe('0123456789')
  await expect(disk.read(path, 9)).rejects.toMatchObject({ code: 'E_DISK_TOO_LARGE' })
})

test.each([
  [4, '6789'],
  [10, '0123456789'],
  [99, '0123456789'],
])('the end of %i bytes', async (bytes, wanted) => {
  writeFileSync(join(folder, 'end'), '0123456789')
  expect(Buffer.from(await disk.readEnd(join(folder, 'end'), bytes)).toString()).toBe(wanted)
})

test('files of /proc, which say they are empty, are read whole', async () => {
  expect(await disk.readText('/proc/self/status', 65_536)).toContain('VmRSS')
})

test('a named pipe does not hold the reader', async () => {
  const path = join(folder, 'pipe')
  execFileSync('mkfifo', [path])
  expect(await disk.readText(path, 10)).toBe('')
})

test('what is not there: null for stat and readLink, E_DISK_NOT_FOUND for read and list', async () => {
  const path = join(folder, 'none')
  expect(await disk.stat(path)).toBeNull()
  expect(await disk.stat(join(folder, 'ten', 'below-a-file'))).toBeNull()
  expect(await disk.readLink(path)).toBeNull()
  await expect(disk.read(path, 1)).rejects.toMatchObject({ code: 'E_DISK_NOT_FOUND' })
  await expect(disk.list(path)).rejects.toMatchObject({ code: 'E_DISK_NOT_FOUND' })
})

test('a link is read as stored, a file is no link', async () => {
  symlinkSync('../usr/share/zoneinfo/Europe/Berlin', join(folder, 'link'))
  expect(await disk.readLink(join(folder, 'link'))).toBe('../usr/share/zoneinfo/Europe/Berlin')
  expect(await disk.readLink(join(folder, 'ten'))).toBeNull()
})

test('an atomic write replaces the whole file, sets the mode and leaves nothing beside it', async () => {
  const path = join(folder, 'state')
  await disk.writeAtomic(path, 'old and longer')
  await disk.writeAtomic(path, 'new', 0o644)
  expect(readFileSync(path, 'utf8')).toBe('new')
  expect(statSync(path).mode & 0o777).toBe(0o644)
  expect(readdirSync(folder).filter(name => name.includes('.new'))).toEqual([])
})

test('a copy is whole, with the digest of its bytes, whatever its size; nothing is left of one that fails', async () => {
  const inside = mkdtempSync(join(folder, 'copies-'))
  const bytes = Buffer.alloc(2_500_000, 'x')
  const from = join(inside, 'from')
  await disk.writeAtomic(from, bytes)
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  expect(await disk.digest(from)).toEqual({ sha256, bytes: bytes.length })
  expect(await disk.copyAtomic(from, join(inside, 'to'), 0o600)).toEqual({ sha256, bytes: bytes.length })
  expect((await disk.read(join(inside, 'to'), bytes.length)).length).toBe(bytes.length)
  await expect(disk.copyAtomic(join(inside, 'gone'), join(inside, 'other'))).rejects.toMatchObject({
    code: 'E_DISK_NOT_FOUND',
  })
  expect((await disk.list(inside)).map(one => one.name)).toEqual(['from', 'to'])
})

test('device and inode are the numbers that stat(1) prints', async () => {
  const found = await disk.stat(join(folder, 'ten'))
  const [major, minor, inode] = execFileSync('stat', ['-c', '%Hd %Ld %i', join(folder, 'ten')], { encoding: 'utf8' })
    .split(' ')
    .map(Number)
  expect(found).toMatchObject({ kind: 'file', size: 10, device: { major, minor }, inode: String(inode) })
})

test('free space is a number above zero', async () => {
  expect(await disk.freeBytes(folder)).toBeGreaterThan(0)
})
