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
  status: 'missing',
  latest: true,
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
    exposure: new Map(),
    installed: () => [],
    compare,
    ...input,
  })

describe('findings of an asset after a scan', () => {
  it('a patch offered for the first time is missing from now on', () => {
    const changes = resolve({ offered: [offer(7, 'openssl', '2')] })
    expect(changes.upserts).toEqual([missing(7, 1000)])
    expect(changes.history).toEqual([])
    expect(changes.exposure).toEqual(new Map([['openssl', 1000]]))
  })

  it('nothing is written for a patch that goes on missing', () => {
    const changes = resolve({
      current: [missing(7, 10)],
      before: new Map([[7, offer(7, 'openssl', '2')]]),
      offered: [offer(7, 'openssl', '2')],
      exposure: new Map([['openssl', 10]]),
    })
    expect(changes).toEqual({ upserts: [], removed: [], history: [], exposure: new Map([['openssl', 10]]) })
  })

  it('a patch whose version is there now is installed, and its time as missing is history', () => {
    const changes = resolve({
      current: [missing(7, 10)],
      before: new Map([[7, offer(7, 'openssl', '2')]]),
      exposure: new Map([['openssl', 10]]),
      installed: () => ['2'],
    })
    expect(changes.upserts).toEqual([{ ...missing(7, 10), status: 'installed', sinceMs: 1000 }])
    expect(changes.history).toEqual([{ patchId: 7, status: 'missing', fromMs: 10, toMs: 1000, cause: 'installed' }])
    expect(changes.exposure.size).toBe(0)
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
      exposure: new Map([['openssl', 10]]),
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

  it('of two advisories for one package only the newer is latest', () => {
    expect([...latestPatches([offer(1, 'bash', '2'), offer(2, 'bash', '3')], compare)]).toEqual([2])
  })
})
