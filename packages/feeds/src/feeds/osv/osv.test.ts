import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { expectItHolds, readBytes } from '../../testing/mutated-bytes.ts'
import { mutatedJson } from '../../testing/mutated-json.ts'
import { realDataOr } from '../../testing/real-data.ts'
import { ecosystemOf } from './ecosystem.ts'
import { osv } from './index.ts'

const fixture = (name: string) => readFileSync(new URL(`fixtures/${name}.json`, import.meta.url))
const read = async (record: Uint8Array | string | object, member = '') => {
  const bytes = typeof record === 'string' || record instanceof Uint8Array ? record : JSON.stringify(record)
  return await readBytes(osv, bytes, { document: 'record', options: {}, member })
}
const fix = (distro: string, release: string, of: string, name: string, version: string, pocket = '') => ({
  distro,
  release,
  of,
  package: { name, arch: '', version, module: '', file: null },
  pocket,
})

describe('ecosystems', () => {
  test.each([
    ['AlmaLinux:9', '', 'almalinux 9 rpm binary '],
    ['Rocky Linux:8', '', 'rocky 8 rpm binary '],
    ['Red Hat:enterprise_linux:9::baseos', '', 'rhel 9 rpm binary '],
    ['Red Hat:rhel_eus:8.8::baseos', '', 'rhel 8.8 rpm binary rhel_eus'],
    ['Red Hat:ocp_tools:4.15::el9', '', 'rhel 9 rpm binary ocp_tools:4.15'],
    ['SUSE:Linux Enterprise Server 12 SP1', '', 'sles 12.1 rpm source '],
    ['SUSE:Linux Enterprise Server 12 SP1-LTSS', '', 'sles 12.1 rpm source LTSS'],
    ['SUSE:Linux Enterprise Desktop 12', '', 'sled 12 rpm source '],
    ['SUSE:Linux Enterprise Module for Basesystem 15 SP5', '', 'sles 15.5 rpm source '],
    ['SUSE:Package Hub 12', '', 'sles 12 rpm source '],
    ['openSUSE:Leap 15.6', '', 'opensuse-leap 15.6 rpm source '],
    ['openSUSE:Tumbleweed', '', 'opensuse-tumbleweed tumbleweed rpm source '],
    ['Debian:12', '', 'debian bookworm deb source '],
    ['Debian:6.0', '', 'debian squeeze deb source '],
    ['Ubuntu:22.04:LTS', 'pkg:deb/ubuntu/wayland@1?arch=source&distro=jammy', 'ubuntu jammy deb source '],
    ['Ubuntu:24.10', 'pkg:deb/ubuntu/x@1?arch=source&distro=oracular', 'ubuntu oracular deb source '],
    [
      'Ubuntu:Pro:16.04:LTS',
      'pkg:deb/ubuntu/x@1?arch=source&distro=esm-infra/xenial',
      'ubuntu xenial deb source esm-infra',
    ],
    ['Ubuntu:20.04:LTS', '', 'ubuntu focal deb source '],
    ['Ubuntu:Pro:20.04:LTS', '', 'ubuntu focal deb source pro'],
    ['Alpine:v3.18', '', 'alpine 3.18 apk source '],
  ])('%s is %s%s', (name, purl, wanted) => {
    const one = ecosystemOf(name, purl)
    expect(`${one?.distro} ${one?.release} ${one?.scheme} ${one?.of} ${one?.pocket}`).toBe(wanted)
  })

  test.each([
    'npm',
    'PyPI',
    'Debian',
    'Red Hat:openshift:4.15',
    'SUSE:Manager',
    'Alpine:x y',
    '',
    ':',
    `Ubuntu:${'9'.repeat(300)}`,
  ])('%j is none of ours', name => {
    expect(ecosystemOf(name, '')).toBeNull()
  })
})

