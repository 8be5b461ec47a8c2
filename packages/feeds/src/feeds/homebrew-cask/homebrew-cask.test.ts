import { readFileSync } from 'node:fs'
import { buildApplicationIndex, type InstalledApplication, missingApplications } from '@patchyard/domain'
import { describe, expect, it } from 'vitest'
import { FeedError } from '../../feed/feed-error.ts'
import type { PatchRecord } from '../../records/patch-record.ts'
import type { FeedItem } from '../../records/record.ts'
import { expectItHolds, readBytes } from '../../testing/mutated-bytes.ts'
import { realDataOr } from '../../testing/real-data.ts'
import { homebrewCask } from './index.ts'

const fixture = (name: string) => readFileSync(new URL(`./fixtures/${name}`, import.meta.url))
const all = { document: 'casks', options: {} }
const patches = (items: readonly FeedItem[]) => items.filter((item): item is PatchRecord => item.kind === 'patch')
const read = async (value: unknown) => await readBytes(homebrewCask, Buffer.from(JSON.stringify(value)), all)
const casks = patches(await readBytes(homebrewCask, fixture('casks.json'), all))
const of = (token: string) => casks.find(patch => patch.track === `cask:${token}`)

describe('a cask', () => {
  it('gives a patch with its file, its application and its hash', () => {
    expect(of('1password')).toMatchObject({
      key: 'cask:1password@8.12.30',
      title: '1Password 8.12.30',
      platform: 'macos',
      versionScheme: 'winget',
      reboot: 'never',
      detection: { kind: 'macApplication', applications: ['1Password.app'], updatesItself: true },
      install: { type: 'app' },
      deprecated: null,
    })
    expect(of('1password')?.files.map(file => [file.arch, file.sha256?.length])).toEqual([
      ['arm64', 64],
      ['x64', 64],
    ])
  })

  it('that is a package is known by its receipts and by the bundles that go with it', () => {
    expect(of('zoom')).toMatchObject({
      install: { type: 'pkg' },
      reboot: null,
      detection: { applications: ['zoom.us.app'], packageIds: ['us.zoom.pkg.videomeeting'] },
    })
    expect(of('git-credential-manager')?.detection).toMatchObject({
      packageIds: ['com.microsoft.GitCredentialManager'],
    })
  })

  it('without a hash says so', () => {
    expect(of('google-chrome@beta')?.files).toMatchObject([{ sha256: null, arch: '' }])
  })

  it.each([
    ['1clipboard', { atMs: Date.UTC(2025, 7, 12), reason: 'unmaintained' }],
    ['gingko', { atMs: null, reason: 'fails_gatekeeper_check' }],
    ['0-ad', null],
  ])('is deprecated or not: %s', (token, deprecated) => {
    expect(of(token)?.deprecated).toEqual(deprecated)
  })

  it('of 2020 is read, too', async () => {
    expect(patches(await readBytes(homebrewCask, fixture('firefox-2020.json'), all))).toMatchObject([
      { key: 'cask:firefox@71.0', detection: { applications: ['Firefox.app'] }, title: 'Mozilla Firefox 71.0' },
      { key: 'cask:firefox@79.0' },
    ])
  })

  const app = {
    token: 'a',
    version: '1',
    url: 'https://example.org/a.dmg',
    sha256: 'ab'.repeat(32),
    artifacts: [{ app: ['A.app'] }],
  }
  it('may be alone', async () => {
    expect(patches(await read(app))).toMatchObject([{ key: 'cask:a@1', title: 'a 1' }])
  })

  it.each([
    ['renames its application', [{ app: ['x/A.app', { target: 'B.app' }] }], ['B.app']],
    ['renames it in the new way', [{ app: ['A.app'], target: '/Applications/C.app' }], ['C.app']],
    ['renamed it in the old way', [['A.app', { target: 'D.app' }]], ['D.app']],
    ['has several', [{ app: ['A.app'] }, { app: ['E.app'] }], ['A.app', 'E.app']],
  ])('%s', async (_, artifacts, applications) => {
    expect(patches(await read({ ...app, artifacts }))[0]?.detection).toMatchObject({ applications })
  })

  it.each([
    ['a file address', { url: 'file:///etc/passwd' }, 'has no public address'],
    ['a broken hash', { sha256: 'abc' }, 'has a sha256 that is none'],
    ['a token that is a path', { token: '../a' }, 'has a token that is none'],
    ['a version of two lines', { version: '1\n2' }, 'has no version'],
    ['a number as version', { version: 1.1 }, 'is no cask: /version'],
  ])('with %s is rejected, and the others are taken', async (_, change, reason) => {
    expect(
      await read([
        { ...app, ...change },
        { ...app, token: 'b' },
      ]),
    ).toMatchObject([
      { kind: 'rejected', reason: expect.stringContaining(reason) as string },
      { kind: 'patch', track: 'cask:b' },
    ])
  })

  it('leaves out what an older macOS gets, and what Linux gets', async () => {
    const variations = {
      sonoma: { url: 'https://example.org/intel.dmg', sha256: 'cd'.repeat(32) },
      arm64_big_sur: { url: 'https://example.org/old.dmg', version: '0.9' },
      x86_64_linux: { url: 'https://example.org/linux' },
    }
    const [patch] = patches(await read({ ...app, variations }))
    expect(patch?.files).toMatchObject([{ arch: 'arm64' }, { arch: 'x64', url: 'https://example.org/intel.dmg' }])
  })

  it('that is a font gives nothing, one that is there twice is rejected', async () => {
    expect(
      await read([
        { ...app, artifacts: [{ font: ['A.ttf'] }] },
        { ...app, token: 'b' },
        { ...app, token: 'b' },
      ]),
    ).toMatchObject([{ kind: 'patch' }, { kind: 'rejected', reason: 'is there twice' }])
  })

  it.each([['{}'], ['[]'], ['"x"'], ['[{'], ['']])('document %j is refused', async text => {
    await expect(readBytes(homebrewCask, Buffer.from(text), all)).rejects.toThrow(FeedError)
  })
})

