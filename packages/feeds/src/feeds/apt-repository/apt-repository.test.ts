import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { unpack } from '../../bytes/unpack.ts'
import { wholeBytes } from '../../bytes/whole.ts'
import { inChunks } from '../../testing/chunks.ts'
import { expectItHolds, readBytes } from '../../testing/mutated-bytes.ts'
import { realDataOr } from '../../testing/real-data.ts'
import { aptRepository } from './index.ts'

const nowMs = Date.UTC(2026, 10, 22)
const hash = 'a'.repeat(64)
const release = (fields: string, files = ` ${hash} 100 main/binary-amd64/Packages.xz`) =>
  `-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\n${fields}\nSHA256:\n${files}\n-----BEGIN PGP SIGNATURE-----\n\niQIz\n=tJ7P\n-----END PGP SIGNATURE-----\n`
const debian = 'Origin: Debian\nLabel: Debian\nSuite: oldstable\nVersion: 12.15\nCodename: bookworm'
const date = 'Date: Fri, 20 Nov 2026 00:12:41 UTC'
const read = async (
  text: string | Uint8Array,
  extra: { options?: Record<string, string>; sinceMs?: number; nowMs?: number } = {},
) => await readBytes(aptRepository, text, { document: 'release', options: {}, nowMs, ...extra })

const context = { distro: 'debian', release: 'bookworm', origin: 'Debian:12.15/oldstable', security: 'no' }
const packages = async (text: string | Uint8Array, options: Record<string, string> = context) =>
  await readBytes(aptRepository, text, { document: 'packages', options })
const stanza = (more = '') =>
  `Package: libssl3\nSource: openssl (3.0.11-1)\nVersion: 3.0.11-1+b1\nArchitecture: amd64\nFilename: pool/main/o/openssl/libssl3_3.0.11-1_amd64.deb\nSize: 2000\nSHA256: ${hash}\nDescription: libraries\n more of it\n${more}\n`

