import { createHash } from 'node:crypto'
import { mkdtemp, readdir, rm, utimes } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { systemRandom as random } from '../../../adapters/system-random.ts'
import { diskSnapshots } from './disk-snapshots.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'patchyard-snapshots-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const open = (capBytes = 1000) => diskSnapshots({ folder: join(folder, 'feeds'), capBytes, random })
const sha = (text: string): string => createHash('sha256').update(text).digest('hex')
const bytes = (text: string): Uint8Array => Buffer.from(text)

async function kept(store: ReturnType<typeof open>, text: string): Promise<string> {
  const file = await store.begin()
  await file.write(bytes(text))
  return (await file.finish()).sha256
}
async function textOf(store: ReturnType<typeof open>, sha256: string): Promise<string> {
  const chunks: Uint8Array[] = []
  for await (const chunk of store.read(sha256)) chunks.push(chunk)
  return Buffer.concat(chunks).toString()
}
const onDisk = async (): Promise<number> =>
  (await readdir(folder, { recursive: true, withFileTypes: true })).filter(entry => entry.isFile()).length

describe('a snapshot', () => {
  it('lies under its hash, once, also after a restart', async () => {
    const store = open()
    expect(await kept(store, 'one')).toBe(sha('one'))
    await kept(store, 'one')
    expect(await onDisk()).toBe(1)
    const again = open()
    expect(await again.has(sha('one'))).toBe(true)
    expect(await again.has(sha('two'))).toBe(false)
    expect(await textOf(again, sha('one'))).toBe('one')
  })

  it('that is not wanted leaves nothing', async () => {
    const store = open(5)
    const file = await store.begin()
    await file.write(bytes('12345'))
    await file.discard()
    await file.discard()
    expect(await onDisk()).toBe(0)
    expect(await kept(store, '12345')).toBe(sha('12345'))
  })

  it('has no room beyond the cap, and what was there stays', async () => {
    const store = open(5)
    await kept(store, '123')
    const file = await store.begin()
    await expect(file.write(bytes('456'))).rejects.toMatchObject({ code: 'feed_disk_full' })
    await file.discard()
    expect(await textOf(store, sha('123'))).toBe('123')
    await expect(open(2).begin()).rejects.toMatchObject({ code: 'feed_disk_full' })
  })

  it('that is no longer there says so to who reads it, and to nobody else', async () => {
    const contents = open().read(sha('gone'))
    await new Promise(resolve => setTimeout(resolve, 20))
    const first = async () => {
      for await (const chunk of contents) return chunk
    }
    await expect(first()).rejects.toMatchObject({ code: 'feed_hash' })
  })

  it('goes when nobody names it, and not while it is new', async () => {
    const store = open(5)
    const [one, two] = [await kept(store, '12'), await kept(store, '34')]
    await store.keepOnly(new Set([two]))
    expect(await store.has(one)).toBe(true)
    for (const name of [one, two]) await utimes(join(folder, 'feeds', name.slice(0, 2), name), 0, 0)
    await store.keepOnly(new Set([two]))
    expect([await store.has(one), await store.has(two)]).toEqual([false, true])
    await kept(store, '567')
  })

  it.each(['', '..', 'x'.repeat(64), `../${'a'.repeat(61)}`])('is never looked for as %j', async name => {
    await expect((async () => open().has(name))()).rejects.toBeInstanceOf(RangeError)
  })
})

describe('a document that comes in pieces', () => {
  it('is put together in order', async () => {
    const store = open()
    await store.addPiece('u', 0, bytes('ab'))
    await expect(store.addPiece('u', 0, bytes('ab'))).rejects.toBeInstanceOf(RangeError)
    await expect(store.addPiece('u', 3, bytes('c'))).rejects.toBeInstanceOf(RangeError)
    expect(await open().pieceSize('u')).toBe(2)
    await store.addPiece('u', 2, bytes('c'))
    expect(await store.adopt('u', sha('abc'))).toBe(true)
    expect(await textOf(store, sha('abc'))).toBe('abc')
    expect(await store.pieceSize('u')).toBe(0)
  })

  it('is thrown away when it is another than was said', async () => {
    const store = open(3)
    await store.addPiece('u', 0, bytes('abc'))
    expect(await store.adopt('u', sha('abd'))).toBe(false)
    expect(await onDisk()).toBe(0)
    await store.addPiece('u', 0, bytes('abc'))
    await expect(store.addPiece('u', 3, bytes('d'))).rejects.toMatchObject({ code: 'feed_disk_full' })
    expect(await store.pieceSize('u')).toBe(3)
  })

  it.each(['', '../x', 'A', 'x/y'])('has no name like %j', async name => {
    await expect((async () => open().pieceSize(name))()).rejects.toBeInstanceOf(RangeError)
  })
})
