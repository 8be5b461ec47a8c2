import { expect, it } from 'vitest'
import type { BundleDocument } from './bundle-manifest.ts'
import { isNews, type Known } from './bundle-store.ts'

const at = (day: number): Date => new Date(Date.UTC(2026, 10, day))
const document: BundleDocument = {
  ...{
    part: 'p',
    document: 'p',
    publishedUrl: 'https://feed.example/',
    isRoot: true,
    options: {},
    bytes: 1,
    edition: '',
  },
  ...{ sha256: 'aa', editionAt: at(10).toISOString(), fetchedAt: at(11).toISOString(), changedAt: null },
}
const known: Known = { sha256: 'bb', pending_sha256: '', fetched_at: at(9), edition_at: at(8) }

it.each<[string, Partial<BundleDocument>, Partial<Known> | null, boolean]>([
  ['that nobody has here', {}, null, true],
  ['that was wanted here and never came', {}, { sha256: '' }, true],
  ['that is newer', {}, {}, true],
  ['that is here', { sha256: 'bb' }, {}, false],
  ['that is held here', { sha256: 'cc' }, { pending_sha256: 'cc' }, false],
  ['that was fetched before the one here', { fetchedAt: at(8).toISOString() }, {}, false],
  ['of an older edition, fetched later', { editionAt: at(7).toISOString() }, {}, false],
  ['of the same edition, fetched later', { editionAt: at(8).toISOString() }, {}, true],
  ['without an edition, fetched later', { editionAt: null }, {}, true],
  ['whose known one has no edition', {}, { edition_at: null }, true],
])('a document %s: news %s', (_, change, here, want) => {
  expect(isNews({ ...document, ...change }, here === null ? undefined : { ...known, ...here })).toBe(want)
})
