import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { unpack } from '../../bytes/unpack.ts'
import { wholeBytes } from '../../bytes/whole.ts'
import type { AdvisoryRecord } from '../../records/advisory-record.ts'
import type { PatchRecord } from '../../records/patch-record.ts'
import { inChunks } from '../../testing/chunks.ts'
import { expectItHolds, readBytes } from '../../testing/mutated-bytes.ts'
import { realDataOr } from '../../testing/real-data.ts'
import { rpmRepository } from './index.ts'

const fixture = (name: string) => readFileSync(new URL(`fixtures/${name}`, import.meta.url))
const alma = { distro: 'almalinux', release: '9' }
const updateinfo = async (bytes: Uint8Array | string, options: Record<string, string> = alma) =>
  await readBytes(rpmRepository, bytes, { document: 'updateinfo', options })
const patches = async (bytes: Uint8Array | string, options?: Record<string, string>): Promise<PatchRecord[]> =>
  (await updateinfo(bytes, options)).filter(item => item.kind === 'patch')
const advisories = async (bytes: Uint8Array | string, options?: Record<string, string>): Promise<AdvisoryRecord[]> =>
  (await updateinfo(bytes, options)).filter(item => item.kind === 'advisory')

const one = (inside = '', attributes = 'type="security" status="final"') =>
  `<?xml version="1.0"?><updates><update from="x" ${attributes} version="1"><id>X-1</id><title>t</title>${inside}</update></updates>`
const listed = (packages: string, module = '') =>
  `<pkglist><collection short="c"><name>c</name>${module}${packages}</collection></pkglist>`
const bash =
  '<package name="bash" epoch="0" version="5.1" release="6.el9" arch="x86_64" src="bash-5.1-6.el9.src.rpm"><filename>b.rpm</filename></package>'

