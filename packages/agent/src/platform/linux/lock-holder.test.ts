import { describe, expect, test } from 'vitest'
import { createMemoryDisk, type MemoryFile } from '../../testing/memory-disk.ts'
import { createVirtualClock } from '../../testing/virtual-clock.ts'
import { findLockHolder } from './lock-holder.ts'
import { findPidFileHolder } from './pid-file-lock.ts'
import { waitUntilFree } from './wait-for-lock.ts'

const LOCK = '/var/lib/dpkg/lock-frontend'
const files = (locks: string, more: Record<string, MemoryFile> = {}) =>
  createMemoryDisk({ [LOCK]: '', '/proc/locks': locks, '/proc/77/comm': 'unattended-upgr\n', ...more })
// The memory disk's first file has inode 1000 on device 8:1.
const held = '1: POSIX  ADVISORY  WRITE 77 08:01:1000 0 EOF\n'

describe('locks of the kernel', () => {
  test('the holder is named', async () => {
    expect(await findLockHolder(files(held), [LOCK])).toEqual({ path: LOCK, pid: 77, program: 'unattended-upgr' })
  })

  test.each([
    ['nothing locked', ''],
    ['another file', '1: POSIX  ADVISORY  WRITE 77 08:01:1001 0 EOF\n'],
    ['a reader', '1: POSIX  ADVISORY  READ 77 08:01:1000 0 EOF\n'],
    ['one who waits', '1: -> POSIX  ADVISORY  WRITE 77 08:01:1000 0 EOF\n'],
    ['the same inode of another disk', '1: POSIX  ADVISORY  WRITE 77 08:02:1000 0 EOF\n'],
  ])('%s: nobody holds it', async (_, locks) => {
    expect(await findLockHolder(files(locks), [LOCK])).toBeNull()
  })

  test('on overlayfs, where devices differ, the open file tells', async () => {
    const disk = files('1: FLOCK  ADVISORY  WRITE 77 00:2c:1000 0 EOF\n', { '/proc/77/fd/3': { link: LOCK } })
    expect(await findLockHolder(disk, [LOCK])).toMatchObject({ pid: 77 })
  })

  test('a holder in another pid namespace has no number', async () => {
    expect(await findLockHolder(files('1: POSIX  ADVISORY  WRITE 0 08:01:1000 0 EOF\n'), [LOCK])).toEqual({
      path: LOCK,
      pid: null,
      program: null,
    })
  })

  test('no /proc, no lock file: nobody', async () => {
    expect(await findLockHolder(createMemoryDisk({}), [LOCK])).toBeNull()
  })
})

test.each<[string, Record<string, MemoryFile>, number | null]>([
  ['a living process holds it', { '/run/zypp.pid': '42\n', '/proc/42/comm': 'zypper\n' }, 42],
  ['a file that outlived its process is no lock', { '/run/zypp.pid': '42\n' }, null],
  ['an empty file is no lock', { '/run/zypp.pid': '' }, null],
  ['no file', {}, null],
  ['not a number', { '/run/zypp.pid': '../1\n' }, null],
])('pid files: %s', async (_, content, pid) => {
  expect((await findPidFileHolder(createMemoryDisk(content), ['/run/zypp.pid']))?.pid ?? null).toBe(pid)
})

describe('waiting', () => {
  test('tells who holds it once, goes on when it is free', async () => {
    const clock = createVirtualClock(0)
    const holder = { path: LOCK, pid: 77, program: 'apt-get' }
    let busy = true
    const told: unknown[] = []
    const waiting = waitUntilFree(clock, async () => (busy ? holder : null), {
      lockWaitMs: 60_000,
      onWait: one => told.push(one),
    })
    await clock.advance(10_000)
    busy = false
    await clock.advance(5_000)
    expect(await waiting).toBeNull()
    expect(told).toEqual([holder])
  })

  test('ends with the holder when the time is over', async () => {
    const clock = createVirtualClock(0)
    const holder = { path: LOCK, pid: 77, program: 'apt-get' }
    const waiting = waitUntilFree(clock, async () => holder, { lockWaitMs: 5_000 })
    await clock.advance(6_000)
    expect(await waiting).toEqual(holder)
  })
})
