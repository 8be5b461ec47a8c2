import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { readDocument } from '../../feed/read-document.ts'
import { FeedError } from '../../feed/feed-error.ts'
import { factsOf } from '../../compose/fact.ts'
import type { FeedRecord } from '../../records/record.ts'
import { inChunks, collected } from '../../testing/chunks.ts'
import { mutatedBytes } from '../../testing/mutated-bytes.ts'
import { realDataOr } from '../../testing/real-data.ts'
import { recordProblem } from '../../records/record-problem.ts'
import { storedZip } from '../../testing/stored-zip.ts'
import fc from 'fast-check'
import { scoop } from './index.ts'

const fixture = (name: string) => readFileSync(new URL(`./fixtures/${name}.json`, import.meta.url))
const one = async (bytes: Uint8Array | string, url = 'https://example.org/bucket/firefox.json') =>
  await collected(
    scoop.read({ document: 'manifest', url, member: '', options: {}, sinceMs: null, chunks: inChunks(bytes, 97) }),
  )

async function bucket(members: Record<string, Uint8Array | string>) {
  const read = {
    url: 'https://example.org/x.zip',
    options: {},
    sinceMs: null,
    chunks: inChunks(storedZip(members), 1000),
  }
  const records: FeedRecord[] = []
  const batches = readDocument(scoop, 'extras', read)
  for (;;) {
    const { done, value } = await batches.next()
    if (done === true) return { records, tally: value }
    records.push(...value)
  }
}

const sha = 'ab'.repeat(32)
const manifest = (more: object) =>
  JSON.stringify({ version: '1.0', url: 'https://example.org/a.exe', hash: sha, ...more })

describe('a manifest of Scoop', () => {
  it('gives version and files by architecture, on the track that a person has named', async () => {
    expect(await one(fixture('vlc'), 'https://example.org/vlc.json')).toMatchObject([
      {
        kind: 'applicationVersion',
        catalog: 'scoop/Extras',
        id: 'vlc',
        version: '3.0.23',
        track: 'winget:VideoLAN.VLC',
        files: [{ arch: 'x64' }, { arch: 'x86' }, { arch: 'arm64' }],
      },
    ])
  })

  it('leaves out hashes of other kinds, and its own file names', async () => {
    const [firefox] = await one(fixture('firefox'))
    expect(firefox).toMatchObject({
      files: [
        {
          url: 'https://archive.mozilla.org/pub/firefox/releases/154.0/win64/en-US/Firefox%20Setup%20154.0.exe',
          sha256: null,
        },
        {},
        {},
      ],
    })
    expect(await one(fixture('keepass'))).toMatchObject([{ files: [{ sha256: null }] }])
  })

  it('may have several files side by side', async () => {
    expect(await one(fixture('vcredist2022'), 'https://example.org/vcredist2022.json')).toMatchObject([
      {
        track: '',
        files: [{ sha256: /^8430/ }, { sha256: /^f0ba/ }].map(({ sha256 }) => ({
          sha256: expect.stringMatching(sha256) as string,
        })),
      },
    ])
  })

  it.each([
    ['no version', { version: ' ' }, 'has no version'],
    ['a version with an @', { version: '1@2' }, 'has no version'],
    ['no public address', { url: 'file:///c' }, 'has no file with a public address'],
  ])('with %s is rejected', async (_, change, reason) => {
    expect(await one(manifest(change))).toEqual([{ kind: 'rejected', where: 'firefox', reason }])
  })

  it.each([['{}'], ['[]'], ['{'], ['{"version":1}']])('%j is refused', async text => {
    await expect(one(text)).rejects.toThrow(FeedError)
  })

  it('stands beside the patch of the same version, or nowhere', async () => {
    const [firefox] = (await one(fixture('firefox'))) as FeedRecord[]
    expect(firefox === undefined ? [] : factsOf(firefox)).toMatchObject([
      { kind: 'patch', subject: 'winget:Mozilla.Firefox@154.0' },
    ])
    const [other] = (await one(manifest({}), 'https://example.org/other.json')) as FeedRecord[]
    expect(other === undefined ? [1] : factsOf(other)).toEqual([])
  })
})

it('a bucket is read manifest by manifest: a broken one is rejected, what lies beside the bucket is passed over', async () => {
  const { records, tally } = await bucket({
    'Extras-master/README.md': '#',
    'Extras-master/deprecated/old.json': manifest({}),
    'Extras-master/bucket/firefox.json': fixture('firefox'),
    'Extras-master/bucket/broken.json': '{',
    'Extras-master/bucket/nonsense.json': '{"version":1}',
    'Extras-master/bucket/filezilla.json': fixture('filezilla'),
  })
  expect(records.map(record => (record.kind === 'applicationVersion' ? record.id : ''))).toEqual([
    'firefox',
    'filezilla',
  ])
  expect(tally.rejected).toBe(2)
})

it('manifests of many shapes are read', async ({ skip }) => {
  for (const id of ['anydesk', 'irfanview', 'libreoffice', 'sysinternals', 'zoom']) {
    expect(await one(realDataOr(skip, `scoop/${id}.json`), `https://example.org/${id}.json`)).toMatchObject([
      { kind: 'applicationVersion', id },
    ])
  }
})

it('whatever the bytes, the feed ends with records that hold', async () => {
  const seeds = ['firefox', 'vcredist2022'].map(fixture)
  await fc.assert(
    fc.asyncProperty(mutatedBytes(seeds), async bytes => {
      const items = await one(bytes).catch((error: unknown) => {
        if (error instanceof FeedError) return []
        throw error
      })
      for (const item of items) if (item.kind === 'applicationVersion') expect(recordProblem(item)).toBeNull()
    }),
    { numRuns: 150 },
  )
})
