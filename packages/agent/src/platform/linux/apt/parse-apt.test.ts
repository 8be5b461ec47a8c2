import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { parseIndexTargets } from './parse-index-targets.ts'
import { parseAptPolicy } from './parse-policy.ts'
import { parseAptShow } from './parse-show.ts'
import { parseAptUpdate } from './parse-update.ts'

const sample = (name: string) =>
  readFileSync(new URL(`../../../../fixtures/samples/apt/${name}`, import.meta.url), 'utf8')

test('policy: candidate, installed and every version with its sources', () => {
  const openssl = parseAptPolicy(sample('debian12-apt-cache-policy.txt')).find(found => found.name === 'openssl')
  expect(openssl).toMatchObject({ installed: '3.0.19-1~deb12u2', candidate: '3.0.22-1~deb12u2', foreignArch: null })
  expect(openssl?.versions.map(version => [version.version, version.sources[0]?.description])).toEqual([
    ['3.0.22-1~deb12u2', 'http://mirror.example.org/debian-security bookworm-security/main amd64 Packages'],
    ['3.0.20-1~deb12u2', 'http://mirror.example.org/debian bookworm/main amd64 Packages'],
    ['3.0.19-1~deb12u2', '/var/lib/dpkg/status'],
    ['3.0.17-1~deb12u2', 'http://mirror.example.org/debian bookworm-updates/main amd64 Packages'],
  ])
})

test('policy: pins, phasing, foreign architectures and absent versions', () => {
  const text = `libc6:i386:
  Installed: (none)
  Candidate: 1.18
  Package pin: 1.18*
  Version table:
     1.20 1 (phased 20%)
       -10 http://h/x y/main i386 Packages
     1.18 1001
        500 file:/srv/repo ./ Packages
`
  expect(parseAptPolicy(text)).toEqual([
    {
      name: 'libc6',
      foreignArch: 'i386',
      installed: null,
      candidate: '1.18',
      versions: [
        {
          version: '1.20',
          priority: 1,
          phased: true,
          sources: [{ priority: -10, description: 'http://h/x y/main i386 Packages' }],
        },
        {
          version: '1.18',
          priority: 1001,
          phased: false,
          sources: [{ priority: 500, description: 'file:/srv/repo ./ Packages' }],
        },
      ],
    },
  ])
})

test.each(['what is this\n', '  Installed: 1\n'])('policy: %j is not of the kind', text => {
  expect(() => parseAptPolicy(text)).toThrow(expect.objectContaining({ code: 'E_PARSE_KIND' }) as Error)
})

test('show: source with and without a version of its own, sizes, what is needed', () => {
  const text = `Package: linux-image-amd64
Source: linux-signed-amd64 (6.1.148+1)
Version: 6.1.148-1
Architecture: amd64
Depends: linux-image-6.1.0-39-amd64 (= 6.1.148-1), a | b:any (>= 1)
Recommends: firmware-linux-free
Size: 1480
Description-en: Linux for 64-bit PCs (meta-package)
 This package depends on the latest kernel.
 .
 Package: not-a-package

Package: openssl
Version: 3.0.19-1
Architecture: amd64
Provides: a, b (= 1)
`
  expect(parseAptShow(text)).toMatchObject([
    {
      source: 'linux-signed-amd64',
      sourceVersion: '6.1.148+1',
      sizeBytes: 1480,
      summary: 'Linux for 64-bit PCs (meta-package)',
      needs: new Set(['linux-image-6.1.0-39-amd64', 'a', 'b', 'firmware-linux-free']),
    },
    { name: 'openssl', source: 'openssl', sourceVersion: '3.0.19-1', sizeBytes: null, provides: new Set(['a', 'b']) },
  ])
})