describe('InRelease', () => {
  test('names the Packages files that are wanted, by hash where the archive has them so', async () => {
    const text = release(
      `${debian}\n${date}\nAcquire-By-Hash: yes\nNo-Support-for-Architecture-all: Packages`,
      [
        ` ${hash} 100 main/binary-amd64/Packages`,
        ` ${hash.replaceAll('a', 'b')} 50 main/binary-amd64/Packages.gz`,
        ` ${hash.replaceAll('a', 'c')} 40 main/binary-amd64/Packages.xz`,
        ` ${hash} 40 main/binary-arm64/Packages.xz`,
        ` ${hash} 40 main/debian-installer/binary-amd64/Packages.xz`,
        ` ${hash} 0 contrib/binary-amd64/Packages`,
        ` ${hash} 32 contrib/binary-amd64/Packages.xz`,
        ` ${hash} 40 main/binary-all/Packages.xz`,
        ` ${hash} 40 ../main/binary-amd64/Packages.xz`,
      ].join('\n'),
    )
    expect(await read(text)).toEqual([
      { kind: 'edition', version: '12.15', publishedAtMs: Date.UTC(2026, 10, 20, 0, 12, 41), declared: null },
      {
        kind: 'follow',
        document: 'packages',
        url: `main/binary-amd64/by-hash/SHA256/${hash.replaceAll('a', 'c')}`,
        place: 'main/binary-amd64',
        sha256: hash.replaceAll('a', 'c'),
        bytes: 40,
        changedAtMs: null,
        options: context,
      },
    ])
  })

  test('packages of every architecture are in a list of their own unless the archive says otherwise', async () => {
    const files = ` ${hash} 100 main/binary-amd64/Packages.xz\n ${hash} 10 main/binary-all/Packages.xz`
    const items = await read(release(`${debian}\n${date}`, files))
    expect(items.map(item => item.kind === 'follow' && item.url).slice(1)).toEqual([
      'main/binary-amd64/Packages.xz',
      'main/binary-all/Packages.xz',
    ])
  })

  test.each([
    [
      'Origin: Debian\nLabel: Debian-Security\nSuite: oldstable-security\nCodename: bookworm-security',
      'debian',
      'bookworm',
      'yes',
    ],
    ['Origin: Debian\nLabel: Debian\nSuite: oldstable-updates\nCodename: bookworm-updates', 'debian', 'bookworm', 'no'],
    [
      'Origin: Debian\nLabel: Debian-Security\nSuite: oldoldstable\nCodename: buster/updates',
      'debian',
      'buster',
      'yes',
    ],
    ['Origin: Ubuntu\nLabel: Ubuntu\nSuite: noble-security\nCodename: noble', 'ubuntu', 'noble', 'yes'],
    ['Origin: Ubuntu\nLabel: Ubuntu\nSuite: noble-updates\nCodename: noble', 'ubuntu', 'noble', 'no'],
    [
      'Origin: UbuntuESMApps\nLabel: UbuntuESMApps\nSuite: jammy-apps-security\nCodename: jammy',
      'ubuntu',
      'jammy',
      'yes',
    ],
  ])('%j is of %s %s, security: %s', async (fields, distro, codename, security) => {
    const follow = (await read(release(`${fields}\n${date}`)))[1]
    expect(follow).toMatchObject({ options: { distro, release: codename, security } })
  })

  test('of another vendor it has to be said which release of which system it is for', async () => {
    const text = release(`Origin: Docker\nLabel: Docker CE\nSuite: bookworm\n${date}`)
    await expect(read(text)).rejects.toMatchObject({ code: 'feed_unknown' })
    const items = await read(text, { options: { distro: 'debian', release: 'bookworm' } })
    expect(items[1]).toMatchObject({ options: { origin: 'Docker CE:bookworm', security: 'no' } })
  })

  test.each([
    ['expired', `${debian}\n${date}\nValid-Until: Sat, 21 Nov 2026 00:12:41 UTC`, {}, 'feed_untrusted'],
    [
      'of the time that it expires at when the time is not known',
      `${debian}\n${date}\nValid-Until: Fri, 27 Nov 2026 00:12:41 UTC`,
      { nowMs: undefined },
      'feed_untrusted',
    ],
    [
      'older than what was read before',
      `${debian}\n${date}`,
      { sinceMs: Date.UTC(2026, 10, 20, 0, 12, 42) },
      'feed_untrusted',
    ],
    ['of next week', `${debian}\nDate: Sun, 29 Nov 2026 00:00:00 UTC`, {}, 'feed_untrusted'],
    ['without a date', debian, {}, 'feed_malformed'],
    ['of a day that there is not', `${debian}\nDate: Mon, 31 Nov 2026 00:00:00 UTC`, {}, 'feed_malformed'],
    ['with a field twice', `${debian}\nSuite: stable\n${date}`, {}, 'feed_malformed'],
    ['with a line that is no field', `${debian}\n${date}\nnonsense`, {}, 'feed_malformed'],
    ['with a dash that is not escaped', `${debian}\n${date}\n-x: 1`, {}, 'feed_malformed'],
  ] as const)('one that is %s is refused', async (_, fields, extra, code) => {
    await expect(read(release(fields), extra as { nowMs?: number; sinceMs?: number })).rejects.toMatchObject({ code })
  })

  test('the same date as before is no step back', async () => {
    const sinceMs = Date.UTC(2026, 10, 20, 0, 12, 41)
    expect(await read(release(`${debian}\n${date}`), { sinceMs })).toHaveLength(2)
  })

  const good = release(`${debian}\n${date}`)
  test.each([
    ['nothing is signed', 'Origin: Debian\n', 'feed_untrusted'],
    ['it is empty', '', 'feed_untrusted'],
    ['text stands before what is signed', `Origin: Evil\n${good}`, 'feed_untrusted'],
    ['text stands after the signature', `${good}Origin: Evil\n`, 'feed_malformed'],
    ['a second message follows', good + good, 'feed_malformed'],
    ['the signature is cut off', good.slice(0, -30), 'feed_malformed'],
    ['what is signed is cut off', good.slice(0, 150), 'feed_malformed'],
    ['an armour header is put in', good.replace('Hash: SHA256', 'Hash: SHA256\nOrigin: Evil'), 'feed_malformed'],
  ])('it is refused when %s', async (_, text, code) => {
    await expect(read(text)).rejects.toMatchObject({ code })
  })

  test('of two signers there are two signatures', async () => {
    const second = good.slice(good.indexOf('-----BEGIN PGP SIGNATURE'))
    expect(await read(good + second)).toHaveLength(2)
  })

  test('a bad line of the list is counted, the others are taken', async () => {
    const items = await read(release(`${debian}\n${date}`, ` zz 1 x\n ${hash} 100 main/binary-amd64/Packages.xz`))
    expect(items.map(item => item.kind)).toEqual(['edition', 'rejected', 'follow'])
  })

  test('Debian’s real ones of 20 November 2026 name lists whose hashes are those of the real lists', async ({
    skip,
  }) => {
    for (const [suite, valid, codename] of [
      ['bookworm-security', 'yes', 'bookworm'],
      ['bookworm-updates', 'no', 'bookworm'],
    ] as const) {
      const items = await read(realDataOr(skip, `apt-repo/${suite}.InRelease`))
      expect(items[1]).toMatchObject({ kind: 'follow', options: { release: codename, security: valid } })
      const packed = realDataOr(skip, `apt-repo/${suite}-main-amd64.Packages.xz`)
      const plain = await wholeBytes(unpack(inChunks(packed), { bytes: 1e7, unpackedBytes: 1e7 }, 'it'))
      const text = Buffer.from(realDataOr(skip, `apt-repo/${suite}.InRelease`)).toString()
      expect(text).toContain(createHash('sha256').update(plain).digest('hex'))
    }
    const week = Date.UTC(2026, 10, 27, 0, 12, 42)
    await expect(read(realDataOr(skip, 'apt-repo/bookworm-security.InRelease'), { nowMs: week })).rejects.toThrow(
      /expired/,
    )
  })
})

