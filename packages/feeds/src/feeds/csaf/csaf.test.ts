import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { FeedError } from '../../feed/feed-error.ts'
import type { AdvisoryRecord } from '../../records/advisory-record.ts'
import type { FixRecord } from '../../records/fix-record.ts'
import type { FeedItem, Follow } from '../../records/record.ts'
import type { VulnerabilityRecord } from '../../records/vulnerability-record.ts'
import { expectItHolds, readBytes } from '../../testing/mutated-bytes.ts'
import { realDataOr } from '../../testing/real-data.ts'
import { inChunks, collected } from '../../testing/chunks.ts'
import { csaf } from './index.ts'

const fixture = (name: string) => readFileSync(new URL(`./fixtures/${name}`, import.meta.url))
const document = { document: 'document', options: {} }
const ofKind = <K extends FeedItem['kind']>(items: readonly FeedItem[], kind: K) =>
  items.filter((item): item is Extract<FeedItem, { kind: K }> => item.kind === kind)
const advisory = (items: readonly FeedItem[]) => ofKind(items, 'advisory')[0] as AdvisoryRecord
const said = (fixes: readonly FixRecord[]) =>
  fixes.map(fix => `${fix.distro} ${fix.release} ${fix.of} ${fix.package} ${fix.status} ${fix.fixedVersion}${fix.note}`)

describe("Red Hat's advisory", () => {
  it('gives name, severity, CVEs and packages with epoch, version and release', async () => {
    const items = await readBytes(csaf, fixture('rhsa-2022-0011.json'), document)
    expect(advisory(items)).toMatchObject({
      name: 'RHSA-2022:0011',
      category: 'security',
      vendorSeverity: 'Important',
      severity: 'important',
      issuedAtMs: Date.UTC(2022, 0, 4, 8, 38),
      url: 'https://access.redhat.com/errata/RHSA-2022:0011',
      cves: ['CVE-2020-10188'],
      reboot: null,
    })
    expect(advisory(items).fixes).toContainEqual({
      distro: 'rhel',
      release: '7.6',
      pocket: 'rhel_tus',
      of: 'binary',
      package: { name: 'telnet-server', arch: 'x86_64', version: '1:0.17-65.el7_6', module: '', file: null },
    })
    expect(ofKind(items, 'vulnerability')).toEqual([
      {
        kind: 'vulnerability',
        cve: 'CVE-2020-10188',
        title: 'telnet-server: no bounds checks in nextitem() function allows to remotely execute arbitrary code',
        cwes: ['CWE-119'],
      },
    ])
  })

  it('for a product beside the system names the system by its edition', async () => {
    const items = await readBytes(csaf, fixture('rhsa-2023_7438.json'), document)
    expect(advisory(items)).toMatchObject({ reboot: 'never' })
    expect(said(ofKind(items, 'fix'))).toContain('rhel 9 binary python3-gevent fixed 21.1.2-2.el9ost')
    expect(ofKind(items, 'fix')[0]).toMatchObject({ product: 'cpe:/a:redhat:openstack:17.1::el9', scheme: 'rpm' })
    expect((ofKind(items, 'vulnerability')[0] as VulnerabilityRecord).cvss).toEqual([
      {
        version: '3.1',
        vector: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:N',
        source: 'Red Hat Product Security',
        isPrimary: true,
      },
    ])
  })
})

it("an authority's advisory gives CVSS and no packages", async () => {
  const items = await readBytes(csaf, fixture('icsma-25-160-01.json'), document)
  expect(advisory(items)).toMatchObject({ name: 'ICSMA-25-160-01', fixes: [], category: 'security' })
  expect(ofKind(items, 'fix')).toEqual([])
})

