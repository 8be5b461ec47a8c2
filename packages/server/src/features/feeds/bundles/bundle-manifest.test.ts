import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Problem } from '../../../errors/problem.ts'
import { BUNDLE_FORMAT, type BundleManifest, parseManifest } from './bundle-manifest.ts'

const at = '2026-11-22T09:00:00.000Z'
const manifest: BundleManifest = {
  ...{ format: BUNDLE_FORMAT, madeAt: at, expiresAt: at, since: null, ownUse: false },
  sources: [
    {
      ...{ feed: 'kev', title: 'T', options: { a: 'b' }, addresses: {}, licence: 'CC0-1.0', attribution: '' },
      documents: [
        {
          ...{ part: 'catalog', document: 'catalog', publishedUrl: 'https://feed.example/', isRoot: true, options: {} },
          ...{ sha256: 'a'.repeat(64), bytes: 5, edition: '', editionAt: at, fetchedAt: at, changedAt: null },
        },
      ],
    },
  ],
}
const good = JSON.stringify(manifest)

const verdict = (text: string): string => {
  try {
    parseManifest(text)
    return 'taken'
  } catch (error) {
    return error instanceof Problem ? error.code : `defect: ${String(error)}`
  }
}

describe('a manifest', () => {
  it('is taken as it was made', () => expect(parseManifest(good)).toEqual(manifest))

  it.each([
    ['of nothing', ''],
    ['that is a list', '[]'],
    ['that is cut off', good.slice(0, -1)],
    ['with a name twice', good.replace('"ownUse":false', '"ownUse":false,"ownUse":true')],
    ['with a name of prototypes', good.replace('"ownUse":false', '"ownUse":false,"__proto__":{}')],
    ['with a size that is text', good.replace('"bytes":5', '"bytes":"5"')],
    ['with a size below nothing', good.replace('"bytes":5', '"bytes":-1')],
    ['with a day that is none', good.replace(at, '2026-13-45T09:00:00.000Z')],
    [
      'with a day of a document that is none',
      good.replace(`"fetchedAt":"${at}"`, '"fetchedAt":"2026-13-45T09:00:00.000Z"'),
    ],
    ['with half a hash', good.replace('a'.repeat(64), 'a'.repeat(32))],
    ['nested without end', `{"sources":${'['.repeat(5000)}`],
  ])('%s is refused', (_, text) => expect(verdict(text)).toBe('bundle_malformed'))

  it('changed anywhere is one or refused, and nothing else', () => {
    fc.assert(
      fc.property(fc.nat(good.length - 1), fc.nat(5), fc.string({ maxLength: 4 }), (from, length, text) => {
        const changed = good.slice(0, from) + text + good.slice(from + length)
        return ['taken', 'bundle_malformed'].includes(verdict(changed))
      }),
      { numRuns: 2000 },
    )
  })
})
