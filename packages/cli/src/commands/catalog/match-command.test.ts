import { describe, expect, test } from 'vitest'
import { run } from '../../testing/run-command.ts'

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)
const release = (fields: string): Uint8Array =>
  bytes(
    `-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\n${fields}\nDate: Fri, 20 Nov 2026 00:12:41 UTC\nValid-Until: Sat, 21 Nov 2026 00:00:00 UTC\nSHA256:\n-----BEGIN PGP SIGNATURE-----\n\niQIz\n=tJ7P\n-----END PGP SIGNATURE-----\n`,
  )
const stanza = (name: string, version: string, more = ''): string =>
  `Package: ${name}\nVersion: ${version}\nArchitecture: amd64\nFilename: pool/${name}.deb\n${more}\n`
const line = (name: string, version: string, status = 'ii '): string =>
  `${name}\t${version}\tamd64\t${status}\t${name}\t${version}\n`

const main = 'Origin: Debian\nLabel: Debian\nSuite: stable\nVersion: 12.15\nCodename: bookworm'
const files = {
  'inventory.tsv': bytes(
    line('a', '1') + line('libb:amd64', '1') + line('c', '1', 'hi ') + line('d', '1', 'rc ') + line('e', '1'),
  ),
  '/lists/bookworm.InRelease': release(main),
  '/lists/bookworm-security.InRelease': release(main.replace('Label: Debian', 'Label: Debian-Security')),
  '/lists/bookworm-main.Packages': bytes(
    ['a', 'c', 'd', 'f'].map(name => stanza(name, '2')).join('') + stanza('e', '2', 'Phased-Update-Percentage: 10\n'),
  ),
  '/lists/bookworm-security-main.Packages': bytes(stanza('libb', '2', 'Source: b (3)\n') + stanza('b b', '1')),
}
const match = (...args: string[]) => run(['catalog', 'match', '--json', ...args], [], { files })
const inventory = ['--inventory', 'inventory.tsv']
const packages = ['--packages', '/lists/bookworm-main.Packages', '/lists/bookworm-security-main.Packages']
const releases = ['--release', '/lists/bookworm.InRelease', '/lists/bookworm-security.InRelease']

describe('patchyard catalog match', () => {
  test('says what apt would upgrade and what it holds back', async () => {
    const { out, err, failure, asked } = await match(...inventory, ...packages, ...releases)
    expect([failure, asked, err]).toEqual([null, [], '1 entries of the indices are none and were passed over\n'])
    const answer = JSON.parse(out)
    expect(answer).toMatchObject({ upgrades: 2, security: 1, heldBack: 2 })
    expect(answer.items.map((one: { name: string; heldBack: string | null }) => [one.name, one.heldBack])).toEqual([
      ['a', null],
      ['c', 'hold'],
      ['e', 'phasing'],
      ['libb', null],
    ])
    expect(answer.items[3]).toEqual({
      name: 'libb',
      arch: 'amd64',
      from: '1',
      to: '2',
      isSecurity: true,
      source: 'b',
      sourceVersion: '3',
      origins: ['Debian-Security:12.15/stable'],
      phasedPercentage: null,
      heldBack: null,
    })
  })

  test('without Release files it is said which archive is the security one', async () => {
    const { out } = await match(
      ...[...inventory, '--packages', '/lists/bookworm-main.Packages', '--origin', 'mirror'],
      ...['--security-packages', '/lists/bookworm-security-main.Packages'],
    )
    expect(JSON.parse(out).items).toMatchObject([
      { name: 'a', isSecurity: false, origins: ['mirror'] },
      { name: 'c' },
      { name: 'e' },
      { name: 'libb', isSecurity: true },
    ])
  })

  test('with the host’s machine-id it is known whether phased updates are for it', async () => {
    // Source e, version 2: it draws 5 on the one and 64 on the other (apt's own dice).
    const heldBack = async (id: string) => {
      const { out } = await match(...inventory, ...packages, ...releases, '--machine-id', id)
      return JSON.parse(out).items[2].heldBack
    }
    expect(await heldBack('7b1f6dff14d8c2dfeb7da9487be0612d')).toBe(null)
    expect(await heldBack('9e727ff96eb35fc0cbcef36358a04387')).toBe('phasing')
  })

  test('prints a table for people', async () => {
    const { out } = await run(['catalog', 'match', ...inventory, ...packages, ...releases], [], { files })
    expect(out).toContain('PACKAGE  ARCH   FROM  TO  SECURITY  HELD BACK   SOURCE  ORIGIN')
    expect(out).toContain('2 upgrades, 1 of them security; 2 held back')
  })

  const refused = async (text: string, ...args: string[]) =>
    (await run(['catalog', 'match', '--inventory', 'i', ...args], [], { files: { ...files, i: bytes(text) } })).failure
  test.each([
    ['a list in another format', 'a 1\n', 'i, line 1: has 1 columns'],
    ['a name that is none', line('a', '1') + line('a/b', '1'), 'i, line 2: "a/b" is no package name'],
    ['a status that is none', line('a', '1', 'installed'), 'i, line 1: "installed" is no status'],
    ['a version that is none', line('a', '1:-'), 'i, line 1: version "1:-"'],
    ['a name of another architecture', line('a:i386', '1'), 'i, line 1: "amd64" is not the architecture of a:i386'],
    ['an empty list', '', 'i lists no installed package'],
    ['a list of what was removed', line('a', '1', 'rc '), 'i lists no installed package'],
    [
      'a host of an unknown architecture',
      line('a', '1').replace('amd64', 'all'),
      'architecture: --architecture says it',
    ],
  ])('refuses %s', async (_, text, message) => {
    expect(await refused(text, ...packages)).toMatchObject({
      code: 'input_invalid',
      message: expect.stringContaining(message),
    })
  })

  test.each([
    ['no archive', [], 'what may be installed is said by --packages'],
    ['a machine-id that is none', [...packages, '--machine-id', 'x'], '--machine-id is 32'],
    [
      'a Release file that belongs to nothing',
      ['--packages', packages[1] ?? '', ...releases],
      'bookworm-security.InRelease is of none',
    ],
    ['a Packages file that is none', ['--packages', 'inventory.tsv'], 'inventory.tsv: line 1 is neither a field'],
    [
      'a Release file that is not signed',
      [...packages, '--release', 'inventory.tsv'],
      'inventory.tsv: it is not a clear-signed',
    ],
  ])('refuses %s', async (_, args, message) => {
    expect(await refused(line('a', '1'), ...args)).toMatchObject({
      code: 'input_invalid',
      message: expect.stringContaining(message),
    })
  })
})