describe('a document', () => {
  const rhel = {
    name: 'RHEL 9',
    product_id: 'R',
    product_identification_helper: { cpe: 'cpe:/o:redhat:enterprise_linux:9::baseos' },
  }
  const component = (name: string, purl = '') => ({
    name,
    product_id: name,
    ...(purl === '' ? {} : { product_identification_helper: { purl } }),
  })
  const made = (
    platform: object,
    components: { name: string; product_id: string }[],
    vulnerability: object,
    id = 'RHSA-2026:1',
  ) => ({
    document: {
      category: 'csaf_vex',
      title: 'T',
      publisher: { name: 'Vendor' },
      tracking: { id, current_release_date: '2026-01-02T00:00:00+00:00' },
    },
    product_tree: {
      branches: [{ branches: [{ product: platform }, ...components.map(product => ({ product }))] }],
      relationships: components.map(({ product_id: one }) => ({
        product_reference: one,
        relates_to_product_reference: 'R',
        full_product_name: { name: `${one} of R`, product_id: `R:${one}` },
      })),
    },
    vulnerabilities: [{ cve: 'CVE-2026-0001', ...vulnerability }],
  })
  const read = async (value: unknown) => await readBytes(csaf, Buffer.from(JSON.stringify(value)), document)

  it.each([
    ['fixed', { fixed: ['R:a-0:1-1.x86_64'] }, 'rhel 9 binary a fixed 1-1'],
    ['first fixed', { first_fixed: ['R:a-0:1-1.x86_64'] }, 'rhel 9 binary a fixed 1-1'],
    ['affected', { known_affected: ['R:b'] }, 'rhel 9 binary b affected '],
    ['not affected', { known_not_affected: ['R:b'] }, 'rhel 9 binary b notAffected not_there'],
    ['looked into', { under_investigation: ['R:b'] }, 'rhel 9 binary b undetermined not_there'],
    ['affected without a plan', { known_affected: ['R:c'] }, 'rhel 9 source c noFixPlanned '],
  ])('says that a package is %s', async (_, product_status, expected) => {
    const value = made(
      rhel,
      [component('a-0:1-1.x86_64'), component('b'), component('c', 'pkg:rpm/redhat/c?arch=src')],
      {
        product_status,
        flags: [{ label: 'not_there', product_ids: 'known_affected' in product_status ? [] : ['R:b'] }],
        remediations: [{ category: 'no_fix_planned', product_ids: ['R:c'] }],
      },
    )
    expect(said(ofKind(await read(value), 'fix'))).toEqual([expected])
  })

  it('joins architectures, and lets a fix count before the rest', async () => {
    const names = ['a-0:1-1.x86_64', 'a-0:1-1.aarch64', 'a-0:1-1.s390x']
    const value = made(
      rhel,
      names.map(name => component(name)),
      {
        product_status: { fixed: names.slice(0, 2).map(name => `R:${name}`), known_not_affected: [`R:${names[2]}`] },
      },
    )
    expect(said(ofKind(await read(value), 'fix'))).toEqual(['rhel 9 binary a fixed 1-1'])
  })

  it.each([
    ['epoch', component('bind-libs-32:9.11.36-3.el8.x86_64'), 'bind-libs 32:9.11.36-3.el8'],
    ['no epoch, as SUSE writes', component('bind-9.9.4P2-0.6.1.i586'), 'bind 9.9.4P2-0.6.1'],
    [
      'a purl with epoch',
      component('x y', 'pkg:rpm/redhat/grub2@2.06-1.el9?arch=x86_64&epoch=1'),
      'grub2 1:2.06-1.el9',
    ],
    ['an escaped purl', component('x y', 'pkg:rpm/redhat/libstdc%2B%2B@11-1?arch=x86_64'), 'libstdc++ 11-1'],
  ])('reads a package with %s', async (_, one, expected) => {
    const value = made(rhel, [one], { product_status: { fixed: [`R:${one.product_id}`] } })
    expect(ofKind(await read(value), 'fix').map(fix => `${fix.package} ${fix.fixedVersion}`)).toEqual([expected])
  })

  it.each([
    ['a container', component('x', 'pkg:oci/x@sha256:1')],
    ['a broken purl', component('x y', 'pkg:rpm/redhat/%zz@1')],
    ['a path', component('../../etc-0:1-1.x86_64')],
  ])('passes over %s', async (_, one) => {
    const value = made(rhel, [one], {
      product_status: { fixed: [`R:${one.product_id}`], known_affected: [`R:${one.product_id}`] },
    })
    expect(ofKind(await read(value), 'fix')).toEqual([])
  })

  it.each([
    ['SUSE Linux Enterprise Server 12 SP5-LTSS', '', 'sles 12.5'],
    ['SUSE Linux Enterprise Desktop 15 SP6', '', 'sled 15.6'],
    ['openSUSE Leap 15.6', '', 'opensuse-leap 15.6'],
    ['openSUSE Tumbleweed', '', 'opensuse-tumbleweed tumbleweed'],
    ['SUSE Package Hub 12', 'cpe:/o:suse:packagehub:12', ''],
    ['Azure Linux 3.0', '', 'azurelinux 3.0'],
    ['RHEL', 'cpe:/a:redhat:rhel_eus:9.2::appstream', 'rhel 9.2'],
    ['RHEL', 'cpe:2.3:o:redhat:enterprise_linux:8:*:baseos:*:*:*:*:*', 'rhel 8'],
    ['Thing', 'cpe:/a:redhat:thing:1', ''],
    ['Windows 11', '', ''],
  ])('is about %s %s', async (name, cpe, expected) => {
    const platform = { name, product_id: 'R', ...(cpe === '' ? {} : { product_identification_helper: { cpe } }) }
    const value = made(platform, [component('a-0:1-1.noarch')], { product_status: { fixed: ['R:a-0:1-1.noarch'] } })
    expect(ofKind(await read(value), 'fix').map(fix => `${fix.distro} ${fix.release}`)).toEqual(
      expected === '' ? [] : [expected],
    )
  })

  it('names module streams', async () => {
    const one = component(
      'nodejs-1:18.1-1.x86_64',
      'pkg:rpm/redhat/nodejs@18.1-1?arch=x86_64&epoch=1&rpmmod=nodejs:18:809:a7',
    )
    const value = made(rhel, [one], { product_status: { fixed: [`R:${one.product_id}`] } })
    expect(advisory(await read(value)).fixes[0]?.package.module).toBe('nodejs:18')
  })

  it('about one CVE is no advisory', async () => {
    const value = made(rhel, [component('b')], { product_status: { known_affected: ['R:b'] } }, 'CVE-2026-0001')
    expect((await read(value)).map(item => item.kind)).toEqual(['edition', 'fix'])
  })

  it('whose products refer to each other in a circle ends', async () => {
    const value = made(rhel, [], { product_status: { fixed: ['A'] } })
    value.product_tree.relationships = ['A', 'B'].map((id, i) => ({
      product_reference: id,
      relates_to_product_reference: ['B', 'A'][i] ?? '',
      full_product_name: { name: id, product_id: id },
    }))
    expect(ofKind(await read(value), 'fix')).toEqual([])
  })

  it('with a bad score or vulnerability rejects that alone', async () => {
    const value = made(rhel, [component('b')], {
      scores: [{ cvss_v3: { vectorString: 'CVSS:3.1/AV:X' } }],
      product_status: { known_affected: ['R:b'] },
    })
    const items = await read({ ...value, vulnerabilities: [...value.vulnerabilities, { cve: 7 }] })
    expect(items.map(item => item.kind).toSorted()).toEqual(['advisory', 'edition', 'fix', 'rejected', 'rejected'])
  })

  it.each([['{}'], ['[]'], ['{"document":{}}'], ['{'], ['']])('%j is refused', async text => {
    await expect(readBytes(csaf, Buffer.from(text), document)).rejects.toThrow(FeedError)
  })
})