describe('of the real casks', () => {
  const onMac = (path: string, version: string): InstalledApplication => ({
    platform: 'macos',
    name:
      path
        .split('/')
        .at(-1)
        ?.replace(/\.app$/, '') ?? '',
    path,
    version,
    publisher: '',
    arch: '',
    productCode: '',
    upgradeCode: '',
    packageFamilyName: '',
    user: '',
    bundleId: '',
  })

  it('an older application misses the newest version of its cask alone, and the newest misses nothing', async ({
    skip,
  }) => {
    const bytes = realDataOr(skip, 'homebrew-cask/cask-subset.json')
    const real = patches(await readBytes(homebrewCask, bytes, all))
    const index = buildApplicationIndex(
      real.flatMap(patch =>
        patch.detection?.kind === 'macApplication' ? { ...patch, detection: patch.detection } : [],
      ),
    )
    let asked = 0
    for (const patch of real) {
      if (patch.detection?.kind !== 'macApplication') continue
      for (const bundle of patch.detection.applications) {
        asked++
        const keysMissing = (version: string) =>
          missingApplications([onMac(`/Applications/${bundle}`, version)], index).missing.map(one => one.patch.key)
        const [shown = ''] = patch.version.split(',')
        expect(keysMissing(shown)).toEqual([])
        expect(keysMissing('0.0.1')).toEqual(patch.deprecated === null ? [patch.key] : [])
      }
    }
    expect(asked).toBeGreaterThanOrEqual(22)
  })
})

it('whatever the bytes, the feed ends with records that hold', async () => {
  await expectItHolds(homebrewCask, all, [fixture('casks.json'), fixture('firefox-2020.json')], 200)
})
