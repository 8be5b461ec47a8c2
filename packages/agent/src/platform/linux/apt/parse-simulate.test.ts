import { expect, test } from 'vitest'
import { parseAptSimulation } from './parse-simulate.ts'
import { isSecurityOrigin } from './security-origin.ts'

const change = (line: string) => parseAptSimulation(`${line}\n`).changes[0]

test.each([
  [
    'an upgrade',
    'Inst apt [2.6.1] (2.6.2 Debian-Security:12/oldstable-security [amd64])',
    {
      name: 'apt',
      arch: 'amd64',
      installed: '2.6.1',
      candidate: '2.6.2',
      origins: ['Debian-Security:12/oldstable-security'],
    },
  ],
  [
    'a new package',
    'Inst jq (1.6-2.1 Debian:12.10/stable [amd64])',
    { name: 'jq', installed: null, candidate: '1.6-2.1' },
  ],
  [
    'a foreign architecture, taken from the brackets',
    'Inst libc6:i386 [2.36-9] (2.36-9+deb12u10 Debian:12.10/stable [i386])',
    { name: 'libc6', arch: 'i386', installed: '2.36-9' },
  ],
  [
    'several origins',
    'Inst a [1] (2 Ubuntu:24.04/noble-updates, Ubuntu:24.04/noble-security [all])',
    { origins: ['Ubuntu:24.04/noble-updates', 'Ubuntu:24.04/noble-security'] },
  ],
  [
    'a label with blanks and brackets',
    'Inst a [1] (2 My (own) [repo]:1/x [amd64])',
    { candidate: '2', arch: 'amd64', origins: ['My (own) [repo]:1/x'] },
  ],
  ['a file without a repository', 'Inst a [1] (2 [all])', { candidate: '2', arch: 'all', origins: [] }],
  [
    'a remark on what is broken meanwhile',
    'Inst libpam-modules-bin [1] (2 Ubuntu:22.04/jammy-updates [amd64]) [libpam-modules:amd64 on libpam-modules-bin:amd64] [libpam-modules:amd64 ]',
    { candidate: '2', origins: ['Ubuntu:22.04/jammy-updates'] },
  ],
  ['an empty remark', 'Inst udev [1] (2 Ubuntu:22.04/jammy-updates [amd64]) []', { candidate: '2' }],
  [
    'apt of old without an architecture',
    'Inst a [1] (2 Debian:7/oldstable)',
    { candidate: '2', arch: null, origins: ['Debian:7/oldstable'] },
  ],
])('%s', (_, line, wanted) => {
  expect(change(line)).toMatchObject(wanted)
})

const LONG = `Reading package lists...
Building dependency tree...
Calculating upgrade...
The following packages have been kept back:
  linux-image-amd64 libfoo:i386
  zfs-dkms
The following upgrades have been deferred due to phasing:
  python3-software-properties software-properties-common
The following packages will be REMOVED:
  old-thing
The following packages will be upgraded:
  apt
1 upgraded, 0 newly installed, 1 to remove and 5 not upgraded.
Remv old-thing [1.0-1] [other:amd64 ]
Inst apt [2.6.1] (2.6.2 Debian-Security:12/oldstable-security [amd64])
Conf apt (2.6.2 Debian-Security:12/oldstable-security [amd64])
`

test('lists of names are told apart by their headings', () => {
  expect(parseAptSimulation(LONG)).toMatchObject({
    keptBack: ['linux-image-amd64', 'libfoo:i386', 'zfs-dkms'],
    phased: ['python3-software-properties', 'software-properties-common'],
    removals: [{ name: 'old-thing', arch: null, installed: '1.0-1' }],
    changes: [{ name: 'apt' }],
  })
})

test('nothing to do is an empty simulation', () => {
  expect(parseAptSimulation('0 upgraded, 0 newly installed, 0 to remove and 0 not upgraded.\n').changes).toEqual([])
})

test.each(['Inst', 'Inst a', 'Inst a [1]', 'Inst a [1] 2', 'Inst a [1] ()', 'Remv '])(
  'the cut line %j is an error, not a package less',
  line => {
    expect(() => parseAptSimulation(`${LONG}${line}\n`)).toThrow(
      expect.objectContaining({ code: 'E_PARSE_LINE' }) as Error,
    )
  },
)

test.each([
  ['Debian-Security:12/stable-security', true],
  ['Debian-Security:9/oldstable', true],
  ['Ubuntu:24.04/noble-security', true],
  ['UbuntuESMApps:22.04/jammy-apps-security', true],
  ['Ubuntu:24.04/noble-updates', false],
  ['Debian:12.10/stable', false],
  ['Security:1/stable', false],
  ['stable-security', true],
  ['mirror.example.org', false],
])('%s is a security archive: %s', (origin, wanted) => {
  expect(isSecurityOrigin(origin)).toBe(wanted)
})