describe('Packages', () => {
  test('a stanza is a record with the source that it is built from', async () => {
    expect(await packages(stanza())).toEqual([
      {
        kind: 'archive',
        distro: 'debian',
        release: 'bookworm',
        origin: 'Debian:12.15/oldstable',
        isSecurity: false,
        name: 'libssl3',
        arch: 'amd64',
        version: '3.0.11-1+b1',
        source: 'openssl',
        sourceVersion: '3.0.11-1',
        phasedPercentage: null,
        path: 'pool/main/o/openssl/libssl3_3.0.11-1_amd64.deb',
        sha256: hash,
        bytes: 2000,
      },
    ])
  })

  test('without Source it is its own; Ubuntu’s share is read; the first of two fields counts', async () => {
    const text = stanza('Phased-Update-Percentage: 30\nVersion: 9').replace(/Source:.*\n/, '')
    expect(await packages(text)).toMatchObject([
      { source: 'libssl3', sourceVersion: '3.0.11-1+b1', version: '3.0.11-1+b1', phasedPercentage: 30 },
    ])
  })

  test.each([
    ['no name', stanza().replace('libssl3\nS', '-rf /\nS'), /Package/],
    ['no version', stanza().replace(/Version:.*\n/, ''), /Version/],
    ['a version that dpkg refuses', stanza().replace('3.0.11-1+b1', 'a:1'), /epoch/],
    ['no architecture', stanza().replace(/Architecture:.*\n/, ''), /Architecture/],
    ['a source that is none', stanza().replace('openssl (', 'open ssl ('), /Source/],
    ['a file outside', stanza().replace('pool/', 'pool/../../'), /Filename/],
    ['a file elsewhere', stanza().replace('pool/', 'https://x/'), /Filename/],
    ['a hash that is none', stanza().replace(hash, 'abc'), /SHA256/],
    ['a share above all', stanza('Phased-Update-Percentage: 101'), /Percentage/],
  ])('one with %s is rejected, the next is taken', async (_, text, reason) => {
    const items = await packages(`${text}\n${stanza()}`)
    expect(items).toMatchObject([
      { kind: 'rejected', reason: expect.stringMatching(reason) as string },
      { kind: 'archive' },
    ])
  })

  test.each([
    ['empty', ''],
    ['a page of a proxy', '<html>\n<body>please log in</body></html>\n'],
    ['cut off within a line', stanza().slice(0, 60)],
    ['a continuation of nothing', ' x\n'],
    ['not UTF-8', Buffer.from([0x50, 0xff, 0x0a])],
  ])('%s is refused', async (_, text) => {
    await expect(packages(text)).rejects.toMatchObject({ code: 'feed_malformed' })
  })

  test('without what the Release file says it is not read', async () => {
    await expect(packages(stanza(), { distro: 'debian' })).rejects.toMatchObject({ code: 'feed_unknown' })
  })

  test('Debian’s real security list has 3,006 packages, none rejected', async ({ skip }) => {
    const packed = realDataOr(skip, 'apt-repo/bookworm-security-main-amd64.Packages.xz')
    const plain = await wholeBytes(unpack(inChunks(packed), { bytes: 1e7, unpackedBytes: 1e7 }, 'it'))
    const items = await packages(plain, { ...context, security: 'yes' })
    expect(items).toHaveLength(3006)
    expect(items.every(item => item.kind === 'archive' && item.isSecurity && item.sha256 !== null)).toBe(true)
    expect(items.find(item => item.kind === 'archive' && item.name === 'libssl3')).toMatchObject({ source: 'openssl' })
  })
})

test('whatever the bytes of an InRelease, it ends with FeedError or sound items', async () => {
  const files = ` ${hash} 100 main/binary-amd64/Packages.xz\n ${hash} 10 main/binary-all/Packages.gz`
  const seed = release(`${debian}\n${date}\nValid-Until: Fri, 27 Nov 2026 00:12:41 UTC`, files)
  await expectItHolds(aptRepository, { document: 'release', options: {}, nowMs }, [Buffer.from(seed)])
})

test('whatever the bytes of a Packages file, it ends with FeedError or sound records', async () => {
  const seed = Buffer.from(`${stanza('Phased-Update-Percentage: 30')}\n${stanza()}`)
  await expectItHolds(aptRepository, { document: 'packages', options: context }, [seed])
})