describe('updateinfo', () => {
  test('an update is a patch under the key that agents report, and an advisory', async () => {
    const items = await updateinfo(fixture('alma-9-baseos.xml'))
    const packages = [{ name: 'xz', arch: 'x86_64', version: '5.2.5-8.el9_0', module: '', file: null }]
    const shared = {
      title: 'Important: xz security update',
      vendorSeverity: 'Important',
      severity: 'important',
      cves: ['CVE-2022-1271'],
      issuedAtMs: Date.UTC(2022, 5, 8),
      updatedAtMs: Date.UTC(2023, 2, 7, 17, 32, 16),
      reboot: null,
    }
    expect(items.slice(0, 2)).toEqual([
      {
        kind: 'patch',
        key: 'rpm:almalinux/ALSA-2022:4940',
        ...shared,
        platform: 'linux',
        vendor: 'AlmaLinux',
        products: ['AlmaLinux 9'],
        families: ['AlmaLinux'],
        track: 'rpm:almalinux/ALSA-2022:4940',
        version: '',
        versionScheme: null,
        category: 'security',
        isSecurity: true,
        advisories: ['ALSA-2022:4940'],
        references: [
          'https://access.redhat.com/errata/RHSA-2022:4940',
          'https://access.redhat.com/security/cve/CVE-2022-1271',
          'https://errata.almalinux.org/9/ALSA-2022-4940.html',
        ],
        downloadMethod: 'automatic',
        files: [],
        detection: { kind: 'packages', packages },
        install: null,
        deprecated: null,
      },
      {
        kind: 'advisory',
        name: 'ALSA-2022:4940',
        ...shared,
        category: 'security',
        url: 'https://errata.almalinux.org/9/ALSA-2022-4940.html',
        replaces: [],
        fixes: [{ distro: 'almalinux', release: '9', of: 'binary', package: packages[0], pocket: '' }],
      },
    ])
    expect(items[2]).toMatchObject({
      key: 'rpm:almalinux/ALBA-2023:0123',
      category: 'bugfix',
      isSecurity: false,
      severity: 'none',
    })
    expect(items).toHaveLength(4)
  })

  test('Amazon writes small letters and minutes, Fedora names CVEs in the titles of bugs', async () => {
    expect(await patches(fixture('amazon-2.xml'), { distro: 'amzn', release: '2' })).toMatchObject([
      {
        key: 'rpm:amzn/ALAS2-2018-939',
        vendorSeverity: 'critical',
        severity: 'critical',
        cves: ['CVE-2017-5715', 'CVE-2017-5754'],
        issuedAtMs: Date.UTC(2018, 0, 11, 21, 5),
      },
    ])
    expect(await patches(fixture('fedora-38-modular.xml'), { distro: 'fedora', release: '38' })).toMatchObject([
      { cves: ['CVE-2024-24989', 'CVE-2024-24990'], detection: null },
    ])
    expect(await patches(fixture('rocky-9-baseos.xml'), { distro: 'rocky', release: '9' })).toMatchObject([
      { key: 'rpm:rocky/RLSA-2022:7513' },
      { key: 'rpm:rocky/RLBA-2023:0456' },
    ])
  })

  test('a patch of SUSE has its own name; the advisory is that of its own reference, its date in seconds', async () => {
    const text = `<updates><update from="maint-coord@suse.de" status="stable" type="recommended" version="1">
      <id>openSUSE-SLE-15.5-2023-3971</id><title>Security update for the Linux Kernel</title><issued date="1696000000"/>
      <references><reference href="https://www.suse.com/support/update/announcement/2023/suse-su-20233971-1/" id="SUSE-SU-2023:3971-1" title="SUSE-SU-2023:3971-1" type="self"/>
      <reference href="https://bugzilla.suse.com/1023051" id="1023051" title="VUL-0: CVE-2023-2163: kernel" type="bugzilla"/></references>
      ${listed('<package name="kernel-default" epoch="0" version="5.14.21" release="150500.55.28.1" arch="x86_64"><reboot_suggested>1</reboot_suggested></package>')}
    </update></updates>`
    for (const distro of ['opensuse-leap', 'sles', 'sle-micro'])
      expect(await patches(text, { distro, release: '15.5' })).toMatchObject([
        {
          key: 'suse:openSUSE-SLE-15.5-2023-3971',
          advisories: ['SUSE-SU-2023:3971-1'],
          cves: ['CVE-2023-2163'],
          category: 'bugfix',
          reboot: 'always',
          issuedAtMs: 1696000000000,
        },
      ])
    expect(await advisories(text, { distro: 'sles', release: '15.5' })).toMatchObject([{ name: 'SUSE-SU-2023:3971-1' }])
  })

  test.each([
    ['<reboot_suggested>True</reboot_suggested>', 'always'],
    ['<reboot_suggested>1</reboot_suggested>', 'always'],
    ['<reboot_suggested/>', null],
    ['<reboot_suggested>False</reboot_suggested>', null],
    ['<restart_suggested>True</restart_suggested>', null],
  ])('%s means reboot %s', async (flag, reboot) => {
    expect((await patches(one(flag)))[0]?.reboot).toBe(reboot)
    expect((await patches(one(listed(bash.replace('</package>', `${flag}</package>`)))))[0]?.reboot).toBe(reboot)
  })

  test('packages of a module’s collection have its stream, wherever it stands; others have none', async () => {
    const module = '<module name="nodejs" stream="18" version="9010020221118120946" context="rhel9" arch="x86_64"/>'
    const text = one(
      `<pkglist><collection>${module}${bash}</collection><collection>${bash}</collection><collection>${bash}${module}</collection></pkglist>`,
    )
    const [patch] = await patches(text)
    expect(patch?.detection).toMatchObject({
      packages: [{ module: 'nodejs:18' }, { module: '' }, { module: 'nodejs:18' }],
    })
  })

  test('a build of a module whose stream is not named is compared with no other', async () => {
    const release = 'release="2.module+el9.1.0+13358+56c3b6a3"'
    const [patch] = await patches(one(listed(bash.replace('release="6.el9"', release) + bash)))
    expect(patch?.detection).toMatchObject({ packages: [{ module: '?X-1' }, { module: '' }] })
  })

  test.each([
    ['epoch="1"', '1:5.1-6.el9'],
    ['epoch="0"', '5.1-6.el9'],
    ['', '5.1-6.el9'],
  ])('with %s the version is %s', async (epoch, version) => {
    const [patch] = await patches(one(listed(bash.replace('epoch="0"', epoch))))
    expect(patch?.detection).toMatchObject({ packages: [{ version }] })
  })

  test('sources are left out, packages that are none are counted', async () => {
    const text = one(
      listed(
        bash + bash.replace('x86_64', 'src') + bash.replace('release="6.el9"', '') + bash.replace('bash', '../bash'),
      ),
    )
    const items = await updateinfo(text)
    expect(items[0]).toMatchObject({
      kind: 'rejected',
      where: 'X-1',
      reason: expect.stringMatching(/2 packages/) as string,
    })
    expect(items[1]).toMatchObject({ detection: { packages: [{ name: 'bash' }] } })
  })

  test('ids that are none or stand twice are counted, dates that are none are unknown, addresses that are none are dropped', async () => {
    const text = `<updates><update><title>x</title></update><update><id>A 1</id></update><update type="odd"><id>A-1</id><issued date="2023-02-30"/><updated date="soon"/>
      <references><reference href="javascript:alert(1)" id="x" type="self"/><reference href="https://u:p@x/" id="y" type="cve"/></references></update><update><id>A-1</id></update></updates>`
    const items = await updateinfo(text)
    expect(items.map(item => item.kind)).toEqual(['rejected', 'rejected', 'patch', 'advisory', 'rejected'])
    expect(items[2]).toMatchObject({
      title: 'A-1',
      category: '',
      issuedAtMs: null,
      updatedAtMs: null,
      references: [],
      cves: [],
    })
    expect(items[3]).toMatchObject({ url: '' })
  })

  test('what its vendor took back is deprecated', async () => {
    expect((await patches(one('', 'type="security" status="retracted"')))[0]?.deprecated).toEqual({
      atMs: null,
      reason: 'retracted by its vendor',
    })
  })

  test('for which system it is has to be said', async () => {
    await expect(updateinfo(one(), { distro: 'rocky' })).rejects.toMatchObject({ code: 'feed_unknown' })
  })

  test.each([
    ['empty', ''],
    ['of another kind', '<metadata/>'],
    ['cut off', fixture('alma-9-baseos.xml').subarray(0, 1500)],
    ['with a document type', '<!DOCTYPE x [<!ENTITY a "b">]><updates/>'],
    ['no XML', '{"updates":[]}'],
  ])('one that is %s is refused', async (_, bytes) => {
    await expect(updateinfo(bytes)).rejects.toMatchObject({ code: 'feed_malformed' })
  })

  test.for([
    ['amazon-1.xml', 'amzn', 1],
    ['amazon-2-kernel-5.15.xml', 'amzn', 1],
    ['amazon-2022.xml', 'amzn', 1],
    ['amazon-2023.xml', 'amzn', 1],
    ['amazon-2023-kernel-livepatch.xml', 'amzn', 1],
    ['amazon-2023-nvidia.xml', 'amzn', 1],
    ['alma-9-appstream.xml', 'almalinux', 1],
    ['rocky-8.6-baseos.xml', 'rocky', 1],
    ['rocky-9-appstream-module.xml', 'rocky', 1],
    ['epel-6.xml', 'centos', 1],
    ['fedora-43.xml.zst', 'fedora', 1],
  ] as const)('real: %s of %s has %i', async ([name, distro, count], { skip }) => {
    const packed = realDataOr(skip, `rpm-repodata/updateinfo/${name}`)
    const bytes = await wholeBytes(unpack(inChunks(packed), { bytes: 1e6, unpackedBytes: 1e6 }, 'it'))
    const items = await updateinfo(bytes, { distro, release: 'x' })
    expect(items.filter(item => item.kind === 'rejected')).toEqual([])
    const found = items.filter(item => item.kind === 'patch')
    expect(found).toHaveLength(count)
    for (const patch of found) {
      expect(patch.issuedAtMs).not.toBeNull()
      expect(patch.title).not.toBe('')
      expect(patch.detection).not.toBeNull()
    }
  })

  test('real Fedora 27: a third of the kernel’s updates ask for a reboot', async ({ skip }) => {
    const found = await patches(realDataOr(skip, 'rpm-repodata/fedora27/updateinfo.xml'), {
      distro: 'fedora',
      release: '27',
    })
    expect(found.filter(patch => patch.reboot === 'always').map(patch => patch.advisories[0])).toHaveLength(3)
  })
})

