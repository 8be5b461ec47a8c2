import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { PackageUpdate } from './package-update.ts'
import {
  type Finding,
  latestPatches,
  type OfferedPatch,
  type ResolveInput,
  resolveFindings,
} from './resolve-findings.ts'

const compare = (a: string, b: string): number => Number(a) - Number(b)
const pkg = (name: string, candidate: string): PackageUpdate => ({
  name,
  arch: 'amd64',
  installed: '1',
  candidate,
  isSecurity: true,
  origin: 'test',
  authenticated: true,
  heldBack: null,
})
const offer = (patchId: number, name: string, candidate: string): OfferedPatch => ({
  patchId,
  track: name,
  packages: [pkg(name, candidate)],
})
const missing = (patchId: number, sinceMs: number): Finding => ({
  patchId,
  track: 'openssl',
  status: 'missing',
  latest: true,
  offered: true,
  matched: false,
  firstSeenMs: sinceMs,
  sinceMs,
  exposedSinceMs: sinceMs,
})
const resolve = (input: Partial<ResolveInput>) =>
  resolveFindings({
    nowMs: 1000,
    current: [],
    before: new Map(),
    offered: [],
    installed: () => [],
    compare,
    ...input,
  })

describe('findings of an asset after a scan', () => {
  it('a patch offered for the first time is missing from now on', () => {
    const changes = resolve({ offered: [offer(7, 'openssl', '2')] })
    expect(changes.upserts).toEqual([missing(7, 1000)])
    expect(changes.history).toEqual([])
  })

  it('nothing is written for a patch that goes on missing', () => {
    const changes = resolve({
      current: [missing(7, 10)],
      before: new Map([[7, offer(7, 'openssl', '2')]]),
      offered: [offer(7, 'openssl', '2')],
    })
    expect(changes).toEqual({ upserts: [], removed: [], history: [] })
  })

  it('a patch whose version is there now is installed, and its time as missing is history', () => {
    const changes = resolve({
      current: [missing(7, 10)],
      before: new Map([[7, offer(7, 'openssl', '2')]]),
      installed: () => ['2'],
    })
    expect(changes.upserts).toEqual([{ ...missing(7, 10), status: 'installed', offered: false, sinceMs: 1000 }])
    expect(changes.history).toEqual([{ patchId: 7, status: 'missing', fromMs: 10, toMs: 1000, cause: 'installed' }])
  })

  it('a patch that a mirror dropped is not installed', () => {
    const changes = resolve({
      current: [missing(7, 10)],
      before: new Map([[7, offer(7, 'openssl', '2')]]),
      installed: () => ['1'],
    })
    expect(changes.removed).toEqual([7])
    expect(changes.history[0]?.cause).toBe('withdrawn')
  })

  it('a newer version of a product never patched does not start the exposure anew', () => {
    const changes = resolve({
      current: [missing(7, 10)],
      before: new Map([[7, offer(7, 'openssl', '2')]]),
      offered: [offer(8, 'openssl', '3')],
      installed: () => ['1'],
    })
    expect(changes.upserts).toEqual([{ ...missing(8, 1000), exposedSinceMs: 10 }])
    expect(changes.history[0]?.cause).toBe('superseded')
  })

  it('an installed patch that is offered again (downgrade by hand) is missing again', () => {
    const changes = resolve({
      current: [{ ...missing(7, 10), status: 'installed', sinceMs: 500 }],
      offered: [offer(7, 'openssl', '2')],
    })
    expect(changes.upserts).toEqual([{ ...missing(7, 10), sinceMs: 1000, exposedSinceMs: 1000 }])
    expect(changes.history).toEqual([
      { patchId: 7, status: 'installed', fromMs: 500, toMs: 1000, cause: 'missing again' },
    ])
  })

  it('a patch of another product does not inherit the exposure', () => {
    const changes = resolve({ current: [missing(7, 10)], offered: [offer(7, 'openssl', '2'), offer(8, 'bash', '2')] })
    expect(changes.upserts).toEqual([{ ...missing(8, 1000), track: 'bash' }])
  })

  it('exposure over any reports is what a ledger of tracks kept beside the findings would say', () => {
    const tracks = ['openssl', 'bash', 'zlib']
    // One report: of each product no version, or one or two of four; and how far the host itself has come.
    const report = fc.record({
      versions: fc.array(fc.subarray([1, 2, 3, 4], { maxLength: 2 }), { minLength: 3, maxLength: 3 }),
      host: fc.integer({ min: 0, max: 4 }),
      later: fc.integer({ min: -5, max: 50 }),
    })
    fc.assert(
      fc.property(fc.array(report, { maxLength: 12 }), reports => {
        let nowMs = 1000
        let before: ReadonlyMap<number, OfferedPatch> = new Map()
        const rows = new Map<number, Finding>()
        let ledger = new Map<string, number>()
        for (const { versions, host, later } of reports) {
          nowMs += later
          const offered = tracks.flatMap((track, t) =>
            (versions[t] ?? []).map(version => offer(10 * t + version, track, String(version))),
          )
          ledger = new Map(offered.map(o => [o.track, ledger.get(o.track) ?? nowMs]))
          const current = [...rows.values()].filter(
            f => f.status === 'missing' || offered.some(o => o.patchId === f.patchId),
          )
          const changes = resolve({ nowMs, current, before, offered, installed: () => [String(host)] })
          for (const finding of changes.upserts) rows.set(finding.patchId, finding)
          for (const patchId of changes.removed) rows.delete(patchId)
          const lacking = [...rows.values()].filter(f => f.status === 'missing')
          expect(new Set(lacking.map(f => f.patchId))).toEqual(new Set(offered.map(o => o.patchId)))
          for (const finding of lacking) expect(finding.exposedSinceMs).toBe(ledger.get(finding.track))
          before = new Map(offered.map(o => [o.patchId, o]))
        }
      }),
    )
  })

  it('of two advisories for one package only the newer is latest', () => {
    expect([...latestPatches([offer(1, 'bash', '2'), offer(2, 'bash', '3')], compare)]).toEqual([2])
  })
})
