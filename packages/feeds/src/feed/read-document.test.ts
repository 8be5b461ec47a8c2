import { readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { textLines } from '../bytes/whole.ts'
import type { FeedItem, FeedRecord } from '../records/record.ts'
import { inChunks } from '../testing/chunks.ts'
import type { DocumentInput, Feed } from './feed.ts'
import { readDocument, type Tally } from './read-document.ts'

const limits = { bytes: 11_000, unpackedBytes: 20_000, ms: 1000, heapMiB: 64 }

/** A line is a release of "sample"; "!" is a bad one, "?" an edition, ">" another document. */
const feed: Feed = {
  name: 'endoflife',
  reader: 1,
  title: 'Sample',
  publisher: 'nobody',
  terms: { licence: 'CC0-1.0', attribution: '', mayRedistribute: true },
  options: {},
  documents: [
    { name: 'lines', url: null, limits, isWhole: true },
    { name: 'archive', url: null, limits, isWhole: true, members: 'lines' },
  ],
  async *read(input: DocumentInput): AsyncGenerator<FeedItem> {
    for await (const line of textLines(input.chunks)) {
      if (line === '!') yield { kind: 'rejected', where: 'a line', reason: 'is bad' }
      else if (line === '?') yield { kind: 'edition', version: '7', publishedAtMs: 5, declared: 2 }
      else if (line === '>')
        yield { kind: 'follow', document: 'lines', url: 'x', sha256: null, bytes: null, changedAtMs: null }
      else yield release(line, input.member)
    }
  },
}
const release = (text: string, label: string): FeedRecord => ({
  kind: 'lifecycle',
  product: 'sample',
  release: text,
  label,
  releasedAtMs: null,
  isLts: false,
  activeSupportEndsAtMs: null,
  endOfLifeAtMs: null,
  isEndOfLife: false,
  latestVersion: '',
})

async function read(document: string, bytes: Uint8Array | string): Promise<{ records: FeedRecord[]; tally: Tally }> {
  const reading = readDocument(feed, document, { chunks: inChunks(bytes, 11), url: '', options: {}, sinceMs: null })
  const records: FeedRecord[] = []
  for (;;) {
    const { done, value } = await reading.next()
    if (done === true) return { records, tally: value }
    records.push(...value)
  }
}

const fixture = (name: string): Uint8Array => readFileSync(new URL(`../bytes/fixtures/${name}`, import.meta.url))

describe('a document', () => {
  it('gives its good records, and says what was in it', async () => {
    const { records, tally } = await read('lines', 'one\n!\n?\n>\ntwo\n')
    expect(records.map(record => (record.kind === 'lifecycle' ? record.release : ''))).toEqual(['one', 'two'])
    expect(tally).toMatchObject({
      records: { lifecycle: 2, patch: 0 },
      rejected: 1,
      rejections: [{ where: 'a line', reason: 'is bad' }],
      edition: { version: '7', publishedAtMs: 5, declared: 2 },
      follows: [{ document: 'lines', url: 'x' }],
    })
  })

  it('is unpacked first', async () => {
    expect((await read('lines', gzipSync('one\n'))).records).toHaveLength(1)
  })

  it('comes in batches', async () => {
    const lines = Array.from({ length: 1201 }, (_, i) => `r${i}`).join('\n')
    const reading = readDocument(feed, 'lines', { chunks: inChunks(lines), url: '', options: {}, sinceMs: null })
    const sizes: number[] = []
    for await (const batch of reading) sizes.push(batch.length)
    expect(sizes).toEqual([500, 500, 201])
  })

  it('keeps no more than a hundred of its rejections, and counts all', async () => {
    const { tally } = await read('lines', `one\n${'!\n'.repeat(250)}`)
    expect([tally.rejected, tally.rejections.length]).toEqual([250, 100])
  })

  it.each(['members.zip', 'members.tar'])('in %s is each of its members', async name => {
    const { records } = await read('archive', fixture(name))
    expect(records.map(record => record.kind === 'lifecycle' && `${record.label} ${record.release}`)).toEqual([
      'a/one.json one',
      'two.json two',
    ])
  })

  it.each([
    ['that nobody knows', 'other', 'one\n', 'feed_unknown'],
    ['in which nothing is good', 'lines', '!\n', 'feed_malformed'],
    ['that is empty', 'lines', '', 'feed_malformed'],
    ['above its limit', 'lines', 'x\n'.repeat(6000), 'feed_too_large'],
    ['above its limit when unpacked', 'lines', gzipSync('x\n'.repeat(20_000)), 'feed_too_large'],
    ['that should be an archive and is none', 'archive', 'one\n', 'feed_malformed'],
    ['that is half an archive', 'archive', fixture('members.zip').subarray(0, 200), 'feed_malformed'],
    ['that is half a tar archive', 'archive', fixture('members.tar').subarray(0, 1500), 'feed_malformed'],
  ])('%s is refused', async (_, document, bytes, code) => {
    await expect(read(document, bytes)).rejects.toMatchObject({ code })
  })

  it('rejects a record whose name is none, however it was made', async () => {
    const { records, tally } = await read('lines', `one\na\u0007b\n${'x'.repeat(500)}\n`)
    expect([records.length, tally.rejected]).toEqual([1, 2])
  })
})
