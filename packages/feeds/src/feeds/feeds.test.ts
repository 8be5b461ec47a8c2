// What holds for every feed, whatever it reads.
import { readdirSync, readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import type { Feed, FeedDocument } from '../feed/feed.ts'
import { FeedError } from '../feed/feed-error.ts'
import { loadable } from '../feed/load-feed.ts'
import { readDocument } from '../feed/read-document.ts'
import { registry } from '../feed/registry.ts'
import { inChunks } from '../testing/chunks.ts'

const here = new URL('.', import.meta.url)
const folders = readdirSync(here, { withFileTypes: true }).flatMap(entry => (entry.isDirectory() ? [entry.name] : []))
const feeds = Object.values(registry)

it('every folder is a feed of that name, and every feed has its folder', () => {
  expect(Object.keys(registry).toSorted()).toEqual(folders.toSorted())
  expect(loadable.toSorted()).toEqual(folders.toSorted())
})

describe.each(feeds.map(feed => [feed.name, feed] as const))('%s', (name, feed) => {
  it('has the same files as all: its entry, its mapping, its description', () => {
    const files = readdirSync(new URL(`${name}/`, here))
    expect(files).toEqual(expect.arrayContaining(['index.ts', 'README.md']))
    const readme = readFileSync(new URL(`${name}/README.md`, here), 'utf8')
    for (const heading of ['What it is', 'Terms', 'What it gives', 'Limits']) expect(readme).toContain(heading)
  })

  it('has documents with names of their own, limits, and addresses that are https', () => {
    const names = feed.documents.map(document => document.name)
    expect(new Set(names).size).toBe(names.length)
    for (const { url, limits, members } of feed.documents) {
      if (url !== null) expect(url).toMatch(/^https:\/\//)
      for (const limit of Object.values(limits)) expect(limit).toBeGreaterThan(0)
      expect(limits.unpackedBytes).toBeGreaterThanOrEqual(limits.bytes)
      if (members !== undefined) expect(names).toContain(members)
    }
  })
})

const laughs = Array.from({ length: 10 }, (_, i) => `<!ENTITY l${i + 1} "${`&l${i};`.repeat(10)}">`).join('')
const yamlBomb = `l0: &l0 [x]\n${Array.from({ length: 9 }, (_, i) => `l${i + 1}: &l${i + 1} [${`*l${i},`.repeat(9)}]`).join('\n')}\n`

/** Table S7 of the security page: what may come instead of the document. */
const hostile: Readonly<Record<string, Uint8Array | string>> = {
  'nothing at all': '',
  'an error page of a proxy': '<!DOCTYPE html><html><body><h1>502 Bad Gateway</h1></body></html>',
  'an empty object': '{}',
  'an empty list': '[]',
  'a list of nonsense': '[null, 1, "x", {"a": []}]',
  'a text': '"hello"',
  'an XML element of nobody': '<a><b c="d">e</b></a>',
  'entities that expand tenfold ten times': `<?xml version="1.0"?><!DOCTYPE l [<!ENTITY l0 "ha">${laughs}]><updates>&l10;</updates>`,
  'an entity that is a file': '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><updates>&x;</updates>',
  'YAML aliases nine levels deep': yamlBomb,
  'JSON nested a hundred thousand deep': '['.repeat(100_000),
  'a quote that never ends': `cve,epss,percentile\nCVE-2020-1,"${'x'.repeat(3_000_000)}`,
  'bytes that are no text': Buffer.from(Array.from({ length: 5000 }, (_, i) => (i * 7919) % 256)),
  'text in UTF-16': Buffer.from('\uFEFF{"a": 1}', 'utf16le'),
  'a prototype': '{"__proto__": {"polluted": true}, "constructor": {"prototype": {"polluted": true}}}',
  'gzip that is cut off': gzipSync('{"vulnerabilities": []}').subarray(0, 15),
}

async function read(feed: Feed, document: FeedDocument, bytes: Uint8Array | string): Promise<unknown> {
  try {
    const options = Object.fromEntries(Object.keys(feed.options).map(key => [key, 'debian']))
    const reading = readDocument(feed, document.name, {
      chunks: inChunks(bytes, 4096),
      url: '',
      options,
      sinceMs: null,
    })
    for await (const batch of reading) void batch
    return null
  } catch (error) {
    return error
  }
}

describe.each(Object.entries(hostile))('%s', (_, bytes) => {
  it.each(feeds.flatMap(feed => feed.documents.map(document => [feed.name, document.name, feed, document] as const)))(
    'is no document of %s/%s, and is refused as such',
    async (_name, _document, feed, document) => {
      const error = await read(feed, document, bytes)
      // A list with nothing in it can be a list; whatever else is an answer in our words.
      if (error !== null) expect(error).toBeInstanceOf(FeedError)
      expect(({} as Record<string, unknown>)['polluted']).toBeUndefined()
      if (typeof bytes !== 'string' || bytes.length > 2) expect(error).toBeInstanceOf(FeedError)
    },
  )
})
