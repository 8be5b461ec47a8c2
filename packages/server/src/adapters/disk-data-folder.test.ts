import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { DataFolder } from '../data-folder.ts'
import { StartError } from '../errors/start-error.ts'
import { memoryDataFolder } from '../testing/memory-data-folder.ts'
import { lockDataFolder } from './data-folder-lock.ts'
import { openDataFolder } from './disk-data-folder.ts'

let path: string

beforeAll(() => {
  path = mkdtempSync(join(tmpdir(), 'patchyard-folder-'))
})

afterAll(() => rmSync(path, { recursive: true, force: true }))

describe.each([
  ['on disk', () => openDataFolder(join(path, 'disk'))],
  ['in memory', async () => ({ ...memoryDataFolder(), [Symbol.dispose]: () => undefined })],
] as [string, () => Promise<DataFolder & Disposable>][])('a data folder %s', (_where, open) => {
  const text = (bytes: Uint8Array | null): string | null =>
    bytes === null ? null : Buffer.from(bytes).toString('utf8')

  it('keeps what was written last, and nothing of what was removed', async () => {
    using folder = await open()
    expect(await folder.read('a.key')).toBeNull()
    await folder.write('a.key', 'one')
    await folder.write('a.key', Buffer.from('two'))
    expect(text(await folder.read('a.key'))).toBe('two')
    await folder.remove('a.key')
    await folder.remove('a.key')
    expect(await folder.read('a.key')).toBeNull()
  })

  it('makes a key once, also when two make it at once', async () => {
    using folder = await open()
    const made = await Promise.all(['x', 'y'].map(content => folder.create('b.key', content)))
    expect(made.filter(Boolean)).toHaveLength(1)
    expect(await folder.create('b.key', 'z')).toBe(false)
    expect(text(await folder.read('b.key'))).toBe(made[0] === true ? 'x' : 'y')
  })
})

describe('on disk', () => {
  it('files are for the owner only and no half-written one is left', async () => {
    {
      using folder = await openDataFolder(join(path, 'modes'))
      await folder.write('secret', 'x')
    }
    writeFileSync(join(path, 'modes', 'other.7.unfinished'), 'half')
    using again = await openDataFolder(join(path, 'modes'))
    expect(await again.read('secret')).not.toBeNull()
    expect(statSync(join(path, 'modes', 'secret')).mode & 0o777).toBe(0o600)
    expect(readdirSync(join(path, 'modes'))).toEqual(['lock', 'secret'])
  })

  it.each(['', '.hidden', '../up', 'a/b', 'A', 'a\0b', '/etc/passwd'])('%j is not the name of a file', async name => {
    using folder = await openDataFolder(join(path, 'names'))
    await expect(folder.read(name)).rejects.toBeInstanceOf(RangeError)
    await expect(folder.write(name, 'x')).rejects.toBeInstanceOf(RangeError)
  })

  it('a folder that cannot be made is said', async () => {
    writeFileSync(join(path, 'file'), '')
    await expect(openDataFolder(join(path, 'file', 'below'))).rejects.toBeInstanceOf(StartError)
  })
})

describe('the lock of a data folder', () => {
  it('is held by one, and free when that one ends', () => {
    const folder = join(path, 'locked')
    mkdirSync(folder)
    const first = lockDataFolder(folder)
    expect(() => lockDataFolder(folder)).toThrow(/another server runs/)
    first[Symbol.dispose]()
    lockDataFolder(folder)[Symbol.dispose]()
  })
})
