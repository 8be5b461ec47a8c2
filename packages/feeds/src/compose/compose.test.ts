import { describe, expect, it } from 'vitest'
import type { AdvisoryRecord } from '../records/advisory-record.ts'
import type { FixRecord } from '../records/fix-record.ts'
import type { PatchRecord } from '../records/patch-record.ts'
import type { VulnerabilityRecord } from '../records/vulnerability-record.ts'
import { composePatch } from './compose-patch.ts'
import { composeTrack } from './compose-track.ts'
import { composeVulnerability } from './compose-vulnerability.ts'
import { type FactBody, factsOf } from './fact.ts'
import { saidOfSigned, signedKernelsOf, unsignedKernelOf } from './signed-kernels.ts'

const track = { distro: 'debian', release: 'bookworm', source: 'openssl' }

const fix = (cve: string, fixedVersion: string, more: Partial<FixRecord> = {}): FixRecord => ({
  kind: 'fix',
  distro: 'debian',
  release: 'bookworm',
  product: '',
  of: 'source',
  package: 'openssl',
  scheme: 'deb',
  cve,
  status: 'fixed',
  fixedVersion,
  note: '',
  ...more,
})

const advisory = (
  name: string,
  version: string,
  cves: string[],
  more: Partial<AdvisoryRecord> = {},
): AdvisoryRecord => ({
  kind: 'advisory',
  name,
  title: 'openssl security update',
  category: 'security',
  vendorSeverity: '',
  severity: '',
  issuedAtMs: 1_700_000_000_000,
  updatedAtMs: null,
  url: `https://example.org/${name}`,
  cves,
  replaces: [],
  reboot: null,
  fixes: [
    {
      distro: 'debian',
      release: 'bookworm',
      of: 'source',
      package: { name: 'openssl', arch: '', version, module: '', file: null },
      pocket: '',
    },
  ],
  ...more,
})

const bodies = (...records: Parameters<typeof factsOf>[0][]): FactBody[] =>
  records.flatMap(record => factsOf(record).map(fact => fact.body))

describe('patches of a source package', () => {
  it('carry the CVEs that were fixed in exactly their version, oldest first', () => {
    const patches = composeTrack(
      track,
      bodies(
        fix('CVE-2024-1111', '3.0.15-1~deb12u1'),
        fix('CVE-2025-2222', '3.0.17-1~deb12u2'),
        fix('CVE-2025-3333', '3.0.17-1~deb12u2'),
        advisory('DSA-5900-1', '3.0.17-1~deb12u2', ['CVE-2025-2222', 'CVE-2025-3333']),
      ),
    )
    expect(patches.map(p => [p.key, p.cves, p.advisories.map(a => a.name)])).toEqual([
      ['deb:debian/bookworm/openssl@3.0.15-1~deb12u1', ['CVE-2024-1111'], []],
      ['deb:debian/bookworm/openssl@3.0.17-1~deb12u2', ['CVE-2025-2222', 'CVE-2025-3333'], ['DSA-5900-1']],
    ])
    expect(patches[1]).toMatchObject({ isSecurity: true, category: 'security', issuedAtMs: 1_700_000_000_000 })
  })

  it('leave out what the tracker calls not affected, and what it knows to be fixed earlier', () => {
    const [older, newer] = composeTrack(
      track,
      bodies(
        fix('CVE-2024-1111', '1-1'),
        fix('CVE-2024-9999', '', { status: 'notAffected' }),
        advisory('DSA-1-1', '2-1', ['CVE-2024-1111', 'CVE-2024-9999', 'CVE-2024-5555']),
      ),
    )
    expect([older?.cves, newer?.cves]).toEqual([['CVE-2024-1111'], ['CVE-2024-5555']])
  })

  it('are the same whatever the order of facts', () => {
    const facts = bodies(
      fix('CVE-2024-1111', '1-1'),
      fix('CVE-2025-2222', '2-1'),
      advisory('DSA-2-1', '2-1', ['CVE-2025-2222']),
      advisory('DSA-1-1', '2-1', ['CVE-2025-2222']),
    )
    expect(composeTrack(track, facts.toReversed())).toEqual(composeTrack(track, facts))
  })

  it('are of what an updates or security archive offers, not of what the release began with', () => {
    const offer = (origin: string, sourceVersion: string, isSecurity = false) => ({
      kind: 'archive' as const,
      distro: 'debian',
      release: 'bookworm',
      origin,
      isSecurity,
      name: 'libssl3',
      arch: 'amd64',
      version: sourceVersion,
      source: 'openssl',
      sourceVersion,
      phasedPercentage: null,
      path: '',
      sha256: null,
      bytes: null,
    })
    const patches = composeTrack(
      track,
      bodies(
        offer('Debian:12/bookworm', '1-1'),
        offer('Debian:12/bookworm-updates', '2-1'),
        offer('Debian-Security:12/bookworm-security', '3-1', true),
      ),
    )
    expect(patches.map(p => [p.version, p.isSecurity])).toEqual([
      ['2-1', false],
      ['3-1', true],
    ])
  })

  it('are those of signed kernels, too, under the name and version that machines have', () => {
    const kernel = { ...track, source: 'linux' }
    const facts = bodies(
      fix('CVE-2025-1', '6.1.140-1', { package: 'linux' }),
      fix('CVE-2025-2', '6.12.9-1~bpo12+1', { package: 'linux' }),
    )
    const signed = signedKernelsOf(kernel).flatMap(one => composeTrack(one, saidOfSigned(facts, one.source)))
    expect(signed.map(p => p.key)).toContain('deb:debian/bookworm/linux-signed-amd64@6.1.140+1')
    expect(signed.map(p => p.key)).toContain('deb:debian/bookworm/linux-signed-arm64@6.12.9+1~bpo12+1')
    expect(signedKernelsOf(kernel).map(unsignedKernelOf)).toEqual([kernel, kernel, kernel])
    expect([signedKernelsOf(track), unsignedKernelOf(track)]).toEqual([[], null])
  })
})

