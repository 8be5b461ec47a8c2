import { describe, expect, it } from 'vitest'
import { patchIdentity } from './patch-identity.ts'

describe('a patch key says distribution, track and version', () => {
  it.each([
    [
      'deb:debian/bookworm/openssl@3.0.19-1~deb12u2',
      'debian/bookworm',
      'deb:debian/bookworm/openssl',
      '3.0.19-1~deb12u2',
      'deb',
    ],
    ['deb:ubuntu/noble/g++-13@1:2.0-1', 'ubuntu/noble', 'deb:ubuntu/noble/g++-13', '1:2.0-1', 'deb'],
    ['rpm:fedora/bash@0:5.1-2.fc40', 'fedora', 'rpm:fedora/bash', '0:5.1-2.fc40', 'rpm'],
    ['rpm:rocky/RLSA-2026:1234', 'rocky', 'rpm:rocky/RLSA-2026:1234', '', null],
    ['suse:SUSE-SLE-2026-12', 'suse', 'suse:SUSE-SLE-2026-12', '', null],
    ['something else', '', 'something else', '', null],
  ])('%s', (key, distro, track, version, scheme) => {
    expect(patchIdentity(key)).toEqual({ distro, track, version, scheme })
  })
})