describe('a list of changes', () => {
  const read = async (text: string | Uint8Array, since = '', name = 'changes') =>
    await collected(
      csaf.read({
        document: name,
        url: 'https://example.org/csaf/changes.csv',
        member: '',
        options: { since },
        // Whatever was read before: it says which documents there are.
        sinceMs: Date.UTC(2024, 7, 11, 8, 4, 44),
        chunks: inChunks(text, 7),
      }),
    )
  const withdrawn = (url: string, atMs: number) => ({ kind: 'withdrawn', document: 'document', url, atMs })
  const urls = (items: readonly FeedItem[]) => ofKind(items, 'follow').map((item: Follow) => item.url)

  it.each([
    ['everything, whatever was known before', '', 3],
    ['what is not too old', '2024-05-01', 2],
  ])('names %s', async (_, since, count) => {
    const items = await read(fixture('redhat-changes.csv'), since)
    expect(items[0]).toMatchObject({ kind: 'edition', publishedAtMs: Date.UTC(2024, 7, 15, 11, 45, 5), declared: 3 })
    expect(urls(items)).toHaveLength(count)
    expect(urls(items)[0]).toBe('2023/rhsa-2023_7464.json')
  })

  it('leads nowhere but below itself', async () => {
    const good = 'a/b.json,2024-01-01T00:00:00Z\n'
    const bad = [
      '../x.json',
      '/x.json',
      'https://evil.example/x.json',
      'x.txt',
      'a/../../x.json',
      '//evil.example/x.json',
    ]
    const items = await read(good + bad.map(path => `${path},2024-01-01T00:00:00Z\n`).join(''))
    expect(urls(items)).toEqual(['a/b.json'])
    expect(ofKind(items, 'rejected')).toHaveLength(bad.length)
  })

  it('may be a ROLIE feed, of the same host', async () => {
    const entry = (src: string) => ({ content: { src }, updated: '2025-06-16T00:00:00Z' })
    const feed = { feed: { entry: [entry('https://example.org/a.json'), entry('https://evil.example/b.json')] } }
    const items = await read(JSON.stringify(feed), '', 'rolie')
    expect(urls(items)).toEqual(['https://example.org/a.json'])
    expect(ofKind(items, 'rejected')).toHaveLength(1)
  })

  it.each([
    ['', 'changes'],
    ['a', 'changes'],
    ['a', 'deletions'],
    ['{}', 'rolie'],
    ['{"feed":{"entry":[]}}', 'rolie'],
  ])('%j is refused', async (text, name) => {
    await expect(read(text, '', name)).rejects.toThrow(FeedError)
  })

  it('of what was withdrawn says when, and may be empty', async () => {
    const items = await read(fixture('redhat-deletions.csv'), '', 'deletions')
    expect(items).toEqual([
      { kind: 'edition', version: '', publishedAtMs: Date.UTC(2024, 7, 17, 3, 23, 31), declared: 3 },
      withdrawn('2023/rhsa-2023_6202.json', Date.UTC(2024, 7, 17, 3, 23, 31)),
      withdrawn('2023/rhsa-2023_7434.json', Date.UTC(2024, 7, 11, 20, 58, 49)),
      withdrawn('2020/rhsa-2020_1344.json', Date.UTC(2024, 3, 27, 20, 4, 56)),
    ])
    expect(await read('', '', 'deletions')).toMatchObject([{ kind: 'edition', declared: 0 }])
    await expect(read('../x.json,2024-01-01T00:00:00Z\n', '', 'deletions')).rejects.toThrow(FeedError)
  })
})

