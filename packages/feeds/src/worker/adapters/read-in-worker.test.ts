import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { FeedRecord } from '../../records/record.ts'
import { inChunks } from '../../testing/chunks.ts'
import { readInWorker } from './read-in-worker.ts'

const kev = (count: number): string =>
  JSON.stringify({
    title: 'CISA Catalog of Known Exploited Vulnerabilities',
    catalogVersion: '2026.11.01',
    dateReleased: '2026-11-01T12:00:00.0000Z',
    count,
    vulnerabilities: Array.from({ length: count }, (_, i) => ({
      cveID: `CVE-2026-${10_000 + i}`,
      vendorProject: 'Vendor',
      product: 'Product',
      vulnerabilityName: 'Something',
      dateAdded: '2026-10-01',
      shortDescription: 'x'.repeat(200),
      requiredAction: 'Apply updates.',
      dueDate: '2026-10-22',
      knownRansomwareCampaignUse: 'Unknown',
      notes: '',
      cwes: [],
    })),
  })

const options = { url: '', options: {}, sinceMs: null }

async function read(text: string, limits?: { ms: number; heapMiB: number }): Promise<FeedRecord[]> {
  const reading = readInWorker('kev', 'catalog', { ...options, chunks: inChunks(text, 100_000) }, limits)
  const records: FeedRecord[] = []
  for await (const batch of reading) records.push(...batch)
  return records
}

describe('in a worker', () => {
  it('a document gives what it gives in the same thread, batch by batch', async () => {
    const records = await read(kev(1234))
    expect(records).toHaveLength(1234)
    expect(records[0]).toMatchObject({ kind: 'vulnerability', cve: 'CVE-2026-10000' })
  })

  it('a broken document is its error', async () => {
    await expect(read('{"title"')).rejects.toMatchObject({ name: 'FeedError', code: 'feed_malformed' })
  })

  it('what it says of a broken document can be kept and shown', async () => {
    const chunks = inChunks('cve,epss,a\0b\u001b[2J,a\0b\u001b[2J\n')
    const reading = readInWorker('epss', 'scores', { ...options, chunks })
    await expect(reading.next()).rejects.toMatchObject({ message: 'it has the column "a b [2J" twice' })
  })

  it('a document that takes more time than it may is given up', async () => {
    await expect(read(kev(20_000), { ms: 1, heapMiB: 200 })).rejects.toMatchObject({ code: 'feed_too_slow' })
  })

  it('a document that takes more memory than it may is given up', async () => {
    await expect(read(kev(60_000), { ms: 60_000, heapMiB: 20 })).rejects.toMatchObject({ code: 'feed_too_large' })
  })

  it('a source that fails is its own error, and the worker ends', async () => {
    const failing = (async function* () {
      yield readFileSync(new URL(import.meta.url)).subarray(0, 10)
      throw new Error('connection lost')
    })()
    await expect(
      (async () => {
        for await (const batch of readInWorker('kev', 'catalog', { ...options, chunks: failing })) void batch
      })(),
    ).rejects.toThrow('connection lost')
  })

  it('whoever stops listening ends it', async () => {
    for await (const batch of readInWorker('kev', 'catalog', { ...options, chunks: inChunks(kev(5000)) })) {
      expect(batch.length).toBeGreaterThan(0)
      break
    }
  })
})
