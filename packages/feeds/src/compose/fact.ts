import type { AdvisoryFix, AdvisoryRecord } from '../records/advisory-record.ts'
import type { ApplicationVersionRecord } from '../records/application-version-record.ts'
import type { ArchiveRecord } from '../records/archive-record.ts'
import type { FixRecord } from '../records/fix-record.ts'
import type { LifecycleRecord } from '../records/lifecycle-record.ts'
import type { ModuleRecord } from '../records/module-record.ts'
import type { PatchRecord } from '../records/patch-record.ts'
import type { FeedRecord } from '../records/record.ts'
import type { SupersedesRecord } from '../records/supersedes-record.ts'
import type { VulnerabilityRecord } from '../records/vulnerability-record.ts'

/** What an advisory says of itself, without its packages. */
export type AdvisoryNotice = Omit<AdvisoryRecord, 'kind' | 'patch' | 'fixes'>

/**
 * What one source says of one subject: the unit in which feeds are kept. What people see of a subject is composed of all facts about it,
 * whichever feed they came from and in whichever order; a fact that a source takes back takes nothing of another's with it.
 */
export type FactBody =
  | PatchRecord
  | SupersedesRecord
  | { readonly kind: 'fixedBy'; readonly fix: AdvisoryFix; readonly advisory: AdvisoryNotice }
  | FixRecord
  | ArchiveRecord
  | VulnerabilityRecord
  | LifecycleRecord
  | ApplicationVersionRecord
  | ModuleRecord

export type FactKind = 'patch' | 'track' | 'supersedes' | 'vulnerability' | 'packageFix' | 'lifecycle' | 'module'

export interface Fact {
  /** What is composed of it. */
  readonly kind: FactKind
  /** patch: its key; track: `deb:<distro>/<release>/<source>`; supersedes: the older key; vulnerability: the CVE; module: `<distro>/<release>`. */
  readonly subject: string
  /** Tells apart what one source says of one subject. */
  readonly name: string
  readonly body: FactBody
}

const debian = new Set(['debian', 'ubuntu'])

/** Facts of a record: of an advisory one for each package that it fixes, for that is what people's machines have. */
export function factsOf(record: FeedRecord): Fact[] {
  switch (record.kind) {
    case 'patch':
      return [{ kind: 'patch', subject: record.key, name: '', body: record }]
    case 'supersedes':
      return [{ kind: 'supersedes', subject: record.older, name: record.newer, body: record }]
    case 'vulnerability':
      return [{ kind: 'vulnerability', subject: record.cve, name: '', body: record }]
    case 'lifecycle':
      return [{ kind: 'lifecycle', subject: record.product, name: record.release, body: record }]
    case 'archive':
      return debian.has(record.distro)
        ? [
            {
              kind: 'track',
              subject: trackOf(record.distro, record.release, record.source),
              name: `archive ${record.name} ${record.arch} ${record.version} ${record.origin}`,
              body: record,
            },
          ]
        : []
    case 'applicationVersion':
      // Of what no patch of ours is, nothing is composed.
      return record.track === ''
        ? []
        : [
            {
              kind: 'patch',
              subject: `${record.track}@${record.version}`,
              name: `${record.catalog} ${record.id}`,
              body: record,
            },
          ]
    case 'fix':
      return [fixFact(record)]
    case 'module': {
      const { distro, release, module, stream, version, context, arch } = record
      const name = `${module}:${stream} ${version} ${context} ${arch}`
      return [{ kind: 'module', subject: `${distro}/${release}`, name, body: record }]
    }
    case 'advisory':
      return advisoryFacts(record)
  }
}

export const trackOf = (distro: string, release: string, source: string): string => `deb:${distro}/${release}/${source}`

/** Throws RangeError for what `trackOf` does not make. */
export function readTrack(track: string): {
  readonly distro: string
  readonly release: string
  readonly source: string
} {
  const [, distro, release, source] = /^deb:([^/]+)\/([^/]+)\/(.+)$/.exec(track) ?? []
  if (distro === undefined || release === undefined || source === undefined) throw new RangeError(`no track: ${track}`)
  return { distro, release, source }
}

function fixFact(record: FixRecord): Fact {
  const { distro, release, of, package: name, cve, product } = record
  return record.scheme === 'deb' && of === 'source'
    ? { kind: 'track', subject: trackOf(distro, release, name), name: `fix ${cve}`, body: record }
    : { kind: 'packageFix', subject: cve, name: [distro, release, product, of, name].join(' '), body: record }
}

/** `fixes` of one package in several pockets or versions are several facts. */
function advisoryFacts({ kind: _, fixes, patch, ...advisory }: AdvisoryRecord): Fact[] {
  return fixes.map(fix => {
    const { distro, release, of } = fix
    const body = { kind: 'fixedBy', fix, advisory } as const
    const { name, arch, version, module } = fix.package
    if (debian.has(distro) && of === 'source') {
      return { kind: 'track', subject: trackOf(distro, release, name), name: `by ${advisory.name} ${version}`, body }
    }
    const subject = patch ?? `rpm:${distro}/${advisory.name}`
    return { kind: 'patch', subject, name: ['by', release, name, arch, module, version].join(' '), body }
  })
}
