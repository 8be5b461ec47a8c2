import type { PatchDetail, Supersedence, SupersedenceEdge, SupersedenceNode, VulnerabilityDetail } from '@patchyard/api'
import type { Vulnerability } from '@patchyard/api'
import { sampleId, spread } from './sample-ids.ts'

const DAY = 86_400_000
const versionOf = (key: string): string => key.slice(key.indexOf('@') + 1)

/** What the catalog knows beyond what agents report. */
export function catalogPart(n: number, patch: PatchDetail, nowMs: number): PatchDetail {
  const at = (days: number): string => new Date(nowMs - days * DAY).toISOString()
  const isDeb = patch.key.startsWith('deb:')
  return {
    ...patch,
    type: 'OS',
    version: isDeb ? versionOf(patch.key) : '',
    modifiedAt: patch.issuedAt,
    vendor: isDeb ? 'Debian' : 'Rocky Enterprise Software Foundation',
    products: [patch.packages[0]?.name ?? 'A package'],
    architectures: isDeb ? ['amd64', 'arm64'] : ['x86_64'],
    systems: [isDeb ? 'debian bookworm' : 'rocky 9'],
    reboot: patch.rebootSuggested ? 'maybe' : null,
    deprecatedAt: patch.isDeprecated ? at(2) : null,
    deprecatedBecause: patch.isDeprecated ? 'no source names it any more' : null,
    notices: patch.advisories.map(name => ({
      name,
      title: `${patch.packages[0]?.name ?? 'A package'} – security update`,
      kind: 'security',
      severity: patch.severity,
      issuedAt: patch.issuedAt,
      url: `https://advisories.example.org/${name}`,
    })),
    vulnerabilities: patch.cves.map((cve, i) => {
      const luck = spread(n, i, 4)
      const kev = i === 0 && n % 5 === 1
      return {
        cve,
        title: `${patch.packages[0]?.name ?? 'A package'}: memory is read after it was given back`,
        severity: (['low', 'moderate', 'important', 'critical'] as const)[luck % 4] ?? 'low',
        cvss: 3 + (luck % 70) / 10,
        epss: (luck % 970) / 1000,
        kev,
        kevDueDate: kev ? at(-6) : null,
        ransomware: kev && n === 1,
      }
    }),
    files: isDeb
      ? []
      : patch.packages.map(one => ({
          url: `https://mirror.example.org/rocky/9/${one.name}-${one.candidate}.${one.arch}.rpm`,
          sha256: n === 20 ? null : 'c0ffee12'.repeat(8),
          bytes: (spread(n, 12) % 90_000_000) + 40_000,
          arch: one.arch,
          install: null,
        })),
    install:
      n === 23
        ? {
            type: 'msi',
            silentArguments: '/qn /norestart',
            successCodes: [0],
            rebootCodes: [1641, 3010],
            scope: 'machine',
          }
        : null,
    references: patch.advisories.map(name => `https://advisories.example.org/${name}/more`),
    endOfLife: isDeb
      ? [{ product: 'debian', release: '12', label: 'Debian 12 (bookworm)', endOfLifeAt: at(-600), isEndOfLife: false }]
      : [{ product: 'rocky-linux', release: '9', label: '9', endOfLifeAt: at(-2300), isEndOfLife: false }],
    secondOpinions:
      n === 23
        ? [
            {
              ...{ feed: 'scoop', since: at(2), catalog: 'scoop/Extras', name: 'grafana' },
              files: patch.packages.flatMap(one => {
                const url = `https://mirror.example.org/rocky/9/${one.name}-${one.candidate}.${one.arch}.rpm`
                return [
                  { url, sha256: 'decafbad'.repeat(8), arch: one.arch, agrees: false },
                  { url: `${url}.zip`, sha256: 'c0ffee12'.repeat(8), arch: one.arch, agrees: null },
                ]
              }),
            },
          ]
        : [],
    sources:
      n === 2
        ? []
        : [
            { feed: isDeb ? 'debian-advisories' : 'rpm-repository', since: at(20), of: n === 0 ? 'linux' : null },
            ...(isDeb ? [{ feed: 'debian-tracker', since: at(19), of: n === 0 ? 'linux' : null }] : []),
          ],
    latest: { id: patch.id, title: patch.title, isThis: true },
  }
}

const node = (key: string, more: Partial<SupersedenceNode> = {}): SupersedenceNode => ({
  key,
  id: null,
  title: key,
  version: '',
  issuedAt: null,
  isLatest: false,
  isDeprecated: false,
  missingCount: 0,
  ...more,
})