describe('repomd', () => {
  const repomd = async (bytes: Uint8Array | string, sinceMs: number | null = null) =>
    await readBytes(rpmRepository, bytes, { document: 'repomd', options: {}, sinceMs })

  test('Fedora’s real one leads to updateinfo and primary with hash, size and time', async () => {
    expect(await repomd(fixture('repomd-fedora-43-updates.xml'))).toEqual([
      { kind: 'edition', version: '1769300455', publishedAtMs: 1769300455000, declared: null },
      {
        kind: 'follow',
        document: 'updateinfo',
        url: '../repodata/74f58a91baa4a290e7ab058c6298b46ef49fc5ee990ede14d181340e5d22fca9-updateinfo.xml.zst',
        place: 'updateinfo',
        sha256: '74f58a91baa4a290e7ab058c6298b46ef49fc5ee990ede14d181340e5d22fca9',
        bytes: 1533306,
        changedAtMs: 1769302218000,
      },
      {
        kind: 'follow',
        document: 'primary',
        url: '../repodata/cb2c38843bced855f95945adcd7a84e7d192b48f87fe7f85d5b00e63019557e0-primary.xml.zst',
        place: 'primary',
        sha256: 'cb2c38843bced855f95945adcd7a84e7d192b48f87fe7f85d5b00e63019557e0',
        bytes: 4020790,
        changedAtMs: 1769300449000,
      },
    ])
  })

  const of = (data: string) => `<repomd><revision>7.1</revision>${data}</repomd>`
  const data = (type: string, href: string, sum = 'a'.repeat(64), kind = 'sha256') =>
    `<data type="${type}"><checksum type="${kind}">${sum}</checksum><location href="${href}"/><timestamp>1769300449</timestamp></data>`

  test('files elsewhere and those without a SHA-256 are counted and not followed', async () => {
    const items = await repomd(
      of(data('primary', '../../x.xml.gz') + data('updateinfo', 'repodata/u.xml.gz', 'b'.repeat(40), 'sha')),
    )
    expect(items.map(item => item.kind)).toEqual(['edition', 'rejected', 'rejected'])
    expect(items[0]).toMatchObject({ version: '7.1', publishedAtMs: 1769300449000 })
  })

  test('an index older than the one before is refused, so is one without packages', async () => {
    const good = of(data('primary', 'repodata/p.xml.gz'))
    expect(await repomd(good, 1769300449000)).toHaveLength(2)
    await expect(repomd(good, 1769300449001)).rejects.toMatchObject({ code: 'feed_untrusted' })
    await expect(repomd(of(data('updateinfo', 'repodata/u.xml')))).rejects.toMatchObject({ code: 'feed_malformed' })
  })
})