describe('advisories', () => {
  test('AlmaLinux: binary packages, severity from the title', async () => {
    expect(await read(fixture('ALSA-2023_7465'))).toEqual([
      {
        kind: 'advisory',
        name: 'ALSA-2023:7465',
        title: 'Important: squid security update',
        category: 'security',
        vendorSeverity: 'Important',
        severity: 'important',
        issuedAtMs: Date.UTC(2023, 10, 22),
        updatedAtMs: Date.UTC(2023, 10, 23, 8, 38, 27),
        url: 'https://access.redhat.com/errata/RHSA-2023:7465',
        cves: ['CVE-2023-5824'],
        replaces: [],
        reboot: null,
        fixes: [fix('almalinux', '9', 'binary', 'squid', '7:5.5-6.el9_3.2')],
      },
    ])
  })

  test('Rocky: the zero epoch is left out, as agents do', async () => {
    expect(await read(fixture('RLSA-2023_0005'))).toMatchObject([
      { fixes: [fix('rocky', '9', 'binary', 'bcel', '6.4.1-9.el9_1')] },
    ])
  })

  test('a build of a module whose stream is not named is compared with no other', async () => {
    const ranges = [
      { type: 'ECOSYSTEM', events: [{ introduced: '0' }, { fixed: '3:10.5.16-2.module+el9.1.0+13358+56c3b6a3' }] },
    ]
    const affected = [{ package: { ecosystem: 'Rocky Linux:9', name: 'mariadb' }, ranges }]
    expect(await read({ id: 'RLSA-2023:3820', modified: '', affected })).toMatchObject([
      { fixes: [{ package: { name: 'mariadb', module: '?RLSA-2023:3820' } }] },
    ])
  })

  test('Debian: sources under their code names', async () => {
    expect(await read(fixture('DTSA-1-1'))).toMatchObject([
      {
        name: 'DTSA-1-1',
        cves: ['CVE-2005-2626', 'CVE-2005-2627'],
        fixes: [fix('debian', 'etch', 'source', 'kismet', '2005.08.R1-0.1etch1')],
      },
    ])
  })

  test('Ubuntu: source and binaries of each release, as bad as the worst CVE', async () => {
    const [notice] = await read(fixture('USN-5614-1'))
    expect(notice).toMatchObject({
      name: 'USN-5614-1',
      cves: ['CVE-2021-3782'],
      vendorSeverity: 'medium',
      severity: 'moderate',
    })
    if (notice?.kind !== 'advisory') throw new Error('no advisory')
    expect(notice.fixes).toHaveLength(18)
    expect(notice.fixes.slice(0, 2)).toEqual([
      fix('ubuntu', 'bionic', 'source', 'wayland', '1.16.0-1ubuntu1.1~18.04.4'),
      fix('ubuntu', 'bionic', 'binary', 'libwayland-bin', '1.16.0-1ubuntu1.1~18.04.4'),
    ])
  })

  test.each([
    ['RHBA-2024:1', 'bugfix'],
    ['ALEA-2024:1', 'enhancement'],
    ['RXSA-2024:1', 'security'],
    ['SUSE-SU-2024:1-1', 'security'],
    ['openSUSE-RU-2024:1-1', 'bugfix'],
    ['DLA-1-1', 'security'],
    ['MGASA-2024-1', ''],
    ['GHSA-xxxx', 'security'],
  ])('%s is %j', async (id, category) => {
    expect(await read({ id, modified: '2024-01-01T00:00:00Z' })).toMatchObject([
      { category, fixes: [], updatedAtMs: Date.UTC(2024, 0, 1) },
    ])
  })

  test('a later revision of Debian takes the place of the earlier', async () => {
    expect(await read({ id: 'DSA-1-2', modified: '' })).toMatchObject([{ replaces: ['DSA-1-1'], updatedAtMs: null }])
  })

  test.for([
    ['suse/openSUSE-SU-2016_1623-1', 'SUSE', true],
    ['suse/SUSE-SU-403', 'SUSE', true],
    ['redhat/RHSA-2024_8709', 'Red Hat', true],
    ['redhat/RHBA-2024_6202', 'Red Hat', true],
    ['redhat/RHEA-2024_1870', 'Red Hat', true],
    ['alma/ALSA-2023_7549', 'AlmaLinux', true],
    ['alma-2/ALBA-2021_4378', 'AlmaLinux', true],
    ['rocky/RXSA-2023_0101', 'Rocky', true],
    ['debian/DSA-135', 'Debian', true],
    ['ubuntu/USN-7095-1', 'Ubuntu', true],
    ['ubuntu/LSN-0108-1', 'live patches', false],
  ] as const)('real: %s of %s', async ([path, , hasFixes], { skip }) => {
    const items = await read(realDataOr(skip, `osv/${path}.json`))
    expect(items).toHaveLength(1)
    const [advisory] = items
    if (advisory?.kind !== 'advisory') throw new Error('no advisory')
    expect(advisory.fixes.length > 0).toBe(hasFixes)
  })
})