/** Of one patch two nodes, of one two hundred, of others a handful with each kind of edge. */
export function sampleSupersedence(n: number, patch: PatchDetail, nowMs: number): Supersedence {
  const own = node(patch.key, {
    id: patch.id,
    title: patch.title,
    version: patch.version,
    issuedAt: patch.issuedAt,
    isLatest: true,
    missingCount: patch.missingCount,
  })
  if (n === 18) return large(own, nowMs)
  if (patch.version !== '') {
    const older = node(`${patch.key.split('@')[0]}@${patch.version}~before`, {
      id: sampleId('patch', 900 + n),
      title: `${patch.title} (before)`,
      version: `${patch.version}~before`,
      missingCount: n,
    })
    const edges: SupersedenceEdge[] = [{ older: older.key, newer: own.key, kind: 'version', reason: null }]
    return { key: own.key, nodes: [own, older], edges, isCut: false }
  }
  const [a, b, c] = [
    'kb:5094124@windows-11-24h2-x64',
    'kb:5094125@windows-11-24h2-x64',
    'kb:5094126@windows-11-24h2-x64',
  ]
  const edges: SupersedenceEdge[] = [
    { older: own.key, newer: a, kind: 'stated', reason: null },
    { older: a, newer: b, kind: 'derived', reason: 'same build line, later build' },
    { older: own.key, newer: c, kind: 'packages', reason: null },
    { older: c, newer: b, kind: 'stated', reason: null },
  ]
  const nodes = [
    { ...own, isLatest: false },
    node(a, { title: 'October cumulative update', isDeprecated: true }),
    node(b, { id: sampleId('patch', 0), title: 'November cumulative update', isLatest: true, missingCount: 3 }),
    node(c),
  ]
  return { key: own.key, nodes, edges, isCut: false }
}

function large(own: SupersedenceNode, nowMs: number): Supersedence {
  const nodes = [
    { ...own, isLatest: false },
    ...Array.from({ length: 199 }, (_, i) =>
      node(`kb:50${String(i).padStart(5, '0')}@windows-10-22h2-x64`, {
        title: `Cumulative update ${i}`,
        issuedAt: new Date(nowMs - i * 9 * DAY).toISOString(),
        isLatest: i === 198,
        missingCount: i % 7,
      }),
    ),
  ]
  const keyOf = (i: number): string => nodes[i]?.key ?? ''
  const edges = nodes.slice(1).map((one, i): SupersedenceEdge => {
    const isBranch = i > 6 && spread(i, 5) % 4 === 0
    return {
      older: keyOf(isBranch ? i - 1 - (spread(i, 6) % 5) : i),
      newer: one.key,
      kind: i % 9 === 4 ? 'derived' : 'stated',
      reason: i % 9 === 4 ? 'a later build of the same product' : null,
    }
  })
  return { key: own.key, nodes, edges, isCut: true }
}

export function sampleVulnerability(row: Vulnerability, nowMs: number): VulnerabilityDetail {
  const at = (days: number): string => new Date(nowMs - days * DAY).toISOString()
  const statement = (release: string, state: VulnerabilityDetail['statements'][number]['state'], note = '') => ({
    distro: 'debian',
    release,
    product: '',
    package: row.title.split(':')[0] ?? '',
    of: 'source' as const,
    state,
    fixedVersion: state === 'fixed' ? '3.0.17-1~deb12u3' : null,
    note,
    vendorSeverity: release === 'bookworm' ? 'high' : '',
    feed: 'debian-tracker',
    since: at(9),
  })
  return {
    ...row,
    description: `${row.title}. A crafted message makes the parser read behind the end of what it holds, so that whoever sends it learns of memory or makes the process end.`,
    isRejected: false,
    onDiskAloneAssetCount: 2,
    onDiskAloneAssets: [sampleId('asset', 6), sampleId('asset', 9)],
    scores: [
      {
        version: '4.0',
        vector: 'CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N',
        source: 'cna:example',
        isPrimary: false,
        counts: true,
        base: row.cvss,
        temporal: null,
        environmental: null,
        overall: row.cvss,
      },
      {
        version: '3.1',
        vector: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H',
        source: 'nvd@nist.gov',
        isPrimary: true,
        counts: false,
        base: 9.8,
        temporal: null,
        environmental: null,
        overall: 9.8,
      },
      {
        version: '2.0',
        vector: 'AV:N/AC:L/Au:N/C:P/I:P/A:P',
        source: 'nvd@nist.gov',
        isPrimary: true,
        counts: false,
        base: null,
        temporal: null,
        environmental: null,
        overall: null,
      },
    ],
    epssModel: 'v2026.03.07',
    epssScoredAt: at(1),
    kevEntry: row.kev
      ? {
          addedAt: at(15),
          dueAt: row.kevDueDate,
          requiredAction: 'Apply mitigations per vendor instructions or discontinue use of the product.',
          vendor: 'Example',
          product: row.title.split(':')[0] ?? '',
        }
      : null,
    references: ['https://bugs.example.org/4711', 'https://lists.example.org/security/2026/11/0815'],
    notices: [
      {
        name: 'DSA-6011-1',
        title: 'security update',
        kind: 'security',
        severity: row.severity,
        issuedAt: at(8),
        url: 'https://advisories.example.org/DSA-6011-1',
      },
    ],
    statements: [
      statement('bookworm', 'fixed'),
      statement('bullseye', 'noFixPlanned', '<no-dsa> minor issue'),
      statement('trixie', 'notAffected', 'vulnerable_code_not_present'),
      statement('sid', 'affected'),
      { ...statement('9', 'undetermined'), distro: 'rocky', of: 'binary', feed: 'osv', vendorSeverity: 'Important' },
    ],
    sources: [
      { feed: 'cve5', since: at(12), says: ['cvss', 'cwes', 'description', 'publishedAtMs', 'ssvc', 'title'] },
      { feed: 'epss', since: at(1), says: ['epss'] },
      { feed: 'nvd', since: at(10), says: ['cvss', 'references'] },
      ...(row.kev ? [{ feed: 'kev', since: at(15), says: ['kev'] }] : []),
    ],
  }
}
