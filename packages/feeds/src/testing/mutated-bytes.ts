import { expect } from 'vitest'
import fc from 'fast-check'
import type { DocumentInput, Feed } from '../feed/feed.ts'
import { FeedError } from '../feed/feed-error.ts'
import type { FeedItem } from '../records/record.ts'
import { recordProblem } from '../records/record-problem.ts'
import { collected, inChunks } from './chunks.ts'

/** Real bytes with flipped bits, cut off, with a slice doubled, taken out or put elsewhere, or with another text put in. */
export function mutatedBytes(seeds: readonly Uint8Array[]): fc.Arbitrary<Uint8Array> {
  const share = fc.double({ min: 0, max: 1, noNaN: true })
  const edit = fc.oneof(
    fc.record({ kind: fc.constant('flip' as const), at: share, bit: fc.nat(7) }),
    fc.record({ kind: fc.constant('cut' as const), at: share }),
    fc.record({ kind: fc.constant('double' as const), at: share, length: fc.nat(300), to: share }),
    fc.record({ kind: fc.constant('remove' as const), at: share, length: fc.nat(300) }),
    fc.record({ kind: fc.constant('put' as const), at: share, text: fc.oneof(fc.string(), fc.constantFrom(...nasty)) }),
  )
  return fc
    .tuple(fc.constantFrom(...seeds), fc.array(edit, { minLength: 1, maxLength: 6 }))
    .map(([seed, edits]) => edits.reduce<Uint8Array>(edited, seed))
}

const nasty = [
  '\u0000',
  '\ud800',
  '__proto__',
  '"__proto__":{"x":1},',
  '\r\n\r\n',
  '9'.repeat(400),
  '-1',
  '1e999',
  '../../../etc/passwd',
  'javascript:alert(1)',
  '<!DOCTYPE x>',
  '&lt;&#0;',
  '\u202egnp.exe',
  'x'.repeat(5000),
]

type Edit =
  | { readonly kind: 'flip'; readonly at: number; readonly bit: number }
  | { readonly kind: 'cut'; readonly at: number }
  | { readonly kind: 'double'; readonly at: number; readonly length: number; readonly to: number }
  | { readonly kind: 'remove'; readonly at: number; readonly length: number }
  | { readonly kind: 'put'; readonly at: number; readonly text: string }

function edited(bytes: Uint8Array, edit: Edit): Uint8Array {
  const at = Math.floor(edit.at * bytes.length)
  switch (edit.kind) {
    case 'flip': {
      const copy = Uint8Array.from(bytes)
      copy[at] = (copy[at] ?? 0) ^ (1 << edit.bit)
      return copy
    }
    case 'cut':
      return bytes.subarray(0, at)
    case 'double': {
      const to = Math.floor(edit.to * bytes.length)
      return Buffer.concat([bytes.subarray(0, to), bytes.subarray(at, at + edit.length), bytes.subarray(to)])
    }
    case 'remove':
      return Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + edit.length)])
    case 'put':
      return Buffer.concat([bytes.subarray(0, at), Buffer.from(edit.text), bytes.subarray(at)])
  }
}

export type Document = Omit<DocumentInput, 'chunks' | 'url' | 'member' | 'sinceMs'> &
  Partial<Pick<DocumentInput, 'url' | 'member' | 'sinceMs'>>

/** All items of one document, in pieces of `size` bytes. */
export async function readBytes(
  feed: Feed,
  bytes: Uint8Array | string,
  document: Document,
  size = 997,
): Promise<FeedItem[]> {
  const input = { url: 'https://feeds.example/document', member: '', sinceMs: null, ...document }
  return await collected(feed.read({ ...input, chunks: inChunks(bytes, size) }))
}

/** Whatever the bytes: the feed ends, throws nothing but FeedError, and what it gives is what records must be. */
export async function expectItHolds(
  feed: Feed,
  document: Document,
  of: readonly Uint8Array[] | fc.Arbitrary<Uint8Array>,
  numRuns = 300,
): Promise<void> {
  const documents = of instanceof fc.Arbitrary ? of : mutatedBytes(of)
  const property = fc.asyncProperty(documents, fc.integer({ min: 1, max: 5000 }), async (bytes, size) => {
    const items = await readBytes(feed, bytes, document, size).catch((error: unknown) => {
      if (error instanceof FeedError && error.message.length <= 400) return []
      throw error
    })
    for (const item of items) expect(itemProblem(item)).toBeNull()
  })
  await fc.assert(property, { numRuns })
}

function itemProblem(item: FeedItem): string | null {
  switch (item.kind) {
    case 'rejected':
      return item.where.length <= 300 && item.reason.length <= 300 ? null : 'a rejection is too long'
    case 'follow':
      return item.sha256 === null || /^[0-9a-f]{64}$/.test(item.sha256) ? null : 'a follow has a bad hash'
    case 'withdrawn':
      return Number.isFinite(item.atMs) ? null : 'a withdrawal has no time'
    case 'edition':
      return item.version.length <= 200 ? null : 'an edition is too long'
    default: {
      const problem = recordProblem(item)
      return problem === null ? null : `${problem}: ${JSON.stringify(item).slice(0, 500)}`
    }
  }
}