describe('primary', () => {
  const primary = async (bytes: Uint8Array | string) =>
    await readBytes(rpmRepository, bytes, { document: 'primary', options: { ...alma, repository: 'baseos' } })
  const bind = `<package type="rpm"><name>bind-libs</name><arch>x86_64</arch><version epoch="32" ver="9.16.23" rel="1.el9"/>
    <checksum type="sha256" pkgid="YES">${'a'.repeat(64)}</checksum><summary>s</summary><size package="1862748" installed="1" archive="1"/>
    <location href="Packages/b/bind-libs-9.16.23-1.el9.x86_64.rpm"/><format><rpm:sourcerpm>bind-9.16.23-1.el9.src.rpm</rpm:sourcerpm>
    <rpm:provides><rpm:entry name="x"/></rpm:provides><file>/usr/bin/x</file></format></package>`
  const of = (packages: string) =>
    `<metadata xmlns="http://linux.duke.edu/metadata/common" xmlns:rpm="http://linux.duke.edu/metadata/rpm">${packages}</metadata>`

  test('a package is a record with its source, in the source’s version', async () => {
    expect(await primary(of(bind))).toEqual([
      {
        kind: 'archive',
        distro: 'almalinux',
        release: '9',
        origin: 'baseos',
        isSecurity: false,
        name: 'bind-libs',
        arch: 'x86_64',
        version: '32:9.16.23-1.el9',
        source: 'bind',
        sourceVersion: '32:9.16.23-1.el9',
        phasedPercentage: null,
        path: 'Packages/b/bind-libs-9.16.23-1.el9.x86_64.rpm',
        sha256: 'a'.repeat(64),
        bytes: 1862748,
      },
    ])
  })

  test.each([
    [
      'a file beside the repository, as Amazon has them',
      'archive',
      bind.replace('Packages/b', '../../../../blobstore/b'),
    ],
    ['a file anywhere', 'rejected', bind.replace('Packages/b', 'x/../../b')],
    ['no name', 'rejected', bind.replace('bind-libs</name>', '</name>')],
    ['no version', 'rejected', bind.replace('ver="9.16.23"', '')],
    ['a hash that is none', 'rejected', bind.replace('a'.repeat(64), 'abc')],
  ])('%s gives %s', async (_, kind, text) => {
    expect((await primary(of(text))).map(item => item.kind)).toEqual([kind])
  })

  test('sources are left out; another root is refused', async () => {
    expect(await primary(of(bind.replace('x86_64<', 'src<')))).toEqual([])
    await expect(primary('<updates/>')).rejects.toMatchObject({ code: 'feed_malformed' })
  })

  test('the real one of Fedora 27 has 12 packages', async ({ skip }) => {
    const items = await primary(realDataOr(skip, 'rpm-repodata/fedora27/primary.xml'))
    expect(items).toHaveLength(12)
    expect(items[0]).toMatchObject({
      name: '389-ds-base',
      version: '1.3.7.8-1.fc27',
      source: '389-ds-base',
      bytes: 1862748,
    })
  })

  test('whatever the bytes, it ends with FeedError or sound records', async () => {
    const document = { document: 'primary', options: alma }
    await expectItHolds(rpmRepository, document, [Buffer.from(of(bind + bind))], 200)
  })
})

test('whatever the bytes of updateinfo and repomd, it ends with FeedError or sound records', async () => {
  const seeds = ['alma-9-baseos.xml', 'amazon-2.xml', 'fedora-38-modular.xml'].map(fixture)
  await expectItHolds(rpmRepository, { document: 'updateinfo', options: alma }, seeds)
  await expectItHolds(
    rpmRepository,
    { document: 'repomd', options: {} },
    [fixture('repomd-fedora-43-updates.xml')],
    100,
  )
})