const listed: PatchRecord = {
  kind: 'patch',
  key: 'rpm:rocky/RLSA-2026:1',
  title: 'Important: openssl',
  platform: 'linux',
  vendor: 'Rocky Linux',
  products: [],
  families: [],
  track: 'rpm:rocky/RLSA-2026:1',
  version: '',
  versionScheme: null,
  category: 'security',
  isSecurity: true,
  vendorSeverity: 'Important',
  severity: 'important',
  cves: ['CVE-2026-1111'],
  advisories: ['RLSA-2026:1'],
  references: [],
  issuedAtMs: 5,
  updatedAtMs: null,
  reboot: 'maybe',
  downloadMethod: 'automatic',
  files: [],
  detection: {
    kind: 'packages',
    packages: [{ name: 'openssl', arch: 'x86_64', version: '1:3.0.7-1.el9', module: '', file: null }],
  },
  install: null,
  deprecated: null,
}

const rocky = advisory('RLSA-2026:1', '1:3.0.7-1.el9', ['CVE-2026-2222'], {
  fixes: [
    {
      distro: 'rocky',
      release: '9',
      of: 'binary',
      package: { name: 'openssl', arch: '', version: '1:3.0.7-1.el9', module: '', file: null },
      pocket: '',
    },
  ],
})

