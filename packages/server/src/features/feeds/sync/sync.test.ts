import { type Feed, FeedError } from '@patchyard/feeds'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { farthestAttemptMs, firstAttemptMs, nextAttemptMs } from './next-attempt.ts'
import { followedBy, rootsOf } from './wanted-documents.ts'

const limits = { bytes: 1, unpackedBytes: 1, ms: 1, heapMiB: 1 }
const feed: Feed = {
  name: 'apt-repository',
  reader: 1,
  title: 'Sample',
  publisher: 'nobody',
  terms: { licence: 'CC0-1.0', attribution: '', mayRedistribute: true },
  options: {},
  documents: [
    { name: 'catalog', url: 'https://feed.example/a/index', limits, isWhole: true },
    { name: 'release', url: null, limits, isWhole: false },
    { name: 'page', url: null, limits, isWhole: true },
  ],
  // oxlint-disable-next-line require-yield
  async *read() {
    throw new FeedError('feed_malformed', 'nothing is read here')
  },
}
const follow = (url: string, document = 'page') => ({ document, url, sha256: null, bytes: null, changedAtMs: null })

describe('the documents of a source', () => {
  it.each([
    ['without addresses are those with a public one', {}, ['catalog https://feed.example/a/index']],
    [
      'are fetched where an administrator says',
      { catalog: 'https://mirror.example/x' },
      ['catalog https://mirror.example/x'],
    ],
    [
      'can be what has no public address',
      { release: 'https://deb.example/InRelease' },
      ['catalog https://feed.example/a/index', 'release https://deb.example/InRelease'],
    ],
  ])('%s', (_, addresses, want) => {
    expect(rootsOf(feed, addresses).map(one => `${one.part} ${one.url}`)).toEqual(want)
  })

  it('that are followed keep their name on a mirror', () => {
    const [root] = rootsOf(feed, { catalog: 'https://mirror.example/x/index' })
    expect(followedBy(feed, root!, follow('sub/p.json'))).toMatchObject({
      part: 'page https://feed.example/a/sub/p.json',
      url: 'https://mirror.example/x/sub/p.json',
    })
    expect(followedBy(feed, root!, follow('https://else.example/p#x'))).toMatchObject({
      part: 'page https://else.example/p',
      url: 'https://else.example/p',
    })
  })

  it('have names of 500 characters at most, and different ones', () => {
    const [root] = rootsOf(feed, {})
    const named = [1, 2].map(n => followedBy(feed, root!, follow(`${'x'.repeat(600)}${n}`)).part)
    expect(named.every(part => part.length <= 500)).toBe(true)
    expect(named[0]).not.toBe(named[1])
  })

  it.each([
    ['http://[', 'page', 'feed_malformed'],
    ['http://feed.example/a/page', 'page', 'feed_malformed'],
    ['file:///etc/passwd', 'page', 'feed_malformed'],
    ['x', 'other', 'feed_unknown'],
  ])('%s of %s is refused', (url, document, code) => {
    const [root] = rootsOf(feed, {})
    expect(() => followedBy(feed, root!, follow(url, document))).toThrow(expect.objectContaining({ code }))
  })
})

it('what an operator wrote without TLS may name more of its host, and of no other', () => {
  const [mirrored] = rootsOf(feed, { catalog: 'http://mirror.example/index' })
  expect(followedBy(feed, mirrored!, follow('p')).url).toBe('http://mirror.example/p')
  expect(() => followedBy(feed, mirrored!, follow('http://else.example/p'))).toThrow('leaves TLS')
})

it('an address that no bundle could carry is none', () => {
  const [root] = rootsOf(feed, {})
  expect(() => followedBy(feed, root!, follow('y'.repeat(4000)))).toThrow('cannot be fetched')
})

describe('the next look at a source', () => {
  const at = (failures: number, fraction: number, intervalS = 21_600) =>
    nextAttemptMs({ nowMs: 0, intervalS, failures, fraction }) / 60_000

  it.each([
    [0, 0, 324],
    [0, 0.5, 360],
    [1, 0.5, 5],
    [2, 0.5, 10],
    [5, 0.5, 80],
    [9, 0.5, 1280],
    [10, 0.5, 1440],
    [500, 0.5, 1440],
  ])('after %i failures, drawn at %f, is in %f minutes', (failures, fraction, minutes) =>
    expect(at(failures, fraction)).toBe(minutes),
  )

  it('is never put farther away than what is taken for a clock that was set back', () => {
    fc.assert(
      fc.property(fc.nat(40), fc.integer({ min: 900, max: 2_592_000 }), fc.integer({ min: 0, max: 999 }), (n, s, f) => {
        const next = nextAttemptMs({ nowMs: 5, intervalS: s, failures: n, fraction: f / 1000 })
        return next > 5 && next <= farthestAttemptMs(5, s)
      }),
    )
    expect(firstAttemptMs(0, 0.99)).toBeLessThan(farthestAttemptMs(0, 900))
  })
})
