import type { RpmPackage } from '../packages/rpm.ts'
import type { Advisory } from '../packages/updateinfo.ts'

// The packages of dnf and zypper hosts. Their rpm database holds nothing else, so every count in a test can be derived
// from these rows. Advisory ids and words differ between the two families; versions and packages do not.

export interface RpmRow {
  readonly names: readonly string[]
  readonly epoch?: number
  /** version-release that is installed. */
  readonly from: string
  /** Builds in the updates repository, oldest first; each may have an advisory. */
  readonly to: readonly { readonly build: string; readonly advisory?: RowAdvisory }[]
  readonly arch?: string
  readonly tags?: RpmPackage['tags']
  /** More packages of the last build that are not installed before. */
  readonly alsoNew?: readonly RpmPackage[]
}

export interface RowAdvisory {
  readonly number: number
  readonly kind: 'security' | 'bugfix' | 'enhancement'
  readonly severity?: 'critical' | 'important' | 'moderate' | 'low'
  readonly cves?: readonly string[]
  readonly flag?: 'reboot' | 'restart'
}

const security = (number: number, severity?: RowAdvisory['severity'], ...cves: string[]): RowAdvisory => ({
  number,
  kind: 'security',
  ...(severity === undefined ? {} : { severity }),
  cves: cves.map(cve => `CVE-2026-${cve}`),
})

export const commonRows: readonly RpmRow[] = [
  {
    names: ['grove-alder', 'grove-alder-libs'],
    from: '1.0-1',
    to: [{ build: '1.0-2', advisory: security(102, 'important', '10001', '10002') }],
  },
  {
    names: ['grove-aspen'],
    epoch: 2,
    from: '1.4.2-3',
    to: [{ build: '1.4.3-1', advisory: security(101, 'critical', '10003') }],
    arch: 'x86_64',
  },
  {
    names: ['grove-birch'],
    from: '1.0~rc2-1',
    to: [{ build: '1.0-1', advisory: security(103, 'moderate', '10004') }],
    arch: 'x86_64',
  },
  {
    names: ['grove-cedar', 'grove-cedar-tools'],
    from: '3-9',
    to: [{ build: '3-10', advisory: security(104, 'low', '10005') }],
  },
  { names: ['grove-elder'], from: '0.9-1', to: [{ build: '0.10-1', advisory: { number: 105, kind: 'bugfix' } }] },
  { names: ['grove-hazel'], from: '1.2-1', to: [{ build: '1.3-1', advisory: { number: 106, kind: 'enhancement' } }] },
  // A security advisory that says nothing about severity.
  { names: ['grove-holly'], from: '5-1', to: [{ build: '5-1.1', advisory: security(107, undefined, '10006') }] },
  // Two advisories in a row: the newer build carries the older one's fixes.
  {
    names: ['grove-juniper'],
    from: '1.0-1',
    to: [
      { build: '1.1-1', advisory: security(108, 'moderate', '10007') },
      { build: '1.2-1', advisory: security(109, 'important', '10008') },
    ],
  },
  {
    names: ['grove-linden', 'grove-linden-data'],
    from: '7-1',
    to: [{ build: '7-2', advisory: security(111, 'important', '10009') }],
  },
  { names: ['grove-olive'], from: '2.0-1', to: [{ build: '2.0-3', advisory: { number: 112, kind: 'bugfix' } }] },
  // The package manager itself, as far as its advisory says so.
  {
    names: ['grove-packager'],
    from: '4.1-1',
    to: [{ build: '4.2-1', advisory: { ...security(113, 'moderate', '10010'), flag: 'restart' } }],
  },
  // Updates that nobody wrote an advisory for.
  { names: ['grove-larch'], from: '1.1-1', to: [{ build: '1.2-1' }] },
  { names: ['grove-maple', 'grove-maple-extra'], from: '4.2.1-1', to: [{ build: '4.2.2-1' }] },
  { names: ['grove-poplar'], epoch: 1, from: '0.1-1', to: [{ build: '0.2-1' }], arch: 'x86_64' },
  // Nothing newer at all.
  { names: ['grove-yew'], from: '1.0-1', to: [] },
]

/** An advisory about a package that no host has: it must never show up as missing. */
export const foreignRow: RpmRow = {
  names: ['grove-quince'],
  from: '1.0-1',
  to: [{ build: '1.1-1', advisory: security(114, 'critical', '10011') }],
}

/** What every rpm system has: who provides /bin/sh for scripts. */
export const shell: RpmPackage = {
  name: 'grove-shell',
  version: '5',
  release: '1',
  arch: 'x86_64',
  tags: [['Provides', '/bin/sh']],
}

function packagesOf(row: RpmRow, build: string): RpmPackage[] {
  const [version = '', release = ''] = build.split('-')
  return row.names.map(name => ({
    name,
    version,
    release,
    ...(row.epoch === undefined ? {} : { epoch: row.epoch }),
    ...(row.arch === undefined ? {} : { arch: row.arch }),
    ...(row.tags === undefined ? {} : { tags: row.tags }),
  }))
}

export function installedRpms(rows: readonly RpmRow[]): RpmPackage[] {
  return rows.flatMap(row => packagesOf(row, row.from))
}

export function updateRpms(rows: readonly RpmRow[]): RpmPackage[] {
  return rows.flatMap(row => [...row.to.flatMap(({ build }) => packagesOf(row, build)), ...(row.alsoNew ?? [])])
}

/** How a distribution words an advisory. */
export type AdvisoryStyle = (
  advisory: RowAdvisory,
) => Pick<Advisory, 'id' | 'type' | 'title' | 'from'> & { severity?: string }

export function advisoriesOf(rows: readonly RpmRow[], style: AdvisoryStyle): Advisory[] {
  return rows.flatMap(row =>
    row.to.flatMap(({ build, advisory }, index): Advisory[] => {
      if (!advisory) return []
      const packages = [...packagesOf(row, build), ...(index === row.to.length - 1 ? (row.alsoNew ?? []) : [])]
      return [
        {
          ...style(advisory),
          cves: advisory.cves ?? [],
          packages: packages.map(({ name, epoch = 0, version, release, arch = 'noarch' }) => ({
            name,
            epoch,
            version,
            release,
            arch,
            ...(advisory.flag === 'reboot' ? { rebootSuggested: true } : {}),
            ...(advisory.flag === 'restart' ? { restartSuggested: true } : {}),
          })),
        },
      ]
    }),
  )
}
