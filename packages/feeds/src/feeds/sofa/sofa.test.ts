import { readFileSync } from 'node:fs'
import { assessMacos } from '@patchyard/domain'
import { describe, expect, it } from 'vitest'
import { FeedError } from '../../feed/feed-error.ts'
import type { AdvisoryRecord } from '../../records/advisory-record.ts'
import type { PatchRecord } from '../../records/patch-record.ts'
import type { FeedItem } from '../../records/record.ts'
import type { SupersedesRecord } from '../../records/supersedes-record.ts'
import { expectItHolds, readBytes } from '../../testing/mutated-bytes.ts'
import { realDataOr } from '../../testing/real-data.ts'
import { sofa } from './index.ts'

const fixture = readFileSync(new URL('./fixtures/macos.json', import.meta.url))
const macos = { document: 'macos', options: {} }
const patchesOf = (items: readonly FeedItem[]) => items.filter((item): item is PatchRecord => item.kind === 'patch')
const edgesOf = (items: readonly FeedItem[]) =>
  items.filter((item): item is SupersedesRecord => item.kind === 'supersedes')
const advisoriesOf = (items: readonly FeedItem[]) =>
  items.filter((item): item is AdvisoryRecord => item.kind === 'advisory')
const items = await readBytes(sofa, fixture, macos)
const of = (key: string) => patchesOf(items).find(patch => patch.key === key)

describe('the feed of macOS', () => {
  it('names its edition', () => {
    expect(items[0]).toEqual({
      kind: 'edition',
      version: '6c1599a1ed15012532e45be32ccad1bdab8dc8d5a5f776f2b287a0213c5dbe39',
      publishedAtMs: Date.UTC(2026, 7, 22, 18, 45, 3),
      declared: null,
    })
  })

  it('gives a patch for each build, with its CVEs, boards and installer', () => {
    expect(of('macos:25G83')).toMatchObject({
      title: 'macOS Tahoe 26.6.2 (25G83)',
      track: 'macos:26',
      version: '26.6.2',
      versionScheme: null,
      category: 'security',
      isSecurity: true,
      severity: 'important',
      vendorSeverity: '',
      reboot: 'always',
      advisories: ['macOS 26.6.2'],
      issuedAtMs: Date.UTC(2026, 7, 17),
      files: [{ url: expect.stringMatching(/InstallAssistant\.pkg$/) as string, sha256: null, bytes: 18391902710 }],
      detection: {
        kind: 'macosBuild',
        major: '26',
        build: '25G83',
        boardIds: expect.arrayContaining(['J314sAP']) as string[],
      },
    })
  })

  it('calls critical what is exploited', () => {
    expect(of('macos:25G76')).toMatchObject({ severity: 'critical', cves: ['CVE-2026-65400'] })
    expect(of('macos:25F80')).toMatchObject({ severity: '', isSecurity: false, category: '' })
  })

  it('gives background security improvements for their boards', () => {
    expect(of('macos:25D771280a')).toMatchObject({
      version: '26.3.1 (a)',
      reboot: 'maybe',
      cves: ['CVE-2026-20643'],
      files: [],
      detection: { boardIds: expect.arrayContaining(['J314sAP']) as string[] },
    })
  })

  it('has an advisory for every release, also for those without a build', () => {
    const names = advisoriesOf(items).map(one => one.name)
    expect(names).toContain('macOS 26.3')
    expect(advisoriesOf(items).find(one => one.name === 'macOS 26.3')?.cves.length).toBeGreaterThan(0)
    expect(patchesOf(items).some(patch => patch.version === '26.3')).toBe(false)
  })

  it('supersedes along a major version, and says where that is derived', () => {
    const edges = edgesOf(items).map(edge => `${edge.newer} > ${edge.older}${edge.derived === null ? '' : ' derived'}`)
    expect(edges).toContain('macos:25G83 > macos:25G76')
    expect(edges).toContain('macos:24G830 > macos:24G824')
    expect(edges.some(edge => edge.startsWith('macos:25') && edge.includes('macos:24G'))).toBe(false)
    // 26.4 came next and names no build in the list of releases; its installer does.
    expect(edges.filter(edge => edge.includes('> macos:25D771280a'))).toHaveLength(1)
  })

  const release = { ProductVersion: '26.1', Build: '25B78', CVEs: { 'CVE-2026-1': {}, 'cve-2026-10001': {} } }
  const read = async (change: object) =>
    await readBytes(
      sofa,
      Buffer.from(JSON.stringify({ OSVersions: [{ OSVersion: 'Tahoe 26', SecurityReleases: [release, change] }] })),
      macos,
    )
  it.each([
    ['of another major version', { ProductVersion: '15.1' }],
    ['with a number as version', { ProductVersion: 26 }],
    ['with a text for its CVEs', { ProductVersion: '26.2', CVEs: 'x' }],
  ])('rejects a release %s, and takes the others', async (_, change) => {
    const found = await read(change)
    expect(patchesOf(found)).toMatchObject([{ key: 'macos:25B78', cves: ['CVE-2026-10001'] }])
    expect(found).toContainEqual(expect.objectContaining({ kind: 'rejected', where: 'Tahoe 26, release 2' }))
  })

  it('takes no build that is none', async () => {
    expect(patchesOf(await read({ ProductVersion: '26.2', Build: '../x' }))).toHaveLength(1)
  })

  it.each([['{}'], ['[]'], ['{"OSVersions":[]}'], ['{'], ['']])('document %j is refused', async text => {
    await expect(readBytes(sofa, Buffer.from(text), macos)).rejects.toThrow(FeedError)
  })
})

describe('of the real feeds', () => {
  it.for(['sofa/v2-macos_data_feed.json', 'sofa/v1-macos_data_feed.json'])(
    '%s: each older release misses the newest of its major version alone',
    async (path, { skip }) => {
      const real = await readBytes(sofa, realDataOr(skip, path), macos)
      const patches = patchesOf(real).flatMap(patch =>
        patch.detection?.kind === 'macosBuild' ? { ...patch, detection: patch.detection } : [],
      )
      expect(real.filter(item => item.kind === 'rejected')).toEqual([])
      const newest = { '26': 'macos:25G83', '15': 'macos:24G830' }
      const versions = advisoriesOf(real).map(one => one.name.replace('macOS ', ''))
      expect(versions.length).toBeGreaterThanOrEqual(126)
      for (const version of versions) {
        for (const [major, key] of Object.entries(newest)) {
          if (version.split('.')[0] !== major) continue
          const build = patches.find(patch => patch.version === version)?.detection.build ?? ''
          const { missing } = assessMacos({ version, build, boardId: '' }, patches)
          expect(`${version} ${missing?.key ?? 'nothing'}`).toBe(
            `${version} ${build === key.slice(6) ? 'nothing' : key}`,
          )
        }
      }
    },
  )
})

it('whatever the bytes, the feed ends with records that hold', async () => {
  await expectItHolds(sofa, macos, [fixture], 150)
})