test('index targets: the entry that set up a repository, and whether apt trusts it', () => {
  const text = `Description: http://mirror.example.org/debian bookworm/main amd64 Packages
Label: Debian
Suite: oldstable
Trusted: yes
Sourcesentry: /etc/apt/sources.list.d/x y.sources:2

Description: file:/srv/repo ./ Packages
Trusted: no
`
  expect(parseIndexTargets(text)).toMatchObject([
    {
      label: 'Debian',
      suite: 'oldstable',
      trusted: true,
      entry: { file: '/etc/apt/sources.list.d/x y.sources', number: 2 },
    },
    { description: 'file:/srv/repo ./ Packages', trusted: false, entry: null },
  ])
})

test.each([
  [
    'a refused connection, which other errors keep out of the warnings',
    'Err:1 http://127.0.0.1:1/debian bookworm InRelease\n  Could not connect to 127.0.0.1:1 (127.0.0.1). - connect (111: Connection refused)\nGet:2 http://h/x y InRelease [1 B]\n',
    "E: The repository 'http://h/z nosuchsuite Release' does not have a Release file.\n",
    [
      {
        repository: 'http://127.0.0.1:1/debian bookworm',
        detail: 'Could not connect to 127.0.0.1:1 (127.0.0.1). - connect (111: Connection refused)',
      },
      { repository: 'http://h/z nosuchsuite', detail: 'does not have a Release file.' },
    ],
  ],
  [
    'a warning with exit code 0, told once',
    "Err:3 http://h/debian bookworm-updates InRelease\n  Temporary failure resolving 'h'\n",
    "W: Failed to fetch http://h/debian/dists/bookworm-updates/InRelease  Temporary failure resolving 'h'\nW: Some index files failed to download. They have been ignored, or old ones used instead.\n",
    [{ repository: 'http://h/debian bookworm-updates', detail: "Temporary failure resolving 'h'" }],
  ],
  [
    'a package list that does not match',
    'Err:5 http://h/debian bookworm/main amd64 Packages\n  Hash Sum mismatch\n',
    'E: Failed to fetch http://h/debian/dists/bookworm/main/binary-amd64/Packages.xz  Hash Sum mismatch\nE: Some index files failed to download. They have been ignored, or old ones used instead.\n',
    [{ repository: 'http://h/debian bookworm', detail: 'Hash Sum mismatch' }],
  ],
  [
    'an unsigned flat repository',
    'Ign:6 file:/srv/repo ./ Release.gpg\n',
    "E: The repository 'file:/srv/repo ./ Release' is not signed.\n",
    [{ repository: 'file:/srv/repo ./', detail: 'is not signed.' }],
  ],
  [
    'an unknown key',
    '',
    "W: GPG error: http://h/x stable InRelease: The following signatures couldn't be verified because the public key is not available: NO_PUBKEY 1234567890ABCDEF\n",
    [{ repository: 'http://h/x stable', detail: expect.stringContaining('NO_PUBKEY') as string }],
  ],
  [
    'a Release file past its date',
    '',
    'E: Release file for http://h/debian/dists/sid/InRelease is expired (invalid since 3d). Updates for this repository will not be applied.\n',
    [{ repository: 'http://h/debian sid', detail: expect.stringContaining('is expired') as string }],
  ],
  [
    'only a translation',
    'Err:4 http://h/debian bookworm/main Translation-en\n  404  Not Found\n',
    'W: Failed to fetch http://h/debian/dists/bookworm/main/i18n/Translation-en.xz  404\n',
    [],
  ],
  [
    'a failure of the run as a whole',
    '',
    'E: List directory /var/lib/apt/lists/partial is missing. - Acquire (28: No space left on device)\n',
    [{ repository: null, detail: expect.stringContaining('No space left') as string }],
  ],
  ['nothing', 'Hit:1 http://h/debian bookworm InRelease\nReading package lists...\n', '', []],
])('update: %s', (_, stdout, stderr, wanted) => {
  expect(parseAptUpdate(stdout, stderr)).toEqual(wanted)
})
