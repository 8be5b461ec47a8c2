import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { FeedError } from '../../feed/feed-error.ts'
import type { PatchRecord } from '../../records/patch-record.ts'
import type { FeedItem, Rejection } from '../../records/record.ts'
import { expectItHolds, readBytes } from '../../testing/mutated-bytes.ts'
import { storedZip } from '../../testing/stored-zip.ts'
import { winget } from './index.ts'

const fixture = (name: string) => readFileSync(new URL(`./fixtures/${name}`, import.meta.url))
const single = { document: 'manifest', options: {} }
const archive = { document: 'archive', options: {} }
const patches = (items: readonly FeedItem[]) => items.filter((item): item is PatchRecord => item.kind === 'patch')
const rejections = (items: readonly FeedItem[]) => items.filter((item): item is Rejection => item.kind === 'rejected')
const one = async (bytes: Uint8Array) => patches(await readBytes(winget, bytes, single))[0] as PatchRecord

const python = {
  'w/manifests/p/Python/Python/3/11/3.11.7/Python.Python.3.11.installer.yaml': fixture(
    'Python.Python.3.11.installer.yaml',
  ),
  'w/manifests/p/Python/Python/3/11/3.11.7/Python.Python.3.11.locale.en-US.yaml': fixture(
    'Python.Python.3.11.locale.en-US.yaml',
  ),
}
const teams = {
  'w/manifests/m/Microsoft/Teams/23320/Microsoft.Teams.installer.yaml': fixture('Microsoft.Teams.installer.yaml'),
  'w/manifests/m/Microsoft/Teams/23320/Microsoft.Teams.locale.en-US.yaml': fixture('Microsoft.Teams.locale.en-US.yaml'),
  'w/manifests/m/Microsoft/Teams/23320/Microsoft.Teams.yaml': fixture('Microsoft.Teams.yaml'),
}

const manifest = (more: string, installer = '') => `PackageIdentifier: A.B
PackageVersion: "1.10"
${more}Installers:
- Architecture: x64
  InstallerUrl: https://example.org/b.msi
  InstallerSha256: ${'AB'.repeat(32)}
${installer}ManifestType: installer
ManifestVersion: 1.6.0
`

describe('a winget manifest', () => {
  it('gives the patch of one version with every installer, its hash and its codes', async () => {
    const patch = await one(fixture('PuTTY.PuTTY.installer.yaml'))
    expect(patch).toMatchObject({
      key: 'winget:PuTTY.PuTTY@0.83.0.0',
      track: 'winget:PuTTY.PuTTY',
      version: '0.83.0.0',
      versionScheme: 'winget',
      title: 'PuTTY.PuTTY 0.83.0.0',
      reboot: 'maybe',
      install: { type: 'wix', silentArguments: '/quiet /norestart', successCodes: [0], rebootCodes: [3010, 1641] },
    })
    expect(patch.files.map(file => file.arch)).toEqual(['x86', 'x64', 'arm64'])
    expect(patch.detection).toMatchObject({
      kind: 'windowsApplication',
      productCodes: [
        '{D646F222-8190-4787-92A3-A1C9C699F7A2}',
        '{ED41CD4E-33BB-400C-AB20-B09388DC83EF}',
        '{028F0556-7AEA-425A-9DCB-58FC24B25477}',
      ],
      names: [{ name: 'PuTTY release 0.83' }, { name: 'PuTTY release 0.83 (64-bit)' }, {}],
    })
  })

  it('inherits what stands at its root, and joins switches', async () => {
    const patch = await one(
      Buffer.from(
        manifest(
          'InstallerType: inno\nScope: machine\nProductCode: b_is1\nInstallerSwitches:\n  Custom: /ALLUSERS\nReleaseDate: 2024-02-29\n',
          '  InstallerSwitches:\n    Silent: /quiet\n',
        ),
      ),
    )
    expect(patch.install).toEqual({
      type: 'inno',
      silentArguments: '/quiet /ALLUSERS',
      successCodes: [0],
      rebootCodes: [],
      scope: 'machine',
    })
    expect(patch.detection).toMatchObject({ productCodes: ['b_is1'] })
    expect(patch.issuedAtMs).toBe(Date.UTC(2024, 1, 29))
    expect(patch.version).toBe('1.10')
  })

  it.each([
    ['msi', '/quiet /norestart', [3010, 1641], 'maybe'],
    ['wix', '/quiet /norestart', [3010, 1641], 'maybe'],
    ['burn', '/quiet /norestart', [3010, 1641], 'maybe'],
    ['nullsoft', '/S', [], null],
    ['inno', '/SP- /VERYSILENT /SUPPRESSMSGBOXES /NORESTART', [], null],
    ['exe', '', [], null],
    ['msix', '', [], 'never'],
    ['portable', '', [], 'never'],
  ])('of type %s without switches is installed with "%s"', async (type, silentArguments, rebootCodes, reboot) => {
    const patch = await one(Buffer.from(manifest(`InstallerType: ${type}\n`)))
    expect(patch).toMatchObject({ install: { silentArguments, rebootCodes }, reboot })
  })

  it('says which exit codes mean success and which a reboot', async () => {
    const patch = await one(
      Buffer.from(
        manifest(
          'InstallerType: exe\nInstallerSuccessCodes: [13, -2147021886, x]\nExpectedReturnCodes:\n- InstallerReturnCode: 5\n  ReturnResponse: rebootRequiredToFinish\n- InstallerReturnCode: 6\n  ReturnResponse: rebootRequiredForInstall\n',
        ),
      ),
    )
    expect(patch.install).toMatchObject({ successCodes: [0, 13, -2147021886], rebootCodes: [5] })
  })

  it('of a channel is of a track of its own', async () => {
    const patch = await one(Buffer.from(manifest('Channel: beta\n')))
    expect([patch.key, patch.track]).toEqual(['winget:A.B/beta@1.10', 'winget:A.B/beta'])
  })

  it.each([
    ['an address with a password', 'InstallerUrl: https://example.org', 'InstallerUrl: https://u:p@example.org'],
    ['another kind of address', 'InstallerUrl: https:', 'InstallerUrl: file:'],
    ['no SHA-256', 'InstallerSha256: AB', 'InstallerSha256: '],
  ])('whose only installer has %s gives no patch', async (_, from, to) => {
    const items = await readBytes(winget, Buffer.from(manifest('').replace(from, to)), single)
    expect(items).toEqual([expect.objectContaining({ kind: 'rejected', where: 'A.B 1.10 installer 1' })])
  })

  it.each([
    ['a version 2.0', manifest('').replace('1.6.0', '2.0.0'), 'ManifestVersion other than 1'],
    ['an identifier that is a path', manifest('').replace('A.B', 'A.B/../C'), 'PackageIdentifier that is none'],
    ['a version with an @', manifest('').replace('"1.10"', '"1@2"'), 'PackageVersion that is none'],
    ['a list for a text', manifest('ProductCode: [a]\n'), 'is no installer manifest: /ProductCode'],
    ['a version file alone', fixture('Microsoft.Teams.yaml'), 'has no installers'],
    ['no YAML', '{', 'it is not YAML'],
  ])('with %s is rejected', async (_, text, reason) => {
    const items = await readBytes(winget, Buffer.from(text), single)
    expect(items).toEqual([{ kind: 'rejected', where: expect.any(String), reason: expect.stringContaining(reason) }])
  })
})

