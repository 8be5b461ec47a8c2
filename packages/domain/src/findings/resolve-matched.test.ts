import { describe, expect, it } from 'vitest'
import { versionSchemes } from '../versions/index.ts'
import type { Finding } from './resolve-findings.ts'
import { type PlacedPatch, resolveMatched, type ResolveMatchedInput } from './resolve-matched.ts'

/** Patches 1, 2, 3 of one track in that order; 8 is replaced by 9. */
const patches = new Map<number, PlacedPatch>(
  [1, 2, 3].map(n => [
    n,
    { patchId: n, track: 'openssl', versionKey: versionSchemes.deb.key(`${n}-1`), supersededBy: n === 3 ? null : 3 },
  ]),
)
for (const id of [8, 9])
  patches.set(id, { patchId: id, track: `rpm:${id}`, versionKey: new Uint8Array(), supersededBy: id === 8 ? 9 : null })

const finding = (patchId: number, more: Partial<Finding> = {}): Finding => ({
  patchId,
  track: patches.get(patchId)?.track ?? '',
  status: 'missing',
  latest: true,
  offered: false,
  matched: true,
  firstSeenMs: 10,
  sinceMs: 10,
  exposedSinceMs: 10,
  ...more,
})

const resolve = (missing: number[], current: Finding[] = [], more: Partial<ResolveMatchedInput> = {}) =>
  resolveMatched({
    nowMs: 1000,
    current,
    missing: new Set(missing),
    satisfied: new Set(),
    wasAsked: () => true,
    patchOf: id => patches.get(id),
    ...more,
  })

describe('what the catalog calls missing', () => {
  it('is missing, and of a track the newest is the latest', () => {
    const { upserts } = resolve([1, 2])
    expect(upserts).toEqual([
      finding(1, { latest: false, firstSeenMs: 1000, sinceMs: 1000, exposedSinceMs: 1000 }),
      finding(2, { firstSeenMs: 1000, sinceMs: 1000, exposedSinceMs: 1000 }),
    ])
  })

  it('is not the latest where what replaces it is missing, too', () => {
    expect(resolve([8, 9]).upserts.map(f => [f.patchId, f.latest])).toEqual([
      [8, false],
      [9, true],
    ])
    expect(resolve([8]).upserts.map(f => f.latest)).toEqual([true])
  })

  it('and the engine offers is one finding, said by both', () => {
    const offered = finding(3, { offered: true, matched: false })
    expect(resolve([3], [offered]).upserts).toEqual([{ ...offered, matched: true }])
  })

  it('behind what the engine offers is not the latest', () => {
    const offered = finding(3, { offered: true, matched: false })
    expect(resolve([1], [offered]).upserts.map(f => [f.patchId, f.latest])).toEqual([[1, false]])
  })

  it('takes over since when its track has been exposed', () => {
    expect(resolve([1, 2], [finding(1)]).upserts.find(f => f.patchId === 2)?.exposedSinceMs).toBe(10)
  })

  it('again was installed until now', () => {
    const { upserts, history } = resolve([1], [finding(1, { status: 'installed', matched: false })])
    expect([upserts[0]?.sinceMs, upserts[0]?.firstSeenMs, history]).toEqual([
      1000,
      10,
      [{ patchId: 1, status: 'installed', fromMs: 10, toMs: 1000, cause: 'missing again' }],
    ])
  })

  it('changes nothing when it was so before', () => {
    expect(resolve([1], [finding(1)])).toEqual({ upserts: [], removed: [], history: [] })
  })
})

describe('what the catalog does not call missing any more', () => {
  it('is installed where its version is there', () => {
    const { upserts, history } = resolve([], [finding(1)], { satisfied: new Set([1]) })
    expect(upserts).toEqual([finding(1, { status: 'installed', matched: false, sinceMs: 1000 })])
    expect(history).toEqual([{ patchId: 1, status: 'missing', fromMs: 10, toMs: 1000, cause: 'installed' }])
  })

  it('is gone where it is not: the package was removed, or the feed took its word back', () => {
    const { removed, history } = resolve([], [finding(1)])
    expect([removed, history[0]?.cause]).toEqual([[1], 'withdrawn'])
  })

  it('stays missing while the engine offers it', () => {
    const both = finding(1, { offered: true })
    expect(resolve([], [both]).upserts).toEqual([{ ...both, matched: false }])
  })

  it('stays as it is where the catalog was not asked', () => {
    expect(resolve([], [finding(1)], { wasAsked: () => false })).toEqual({ upserts: [], removed: [], history: [] })
  })

  it('lets what it replaced be the latest again', () => {
    const old = finding(1, { latest: false })
    const { upserts } = resolve([1], [old, finding(2)], { satisfied: new Set([2]) })
    expect(upserts.map(f => [f.patchId, f.status, f.latest])).toEqual([
      [2, 'installed', true],
      [1, 'missing', true],
    ])
  })
})