describe('a patch that a feed lists', () => {
  it('joins what all feeds say: CVEs, advisories, the releases that it is for', () => {
    const patch = composePatch(listed.key, bodies(listed, rocky))
    expect(patch).toMatchObject({
      title: 'Important: openssl',
      distro: 'rocky',
      cves: ['CVE-2026-1111', 'CVE-2026-2222'],
      rules: [{ distro: 'rocky', release: '9', name: 'openssl', arch: 'x86_64', scheme: 'rpm' }],
    })
    expect(patch?.advisories.map(a => a.name)).toEqual(['RLSA-2026:1'])
  })

  it('is the advisory itself where no feed lists it', () => {
    const [fact] = factsOf(rocky)
    expect(fact?.subject).toBe('rpm:rocky/RLSA-2026:1')
    expect(composePatch('rpm:rocky/RLSA-2026:1', bodies(rocky))).toMatchObject({
      key: 'rpm:rocky/RLSA-2026:1',
      title: 'openssl security update',
      cves: ['CVE-2026-2222'],
    })
  })

  it('of SUSE is one patch with its advisory, for the systems that the advisory names', () => {
    const key = 'suse:openSUSE-SLE-15.5-2023-3971'
    const notice = advisory('SUSE-SU-2023:3971-1', '1:3.0.7-1', ['CVE-2023-2163'], {
      patch: key,
      fixes: ['15.4', '15.5'].map(release => ({
        distro: 'opensuse-leap',
        release,
        of: 'binary',
        package: { name: 'openssl', arch: 'x86_64', version: '1:3.0.7-1', module: '', file: null },
        pocket: '',
      })),
    })
    expect(new Set(factsOf(notice).map(fact => fact.subject))).toEqual(new Set([key]))
    const patch = composePatch(key, bodies({ ...listed, key, track: key, advisories: [notice.name] }, notice))
    expect(patch?.rules.map(rule => `${rule.distro} ${rule.release}`)).toEqual([
      'opensuse-leap 15.4',
      'opensuse-leap 15.5',
    ])
    expect(patch?.cves).toContain('CVE-2023-2163')
  })

  it('is none of an advisory of SUSE alone: its engine installs patches by other names', () => {
    const [one] = rocky.fixes
    const notice = {
      ...rocky,
      name: 'SUSE-SU-2023:3971-1',
      fixes: one === undefined ? [] : [{ ...one, distro: 'sles' }],
    }
    expect(composePatch('rpm:sles/SUSE-SU-2023:3971-1', bodies(notice))).toBeNull()
  })

  it('is none where nothing of it can be installed', () => {
    expect(composePatch('rpm:rocky/RLSA-2026:1', [])).toBeNull()
  })
})

describe('a CVE', () => {
  const vector = (text: string, more: object = {}) => ({
    version: '3.1' as const,
    vector: text,
    source: 'nvd@nist.gov',
    isPrimary: true,
    ...more,
  })
  const high = 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H'
  const low = 'CVSS:3.1/AV:P/AC:H/PR:H/UI:R/S:U/C:L/I:N/A:N'
  const record = (more: Partial<VulnerabilityRecord>): VulnerabilityRecord => ({
    kind: 'vulnerability',
    cve: 'CVE-2026-1111',
    ...more,
  })

  it('has its score from the vector, never from a number that came with it', () => {
    const { cvss, chosen, severity } = composeVulnerability('CVE-2026-1111', [record({ cvss: [vector(high)] })])
    expect([cvss[chosen]?.scores?.overall, severity]).toEqual([9.8, 'critical'])
  })

  it.each([
    [
      'the newest version',
      [vector(high), vector('CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N', { version: '4.0' })],
      1,
    ],
    ['the primary one', [vector(high, { isPrimary: false }), vector(low)], 1],
    ['the highest of equal ones', [vector(low), vector(high, { source: 'b' })], 1],
    ['none that cannot be read', [vector('CVSS:3.1/AV:X'), vector(low)], 1],
    ['none at all', [vector('AV:N/AC:L/Au:N/C:P/I:P/A:P', { version: '2.0' })], -1],
  ])('counts %s of its vectors', (_, cvss, chosen) => {
    expect(composeVulnerability('CVE-2026-1111', [record({ cvss })]).chosen).toBe(chosen)
  })

  it('is what the first source says of it, with what only others know', () => {
    const composed = composeVulnerability('CVE-2026-1111', [
      record({ title: 'first', modifiedAtMs: 1 }),
      record({ title: 'second', description: 'more', modifiedAtMs: 9, cwes: ['CWE-79'] }),
      record({ epss: { probability: 0.5, percentile: 0.9, modelVersion: 'v1', scoredAtMs: 3 } }),
    ])
    expect(composed).toMatchObject({ title: 'first', description: 'more', modifiedAtMs: 9, cwes: ['CWE-79'] })
    expect(composed.epss?.probability).toBe(0.5)
  })
})
