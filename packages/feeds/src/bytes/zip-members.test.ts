import { randomBytes } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { deflatedZip, storedZip } from '../testing/stored-zip.ts'
import { wholeBytes } from './whole.ts'
import { zipMembers } from './zip-members.ts'

async function read(archive: Uint8Array): Promise<Record<string, Buffer>> {
  const found: Record<string, Buffer> = {}
  for await (const { path, chunks } of zipMembers(archive)) found[path] = Buffer.from(await wholeBytes(chunks))
  return found
}

const members = {
  empty: '',
  small: 'one line\n'.repeat(100),
  'folder/largest that is small': Buffer.alloc(65_536, 'a'),
  'larger by one': Buffer.alloc(65_537, 'a'),
  random: randomBytes(200_000),
}

describe('members of a zip archive', () => {
  it.each([
    ['stored', storedZip(members)],
    ['deflated', deflatedZip(members)],
  ])('that are %s are what was packed, small or not', async (_how, archive) => {
    const expected = Object.fromEntries(Object.entries(members).map(([path, text]) => [path, Buffer.from(text)]))
    expect(await read(archive)).toEqual(expected)
  })

  it.each([
    ['longer than its directory says', deflatedZip({ bomb: 'x'.repeat(60_000) }, -59_000)],
    ['shorter than its directory says', deflatedZip({ short: 'x'.repeat(10) }, 5)],
    ['longer, and not small', deflatedZip({ bomb: 'x'.repeat(600_000) }, -10)],
  ])('refuses a member that is %s', async (_how, archive) => {
    await expect(read(archive)).rejects.toMatchObject({ code: 'feed_malformed' })
  })

  it('refuses a member whose bytes are broken, or stand behind the end', async () => {
    const broken = Buffer.from(deflatedZip({ a: 'some words, some words' }))
    broken.fill(0xff, 32, 40)
    await expect(read(broken)).rejects.toMatchObject({ code: 'feed_malformed' })
    const behind = Buffer.from(deflatedZip({ a: 'some words' }))
    const place = behind.indexOf('PK\x01\x02')
    behind.writeUInt32LE(behind.length - 4, place + 42)
    await expect(read(behind)).rejects.toMatchObject({ code: 'feed_malformed' })
  })
})