describe('records of one CVE', () => {
  test('Ubuntu’s word, with its priority, and who gets the fix', async () => {
    const items = await read(fixture('UBUNTU-CVE-2021-3782'))
    expect(items).toHaveLength(4)
    expect(items[0]).toEqual({
      kind: 'fix',
      distro: 'ubuntu',
      release: 'xenial',
      product: 'esm-infra',
      of: 'source',
      package: 'wayland',
      scheme: 'deb',
      cve: 'CVE-2021-3782',
      status: 'fixed',
      fixedVersion: '1.12.0-1~ubuntu16.04.3+esm1',
      note: '',
      vendorSeverity: 'medium',
      severity: 'moderate',
    })
  })

  test('what was withdrawn gives nothing', async () => {
    expect(await read(fixture('UBUNTU-CVE-2013-2208'))).toEqual([])
  })

  const ranged = (...ranges: object[][]) => ({
    id: 'DEBIAN-CVE-2024-0001',
    modified: '2024-01-01T00:00:00Z',
    affected: [
      {
        package: { ecosystem: 'Debian:12', name: 'curl' },
        ranges: ranges.map(events => ({ type: 'ECOSYSTEM', events })),
      },
    ],
  })
  test.each([
    ['a fix', ranged([{ introduced: '0' }, { fixed: '1.0-1' }]), 'fixed', '1.0-1', ''],
    ['no fix', ranged([{ introduced: '0' }]), 'affected', '', ''],
    ['a fix from the beginning', ranged([{ introduced: '0' }, { fixed: '0' }]), 'notAffected', '', ''],
    [
      'two ranges',
      ranged([{ introduced: '0' }, { fixed: '1.10-1' }], [{ introduced: '2' }, { fixed: '2.9-1' }]),
      'fixed',
      '2.9-1',
      '',
    ],
    [
      'two spans in one range',
      ranged([{ introduced: '0' }, { fixed: '1.10-1' }, { introduced: '2' }, { fixed: '2.9-1' }]),
      'fixed',
      '2.9-1',
      '',
    ],
    [
      'a second range that stays open',
      ranged([{ introduced: '0' }, { fixed: '1.0-1' }], [{ introduced: '2' }]),
      'affected',
      '',
      '',
    ],
    [
      'a span that is opened again',
      ranged([{ introduced: '0' }, { fixed: '1.0-1' }, { introduced: '2' }]),
      'affected',
      '',
      '',
    ],
    [
      'a last affected version',
      ranged([{ introduced: '0' }, { last_affected: '1.0-1' }]),
      'affected',
      '',
      '<last affected> 1.0-1',
    ],
    ['no ranges', ranged(), 'affected', '', ''],
  ])('%s: %#', async (_, record, status, fixedVersion, note) => {
    expect(await read(record)).toMatchObject([{ kind: 'fix', release: 'bookworm', status, fixedVersion, note }])
  })

  test('versions and names that are none are counted, other ecosystems passed over', async () => {
    const record = ranged([{ introduced: '0' }, { fixed: 'a:1' }])
    const more = [
      5,
      { package: { ecosystem: 'npm', name: 'x' } },
      { package: { ecosystem: 'Debian:12', name: '../x' } },
    ]
    const items = await read({ ...record, affected: [...record.affected, ...more] })
    expect(items.map(item => item.kind)).toEqual(['rejected', 'rejected', 'rejected'])
  })

  test('real: Alpine, and Debian beside it in one record', async ({ skip }) => {
    const items = await read(realDataOr(skip, 'osv/alpine/CVE-2024-10524.json'))
    const short = items.map(item =>
      item.kind === 'fix' ? `${item.distro} ${item.release} ${item.status} ${item.fixedVersion}` : item,
    )
    expect(short).toEqual([
      'alpine 3.21 fixed 1.25.0-r0',
      'alpine 3.22 fixed 1.25.0-r0',
      'debian bullseye affected ',
      'debian bookworm affected ',
      'debian trixie fixed 1.25.0-1',
    ])
  })

  test('real: Ubuntu has 38 releases and pockets in which nothing is fixed', async ({ skip }) => {
    const items = await read(realDataOr(skip, 'osv/ubuntu-2/UBUNTU-CVE-2016-20013.json'))
    expect(items.length).toBeGreaterThan(10)
    expect(
      items.every(item => item.kind === 'fix' && item.vendorSeverity === 'negligible' && item.severity === 'low'),
    ).toBe(true)
  })
})

describe('what is no record', () => {
  test.each([
    '',
    '[]',
    '{}',
    '{"id":"X-1"}',
    '{"id":"a b c","modified":""}',
    '{"id":"X-12","modified":5}',
    '{"id":"X-12","modified"',
  ])('%j alone is refused; as a member of an archive it costs itself', async text => {
    await expect(read(text)).rejects.toMatchObject({ code: 'feed_malformed' })
    expect(await read(text, 'X-1.json')).toMatchObject([{ kind: 'rejected', where: 'X-1.json' }])
  })

  test('members that are no JSON files are passed over; a bomb ends the archive', async () => {
    expect(await read('x', 'README.md')).toEqual([])
    await expect(read('['.repeat(10_000), 'X-1.json')).rejects.toMatchObject({ code: 'feed_too_large' })
  })
})

test('whatever the bytes, it ends with FeedError or sound records', async () => {
  const seeds = ['ALSA-2023_7465', 'USN-5614-1', 'UBUNTU-CVE-2021-3782', 'DTSA-1-1'].map(fixture)
  await expectItHolds(osv, { document: 'record', options: {} }, seeds, 400)
  await expectItHolds(osv, { document: 'record', options: {} }, mutatedJson(seeds), 400)
})