describe('an archive of manifests', () => {
  it('is read folder by folder: installers and names of one version become one patch', async () => {
    const items = await readBytes(winget, storedZip({ ...teams, 'w/README.md': '#', ...python }), archive)
    expect(items).toMatchObject([
      { key: 'winget:Microsoft.Teams@23320.3027.2591.1505', title: 'Microsoft Teams 23320.3027.2591.1505' },
      { key: 'winget:Python.Python.3.11@3.11.7', title: 'Python 3.11 3.11.7', vendor: 'Python Software Foundation' },
    ])
    const [first, second] = patches(items)
    expect(first?.detection).toMatchObject({ packageFamilyNames: ['MSTeams_8wekyb3d8bbwe'], displayVersions: [] })
    // Its entries are YAML aliases of each other.
    expect(second?.detection).toMatchObject({
      displayVersions: ['3.11.7150.0'],
      architectures: ['x86', 'x64', 'arm64'],
    })
  })

  it.each([
    ['Python.Python.3.11', ['winget:Python.Python.3.11@3.11.7']],
    ['microsoft.*, Foo.Bar', ['winget:Microsoft.Teams@23320.3027.2591.1505']],
    ['Python.Python', []],
  ])('gives only the wanted packages: %s', async (packages, keys) => {
    const read = readBytes(winget, storedZip({ ...teams, ...python }), { document: 'archive', options: { packages } })
    if (keys.length === 0) await expect(read).rejects.toThrow(FeedError)
    else expect(patches(await read).map(patch => patch.key)).toEqual(keys)
  })

  it('rejects a version that is there twice, and one of another package in the same folder', async () => {
    const text = manifest('')
    const items = await readBytes(
      winget,
      storedZip({
        'a/A.B.installer.yaml': text,
        'b/A.B.installer.yaml': text,
        'b/C.D.installer.yaml': text.replace('A.B', 'C.D'),
      }),
      archive,
    )
    expect(patches(items)).toHaveLength(1)
    expect(rejections(items).map(({ reason }) => reason)).toEqual(['is of another package', 'is there twice'])
  })

  it.each([
    ['no zip', Buffer.from('PK')],
    ['an empty zip', storedZip({})],
    ['a cut-off zip', storedZip(teams).subarray(0, 2000)],
    ['a manifest of 3 MB', storedZip({ 'a/A.B.installer.yaml': 'x: '.padEnd(3_000_000, 'y') })],
  ])('that is %s is refused as a whole', async (_, bytes) => {
    await expect(readBytes(winget, bytes, archive)).rejects.toThrow(FeedError)
  })
})

it('whatever the bytes, the feed ends with records that hold', async () => {
  const seeds = ['7zip.7zip.installer.yaml', 'Git.Git.installer.yaml', 'Python.Python.3.11.installer.yaml'].map(fixture)
  await expectItHolds(winget, single, seeds, 150)
  await expectItHolds(winget, archive, [storedZip({ ...teams, ...python })], 50)
})
