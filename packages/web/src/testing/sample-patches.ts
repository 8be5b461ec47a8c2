import type { PatchDetail, Software } from '@patchyard/api'
import { catalogPart } from './sample-catalog.ts'
import { sampleId, spread } from './sample-ids.ts'

type Told = readonly [
  source: string,
  version: string,
  from: string,
  security: boolean,
  severity: string,
  cves: number,
  reboot: boolean,
]

const debian: readonly Told[] = [
  ['linux', '6.1.158-1', '6.1.147-1', true, 'important', 41, true],
  ['openssl', '3.0.17-1~deb12u3', '3.0.17-1~deb12u2', true, 'critical', 3, false],
  ['glibc', '2.36-9+deb12u13', '2.36-9+deb12u10', true, 'important', 2, true],
  ['curl', '7.88.1-10+deb12u14', '7.88.1-10+deb12u12', true, 'moderate', 4, false],
  ['libxml2', '2.9.14+dfsg-1.3~deb12u4', '2.9.14+dfsg-1.3~deb12u2', true, 'important', 5, false],
  ['sudo', '1.9.13p3-1+deb12u2', '1.9.13p3-1+deb12u1', true, 'critical', 2, false],
  ['git', '1:2.39.5-0+deb12u3', '1:2.39.5-0+deb12u2', true, 'important', 6, false],
  ['systemd', '252.39-1~deb12u1', '252.38-1~deb12u1', false, '', 0, true],
  ['python3.11', '3.11.2-6+deb12u7', '3.11.2-6+deb12u6', true, 'moderate', 3, false],
  ['nginx', '1.22.1-9+deb12u3', '1.22.1-9+deb12u2', true, 'low', 1, false],
  ['tzdata', '2026b-0+deb12u1', '2025b-0+deb12u2', false, '', 0, false],
  ['postgresql-15', '15.15-0+deb12u1', '15.14-0+deb12u1', true, 'moderate', 2, false],
  ['base-files', '12.4+deb12u13', '12.4+deb12u12', false, '', 0, false],
  ['libssh', '0.10.6-0+deb12u2', '0.10.6-0+deb12u1', true, 'important', 4, false],
  ['vim', '2:9.0.1378-2+deb12u3', '2:9.0.1378-2+deb12u2', true, 'low', 7, false],
  ['openssh', '1:9.2p1-2+deb12u8', '1:9.2p1-2+deb12u7', true, 'critical', 1, false],
  ['krb5', '1.20.1-2+deb12u5', '1.20.1-2+deb12u4', true, 'moderate', 1, false],
  ['ca-certificates', '20230311+deb12u2', '20230311+deb12u1', false, '', 0, false],
]
const rocky: readonly (readonly [
  advisory: string,
  name: string,
  evr: string,
  severity: string,
  cves: number,
  reboot: boolean,
])[] = [
  ['RLSA-2026:21926', 'kernel', '5.14.0-611.11.1.el9_7', 'important', 9, true],
  ['RLSA-2026:20943', 'libssh', '0.10.4-15.el9_7', 'moderate', 2, false],
  ['RLSA-2026:21248', 'openssl', '1:3.5.1-4.el9_7', 'moderate', 2, false],
  ['RLSA-2026:19951', 'bind', '32:9.18.29-5.el9_7', 'important', 3, false],
  ['RLBA-2026:20998', 'systemd', '252-55.el9_7.7', '', 0, false],
  ['RLSA-2026:21111', 'grafana', '10.2.6-17.el9_7', 'important', 4, false],
]

