import { compareMacosVersions } from '@patchyard/domain'
import { cveNames } from '../../fields/cve-names.ts'
import { instantOf } from '../../fields/instants.ts'
import { lineOf } from '../../fields/plain-text.ts'
import { publicUrl } from '../../fields/public-url.ts'
import type { AdvisoryRecord } from '../../records/advisory-record.ts'
import type { PatchRecord } from '../../records/patch-record.ts'
import type { SupersedesRecord } from '../../records/supersedes-record.ts'
import { type FullInstaller, isBuild, type MajorVersion } from './parse.ts'
import type { Release } from './sofa-schema.ts'

interface Step {
  readonly key: string
  readonly version: string
  /** What Apple's feed says of it: the version that came next; '' where it says nothing. */
  readonly next: string
}

/** Patches of one major version, the edges between them, and an advisory for each release, with or without a build. */
export function* mapMajor(
  { major, name, releases, improvements }: MajorVersion,
  installers: ReadonlyMap<string, FullInstaller>,
): Generator<PatchRecord | SupersedesRecord | AdvisoryRecord> {
  const steps: Step[] = []
  for (const release of releases) {
    const found = factsOf(release)
    const advisory = `macOS ${release.ProductVersion}`
    yield advisoryOf(advisory, lineOf(release.UpdateName ?? '') || `macOS ${name}: ${release.ProductVersion}`, found)
    const installer = installers.get(release.ProductVersion)
    const own = release.Build ?? ''
    const build = isBuild(own) ? own : (installer?.build ?? '')
    // Without a build there is no key: its advisory is all that is known of it.
    if (build === '') continue
    const step = stepOf(build, release.ProductVersion, release.SupersededBy)
    steps.push(step)
    const isItsInstaller = installer !== undefined && installer.build === build && installer.url !== ''
    yield {
      ...patchOf(step, major, found),
      title: `macOS ${name.replace(/ \d+$/, '')} ${release.ProductVersion} (${build})`,
      advisories: [advisory],
      reboot: 'always',
      files: isItsInstaller ? [{ url: installer.url, sha256: null, bytes: installer.bytes, arch: '' }] : [],
      detection: { kind: 'macosBuild', major, build, boardIds: boardsOf(release) },
    }
  }
  for (const improvement of improvements) {
    const { Build: build, Version, VersionExtra } = improvement
    if (!isBuild(build)) continue
    const version = lineOf(`${Version} ${VersionExtra ?? ''}`, 60)
    const step = stepOf(build, version, improvement.SupersededBy)
    const found = factsOf({ ...improvement, ReleaseDate: improvement.PostingDate, CVEs: namesOf(improvement.CVEs) })
    steps.push(step)
    const title = `macOS ${version} background security improvement (${build})`
    yield advisoryOf(`macOS ${version}`, title, found)
    yield {
      ...patchOf(step, major, found),
      title,
      advisories: [`macOS ${version}`],
      reboot: 'maybe',
      detection: { kind: 'macosBuild', major, build, boardIds: boardsOf(improvement) },
    }
  }
  yield* edgesOf(steps)
}

const stepOf = (build: string, version: string, by: Release['SupersededBy']): Step => ({
  key: `macos:${build}`,
  version,
  next: by?.ProductVersion ?? '',
})

interface Facts {
  readonly cves: readonly string[]
  readonly isExploited: boolean
  readonly url: string
  readonly atMs: number | null
}

interface Said {
  readonly CVEs?: Readonly<Record<string, unknown>> | null | undefined
  readonly ActivelyExploitedCVEs?: readonly string[] | null | undefined
  readonly SecurityInfo?: string | null | undefined
  readonly ReleaseDate?: string | null | undefined
}

const factsOf = (release: Said): Facts => ({
  cves: cveNames(Object.keys(release.CVEs ?? {})),
  isExploited: cveNames(release.ActivelyExploitedCVEs ?? []).length > 0,
  url: publicUrl(release.SecurityInfo ?? ''),
  atMs: instantOf(release.ReleaseDate ?? ''),
})

const namesOf = (cves: readonly string[] | null | undefined): Record<string, unknown> =>
  Object.fromEntries((cves ?? []).map(cve => [cve, {}]))

/** Apple gives no severity: what is exploited is critical, what names CVEs is important (our word, so the vendor's stays empty). */
const severityOf = (facts: Facts): 'critical' | 'important' | '' =>
  facts.isExploited ? 'critical' : facts.cves.length > 0 ? 'important' : ''

const patchOf = ({ key, version }: Step, major: string, facts: Facts): Omit<PatchRecord, 'title' | 'detection'> => ({
  kind: 'patch',
  key,
  platform: 'macos',
  vendor: 'Apple',
  products: [`macOS ${major}`],
  families: ['macOS'],
  track: `macos:${major}`,
  version,
  versionScheme: null,
  category: facts.cves.length > 0 ? 'security' : '',
  isSecurity: facts.cves.length > 0,
  vendorSeverity: '',
  severity: severityOf(facts),
  cves: facts.cves,
  advisories: [],
  references: facts.url === '' ? [] : [facts.url],
  issuedAtMs: facts.atMs,
  updatedAtMs: null,
  reboot: null,
  downloadMethod: 'automatic',
  files: [],
  install: null,
  deprecated: null,
})

const advisoryOf = (name: string, title: string, facts: Facts): AdvisoryRecord => ({
  kind: 'advisory',
  name,
  title,
  category: facts.cves.length > 0 ? 'security' : '',
  vendorSeverity: '',
  severity: severityOf(facts),
  issuedAtMs: facts.atMs,
  updatedAtMs: null,
  url: facts.url,
  cves: facts.cves,
  replaces: [],
  reboot: 'always',
  fixes: [],
})

const boardsOf = (release: Pick<Release, 'SupportedDevices'>): string[] =>
  [...new Set((release.SupportedDevices ?? []).map(board => lineOf(board, 60)))]
    .filter(board => board !== '')
    .slice(0, 1000)

/** Each step is replaced by the next above it that has a build; two improvements of one release are for different machines. */
function* edgesOf(steps: readonly Step[]): Generator<SupersedesRecord> {
  const sorted = [...new Map(steps.map(step => [step.key, step])).values()].toSorted((a, b) =>
    compareMacosVersions(a.version, b.version),
  )
  for (const older of sorted) {
    const newer = sorted.find(one => compareMacosVersions(one.version, older.version) > 0)
    if (newer === undefined) continue
    const isSaid = older.next !== '' && older.next === newer.version
    yield {
      kind: 'supersedes',
      newer: newer.key,
      older: older.key,
      derived: isSaid ? null : 'next release of this version of macOS whose build is known',
    }
  }
}