describe('of the real documents', () => {
  it.for([
    ['csaf/redhat/rhsa-2023_7434.json', 'rhel 8.2 binary kernel fixed 4.18.0-193.119.1.el8_2'],
    ['csaf/redhat/rhsa-2023_7435.json', 'rhel 8.2 binary fence-agents-common fixed 4.2.1-41.el8_2.12'],
    ['csaf/redhat-vex/cve-2023-4154.json', 'rhel 6 binary libsmbclient notAffected vulnerable_code_not_present'],
    ['csaf/redhat-vex/cve-2023-38545.json', 'rhel 9 binary curl fixed 7.76.1-23.el9_2.4'],
    ['csaf/suse/suse-su-2015_0011-2.json', 'sles 11.2 binary bind-libs fixed 9.9.4P2-0.6.1'],
    ['csaf/microsoft-vex/msrc_cve-2025-26465.json', 'azurelinux 3.0 source openssh fixed 9.8p1-4'],
  ] as const)('%s says: %s', async ([path, expected], { skip }) => {
    const items = await readBytes(csaf, realDataOr(skip, path), document)
    expect(said(ofKind(items, 'fix'))).toContain(expected)
    expect(ofKind(items, 'rejected')).toEqual([])
  })

  it('the kernel advisory says that the machine must be started anew', async ({ skip }) => {
    const items = await readBytes(csaf, realDataOr(skip, 'csaf/redhat/rhsa-2023_7434.json'), document)
    expect(advisory(items)).toMatchObject({
      reboot: 'always',
      cves: expect.arrayContaining(['CVE-2023-1829']) as string[],
    })
  })
})

it('whatever the bytes, the feed ends with records that hold', async () => {
  await expectItHolds(csaf, document, [fixture('rhsa-2023_7438.json'), fixture('icsma-25-160-01.json')], 150)
  for (const name of ['changes', 'deletions'])
    await expectItHolds(csaf, { document: name, options: {} }, [fixture(`redhat-${name}.csv`)], 60)
})