function patch(n: number, part: Partial<PatchDetail> & Pick<PatchDetail, 'key' | 'title'>, nowMs: number): PatchDetail {
  const seenMs = nowMs - (1 + (spread(n, 7) % 40)) * 86_400_000 - (spread(n, 9) % 80_000_000)
  return {
    id: sampleId('patch', n),
    platform: 'linux',
    category: part.isSecurity ? 'security' : 'updates',
    severity: '',
    vendor: '',
    vendorSeverity: part.severity ?? '',
    isSecurity: false,
    advisories: [],
    cves: [],
    cvss: null,
    epss: null,
    kev: false,
    kevDueDate: null,
    exploited: false,
    ransomware: false,
    missingCount: 0,
    installedCount: 0,
    rebootSuggested: false,
    size: (spread(n, 3) % 9_000_000) + 40_000,
    isSuperseded: false,
    isDeprecated: false,
    issuedAt: part.isSecurity ? new Date(seenMs - 90_000_000).toISOString() : null,
    firstReportedAt: new Date(seenMs).toISOString(),
    source: 'reported',
    packages: [],
    supersededBy: null,
    type: '',
    version: '',
    modifiedAt: null,
    products: [],
    families: [],
    architectures: [],
    systems: [],
    kbs: [],
    bulletins: [],
    reboot: null,
    downloadMethod: 'automatic',
    deprecatedAt: null,
    deprecatedBecause: null,
    notices: [],
    vulnerabilities: [],
    files: [],
    install: null,
    references: [],
    endOfLife: [],
    secondOpinions: [],
    sources: [],
    latest: null,
    ...part,
  }
}

/** The worst of its CVEs, as the server works it out. */
function withRisk(of: PatchDetail): PatchDetail {
  const { vulnerabilities: all } = of
  const worst = (score: (one: (typeof all)[number]) => number | null): number | null =>
    all.length === 0 ? null : Math.max(...all.map(one => score(one) ?? 0))
  const kev = all.filter(one => one.kev)
  return {
    ...of,
    cvss: worst(one => one.cvss),
    epss: worst(one => one.epss),
    kev: kev.length > 0,
    kevDueDate: kev[0]?.kevDueDate ?? null,
    exploited: kev.length > 0,
    ransomware: kev.some(one => one.ransomware),
  }
}

const cves = (n: number, count: number): string[] =>
  Array.from({ length: count }, (_, i) => `CVE-2026-${20_000 + (spread(n, i) % 39_999)}`)

/** A CVE of the sample that is known to be exploited. */
export const sampleCve: string = cves(1, 1)[0] ?? ''

export function samplePatches(nowMs: number): PatchDetail[] {
  const debs = debian.map(([source, version, , isSecurity, severity, count, rebootSuggested], n) =>
    patch(
      n,
      {
        key: `deb:debian/bookworm/${source}@${version}`,
        title: `${source} ${version}`,
        isSecurity,
        severity,
        rebootSuggested,
        advisories: isSecurity ? [`DSA-60${10 + n}-1`] : [],
        cves: cves(n, count),
        packages: [source, `lib${source}`].map(name => ({ name, arch: 'amd64', candidate: version })),
      },
      nowMs,
    ),
  )
  const rpms = rocky.map(([advisory, name, evr, severity, count, rebootSuggested], i) =>
    patch(
      debian.length + i,
      {
        key: `rpm:rocky/${advisory}`,
        title: `${severity === '' ? '' : `${severity[0]?.toUpperCase()}${severity.slice(1)}: `}${name} ${severity === '' ? 'bug fix' : 'security'} update`,
        isSecurity: severity !== '',
        severity,
        rebootSuggested,
        advisories: [advisory],
        cves: cves(i + 90, count),
        packages: [{ name, arch: 'x86_64', candidate: evr }],
      },
      nowMs,
    ),
  )
  return [...debs, ...rpms].map((one, n) => withRisk(catalogPart(n, { ...one, isDeprecated: n === 12 }, nowMs)))
}

/** The version that was installed before; made up for those of the RPM family. */
export const versionBefore = (n: number): string => debian[n]?.[2] ?? '0:1.0-1.el9'
export const isDebianPatch = (n: number): boolean => n < debian.length

/** As an asset that has all of them would list its packages. */
export const samplePackages = (patches: readonly PatchDetail[]): Software[] =>
  patches.flatMap(({ packages, vendor }) =>
    packages.map(one => ({
      ...{ name: one.name, version: one.candidate, arch: one.arch, publisher: vendor, scope: null },
      source: packages[0]?.name ?? '',
      sourceVersion: one.candidate,
    })),
  )
