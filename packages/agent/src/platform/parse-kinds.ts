import { parseAptSimulation } from './linux/apt/parse-simulate.ts'
import { parseAptList } from './linux/apt/parse-upgradable-list.ts'
import { parseDpkgQuery } from './linux/apt/parse-dpkg-query.ts'
import { isSecurityOrigin, isSecuritySuite } from './linux/apt/security-origin.ts'
import { shownArchitecture } from './linux/architecture.ts'
import { parseCheckUpdate } from './linux/dnf/parse-check-update.ts'
import { parseTransaction } from './linux/dnf/parse-transaction.ts'
import { parseUpdateinfoList } from './linux/dnf/parse-updateinfo-list.ts'
import { parseOsRelease } from './linux/os-release/parse-os-release.ts'
import { parseRpmQa } from './linux/rpm/parse-rpm-qa.ts'
import { parseZypperPatches, type ZypperPatch } from './linux/zypper/parse-list-patches.ts'
import { parseZypperUpdates, type ZypperUpdate } from './linux/zypper/parse-list-updates.ts'
import { parseZypperXml } from './linux/zypper/parse-xml.ts'

/** One kind of recorded tool output that `patchyard-agent parse` reads. */
export interface ParseKind {
  readonly name: string
  /** Which command's output, in a few words. */
  readonly reads: string
  /** Source file of the parser, below `src/platform`. */
  readonly file: string
  /** @throws ParseError */
  readonly parse: (text: string) => unknown
}

/**
 * What is offered, by name. Listings show what the tool would change: apt's new packages, rpms that come only as dependencies, and
 * patches that are not needed are left to the providers, which read them through the same parsers.
 */
export const parseKinds: readonly ParseKind[] = [
  {
    name: 'apt-simulate',
    reads: '`apt-get -s upgrade`, `dist-upgrade`, `full-upgrade`: the packages that would be upgraded',
    file: 'linux/apt/parse-simulate.ts',
    parse: text =>
      parseAptSimulation(text)
        .changes.filter(change => change.installed !== null)
        .map(change => ({
          name: change.name,
          arch: shownArchitecture('deb', change.arch),
          rawArch: change.arch,
          version: change.candidate,
          installed: change.installed,
          origins: change.origins,
          isSecurity: change.origins.some(isSecurityOrigin),
        })),
  },
  {
    name: 'apt-list',
    reads: '`apt list --upgradable`',
    file: 'linux/apt/parse-upgradable-list.ts',
    parse: text =>
      parseAptList(text).map(listed => ({
        name: listed.name,
        arch: shownArchitecture('deb', listed.arch),
        rawArch: listed.arch,
        version: listed.version,
        installed: listed.installed,
        origins: listed.suites,
        isSecurity: listed.suites.some(isSecuritySuite),
      })),
  },
  {
    name: 'dpkg-query',
    reads: '`dpkg-query -W`, tab-separated or as JSON lines',
    file: 'linux/apt/parse-dpkg-query.ts',
    parse: text =>
      parseDpkgQuery(text).map(found => ({
        name: found.name,
        arch: shownArchitecture('deb', found.arch),
        rawArch: found.arch,
        version: found.version,
        source: found.source,
        sourceVersion: found.sourceVersion,
        status: found.status,
        held: found.wanted === 'hold',
      })),
  },
  {
    name: 'rpm-qa',
    reads: '`rpm -qa` as JSON lines or tab-separated',
    file: 'linux/rpm/parse-rpm-qa.ts',
    parse: text =>
      parseRpmQa(text).map(found => ({
        name: found.name,
        arch: shownArchitecture('rpm', found.arch),
        rawArch: found.arch,
        version: found.version,
        vendor: found.vendor,
        source: found.sourceRpm,
      })),
  },
  {
    name: 'dnf-check-update',
    reads: '`dnf check-update` (dnf 4 and 5)',
    file: 'linux/dnf/parse-check-update.ts',
    parse: parseUpdates,
  },
  {
    name: 'yum-check-update',
    reads: '`yum check-update`, also the table of `yum update --assumeno`',
    file: 'linux/dnf/parse-check-update.ts',
    parse: parseUpdates,
  },
  {
    name: 'dnf-updateinfo',
    reads: '`updateinfo list` of yum and dnf 4, `advisory list` of dnf 5',
    file: 'linux/dnf/parse-updateinfo-list.ts',
    parse: text =>
      parseUpdateinfoList(text).map(found => ({
        id: found.id,
        type: found.type,
        severity: found.severity,
        name: found.name,
        evr: found.evr,
        arch: shownArchitecture('rpm', found.arch),
        rawArch: found.arch,
        installed: found.installed,
      })),
  },
  {
    name: 'zypper-lu',
    reads: '`zypper list-updates` (table)',
    file: 'linux/zypper/parse-list-updates.ts',
    parse: text => parseZypperUpdates(text).map(showUpdate),
  },
  {
    name: 'zypper-lp',
    reads: '`zypper list-patches` (table): the needed patches; with `--cve` the issues',
    file: 'linux/zypper/parse-list-patches.ts',
    parse: text => {
      const list = parseZypperPatches(text)
      return list.kind === 'issues' ? list.issues : list.patches.filter(isNeeded)
    },
  },
  {
    name: 'zypper-xml',
    reads: 'any `zypper --xmlout`: updates, needed patches, or an object for a dry run',
    file: 'linux/zypper/parse-xml.ts',
    parse: parseXmlKind,
  },
  { name: 'os-release', reads: '/etc/os-release', file: 'linux/os-release/parse-os-release.ts', parse: parseOsRelease },
]

function parseUpdates(text: string): unknown {
  // Blanks and no \s: that would run over thousands of empty lines, anew from each of them (100,000 characters took 5 s).
  if (/^[ \t]*Package[ \t]+Arch\w*[ \t]+Version[ \t]+Repo/m.test(text)) return parseTransactionUpdates(text)
  return parseCheckUpdate(text).updates.map(({ name, arch, version, repository }) => ({
    name,
    arch: shownArchitecture('rpm', arch),
    rawArch: arch,
    version,
    repository,
  }))
}

/**
 * The packages that the table's summary counts as such. yum 3 counts what only dependencies bring apart ("Install 2 Packages (+1 Dependent
 * package)"), dnf counts all in one.
 */
function parseTransactionUpdates(text: string): unknown {
  const apart = /^Installing for dependencies:|^Updating for dependencies:/m.test(text)
  return parseTransaction(text)
    .rows.filter(row => (row.action === 'install' || row.action === 'upgrade') && !(apart && row.dependency))
    .map(({ name, arch, version, repository }) => ({
      name,
      arch: shownArchitecture('rpm', arch),
      rawArch: arch,
      version,
      repository,
    }))
}

function parseXmlKind(text: string): unknown {
  const stream = parseZypperXml(text)
  if (stream.summary !== null) return { kind: 'dryRun', ...stream.summary, messages: stream.messages }
  if (stream.patches.length > 0) return stream.patches.filter(isNeeded)
  if (stream.updates.length > 0 || /<update-(?:list|status)\b/.test(text)) return stream.updates.map(showUpdate)
  return { kind: 'messages', messages: stream.messages }
}

function isNeeded(patch: ZypperPatch): boolean {
  return patch.status === 'needed'
}

function showUpdate(update: ZypperUpdate): object {
  return { ...update, arch: shownArchitecture('rpm', update.arch), rawArch: update.arch }
}
