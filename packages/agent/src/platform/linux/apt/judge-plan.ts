import { versionSchemes } from '@patchyard/domain'
import type {
  PackageId,
  PlanItem,
  PlannedPackage,
  PlanOptions,
  Refusal,
  RefusalCode,
} from '../../../core/ports/package-manager.ts'
import { nameProblem } from './apt-names.ts'
import type { DpkgPackage } from './parse-dpkg-query.ts'
import type { IndexTarget } from './parse-index-targets.ts'
import type { AptPolicy } from './parse-policy.ts'
import type { AptChange, AptSimulation } from './parse-simulate.ts'

// The rules by which an item may be carried out (agent-protocol §7.4, decisions §3.5, §3.6, §3.11), as pure functions: what dpkg, apt-cache
// and the simulation said goes in, a verdict with reasons comes out. Architectures are dpkg's here.

const compare = versionSchemes.deb.compare

/** What apt knows of the packages of an item. */
export interface AptOffer {
  readonly policies: readonly AptPolicy[]
  readonly targets: readonly IndexTarget[]
  readonly authenticated: ReadonlySet<string>
}

export type Intention =
  | { readonly kind: 'refused'; readonly refusals: readonly Refusal[] }
  | { readonly kind: 'nothing'; readonly alreadyThere: readonly PlannedPackage[] }
  | {
      readonly kind: 'install'
      readonly changes: readonly PlannedPackage[]
      readonly alreadyThere: readonly PlannedPackage[]
      readonly replaced: readonly {
        readonly name: string
        readonly arch: string
        readonly planned: string
        readonly to: string
      }[]
    }

export function refusal(code: RefusalCode, item: PackageId | null, detail: string): Refusal {
  return {
    code,
    package: item === null ? null : `${item.name}:${item.arch}`.slice(0, 240),
    detail: detail.slice(0, 200),
  }
}

/** Grammar alone: nothing of an item reaches a program before this is empty. */
export function judgeNames(item: PlanItem): Refusal[] {
  const refusals = item.packages.flatMap(({ name, arch, from, to }) => {
    const problem =
      nameProblem({ name, arch, version: to }) ?? (from === null ? null : nameProblem({ name, arch, version: from }))
    return problem === null
      ? []
      : [refusal('invalid_name', { name: JSON.stringify(name).slice(1, -1), arch: '' }, problem)]
  })
  const names = new Set(item.packages.map(({ name, arch }) => `${name}:${arch}`))
  if (names.size !== item.packages.length)
    refusals.push(refusal('invalid_name', null, 'a package stands twice in the item'))
  return refusals
}

/** What of the item is to be installed, judged by dpkg's database and apt's lists. */
export function judgeItem(
  item: PlanItem,
  installed: readonly DpkgPackage[],
  offer: AptOffer,
  options: PlanOptions,
): Intention {
  const refusals: Refusal[] = []
  const changes: PlannedPackage[] = []
  const alreadyThere: PlannedPackage[] = []
  const replaced: { name: string; arch: string; planned: string; to: string }[] = []
  for (const planned of item.packages) {
    const entry = findInstalled(installed, planned)
    if (entry !== undefined && entry.status === 'installed' && compare(entry.version, planned.to) >= 0) {
      alreadyThere.push(planned)
      continue
    }
    const objection = judgeState(planned, entry)
    if (objection !== null) {
      refusals.push(objection)
      continue
    }
    const to = offeredVersion(planned, entry, offer, options)
    if (typeof to !== 'string') {
      refusals.push(to)
      continue
    }
    if (to !== planned.to) replaced.push({ name: planned.name, arch: planned.arch, planned: planned.to, to })
    changes.push({ ...planned, to })
  }
  // A new dependency alone is no patch: something installed has to need it.
  if (refusals.length === 0 && changes.length > 0 && item.packages.every(planned => planned.from === null)) {
    refusals.push(refusal('would_add', null, 'the item holds only packages that are not installed'))
  }
  if (refusals.length > 0) return { kind: 'refused', refusals }
  return changes.length === 0 ? { kind: 'nothing', alreadyThere } : { kind: 'install', changes, alreadyThere, replaced }
}

function judgeState(planned: PlannedPackage, entry: DpkgPackage | undefined): Refusal | null {
  if (entry === undefined) {
    return planned.from === null ? null : refusal('not_installed', planned, 'dpkg has no such package installed')
  }
  if (entry.status !== 'installed') {
    return refusal(
      'database_broken',
      planned,
      `${entry.version} is ${entry.status ?? 'not whole'}; dpkg has to finish it first`,
    )
  }
  if (entry.wanted === 'hold') return refusal('held', planned, 'the administrator holds this package')
  if (planned.from === null) {
    return refusal('changed_since', planned, `planned as new, but ${entry.version} is installed`)
  }
  // Above `from` is fine as long as it is below `to`: an earlier item of the same task may have gone there (two advisories of one package).
  if (compare(entry.version, planned.from) < 0) {
    return refusal('changed_since', planned, `planned from ${planned.from}, but ${entry.version} is installed`)
  }
  if (compare(planned.to, entry.version) <= 0)
    return refusal('not_newer', planned, `${planned.to} is not above ${entry.version}`)
  return null
}

/** The version to install: the planned one, or by decisions §3.6 the newest of the same origin when it is gone. */
function offeredVersion(
  planned: PlannedPackage,
  entry: DpkgPackage | undefined,
  offer: AptOffer,
  options: PlanOptions,
): string | Refusal {
  const policy = policyOf(offer, planned)
  const exact = sourcesOf(policy, planned.to)
  if (exact.length > 0) {
    if (options.allowUnauthenticated || exact.every(source => offer.authenticated.has(source))) return planned.to
    return refusal(
      'unauthenticated',
      planned,
      `${planned.to} comes from a repository that this host does not authenticate`,
    )
  }
  const gone = `no repository offers ${planned.to}`
  if (options.whenGone === 'skip') return refusal('not_offered', planned, gone)
  const candidate = policy?.candidate ?? null
  const sources = candidate === null ? [] : sourcesOf(policy, candidate)
  if (candidate === null || sources.length === 0 || compare(candidate, planned.to) <= 0)
    return refusal('not_offered', planned, `${gone}, nor a newer one`)
  if (!options.allowUnauthenticated && !sources.every(source => offer.authenticated.has(source))) {
    return refusal(
      'unauthenticated',
      planned,
      `${gone}; ${candidate} comes from a repository that this host does not authenticate`,
    )
  }
  // Where the planned version came from is no longer to be seen; the package's other versions and the installed one still tell whose it is.
  const before = originsOf(
    offer,
    (policy?.versions ?? [])
      .filter(version => version.version !== candidate)
      .flatMap(version => sourcesOf(policy, version.version)),
  )
  const now = originsOf(offer, sources)
  const same = before.size === 0 ? originsOfAll(offer).size === 1 : [...now].some(origin => before.has(origin))
  if (!same || (entry !== undefined && compare(candidate, entry.version) <= 0)) {
    return refusal('not_offered', planned, `${gone}, and ${candidate} is not of the same origin`)
  }
  return candidate
}

/** Judges what apt would do with the changes that it was asked for. */
export function judgeSimulation(
  changes: readonly PlannedPackage[],
  simulation: AptSimulation,
  closure: {
    readonly item: PlanItem
    readonly offer: AptOffer
    readonly nativeArch: string
    readonly options: PlanOptions
  },
): { readonly refusals: readonly Refusal[]; readonly additions: readonly PlannedPackage[] } {
  const refusals: Refusal[] = []
  const additions: PlannedPackage[] = []
  for (const removal of simulation.removals) {
    refusals.push(
      refusal(
        'would_remove',
        { name: removal.name, arch: removal.arch ?? closure.nativeArch },
        `apt would remove ${removal.name}`,
      ),
    )
  }
  const wanted = new Map(changes.map(change => [`${change.name}:${change.arch}`, change]))
  const done = new Set<string>()
  for (const change of simulation.changes) {
    const arch = change.arch ?? closure.nativeArch
    const id = { name: change.name, arch }
    const planned = wanted.get(`${change.name}:${arch}`)
    if (change.installed !== null && compare(change.candidate, change.installed) < 0) {
      refusals.push(refusal('would_downgrade', id, `apt would go back from ${change.installed} to ${change.candidate}`))
    } else if (planned !== undefined) {
      if (planned.to === change.candidate) done.add(`${change.name}:${arch}`)
      else
        refusals.push(
          refusal('would_not_install', id, `apt would install ${change.candidate}, planned is ${planned.to}`),
        )
    } else {
      const addition = { ...id, from: change.installed, to: change.candidate }
      const objection = judgeAddition(addition, change, changes, closure)
      if (objection === null) additions.push(addition)
      else refusals.push(objection)
    }
  }
  for (const [key, change] of wanted) {
    if (!done.has(key) && !refusals.some(one => one.package === key)) {
      refusals.push(refusal('would_not_install', change, `apt would not install ${change.to}`))
    }
  }
  return { refusals, additions }
}

/** decisions §3.5: listed by the scan's closure, or a dependency of the same origin; authenticated in any case. */
function judgeAddition(
  addition: PlannedPackage,
  change: AptChange,
  changes: readonly PlannedPackage[],
  closure: { readonly offer: AptOffer; readonly options: PlanOptions },
): Refusal | null {
  const sources = sourcesOf(policyOf(closure.offer, addition), change.candidate)
  if (
    !closure.options.allowUnauthenticated &&
    (sources.length === 0 || !sources.every(source => closure.offer.authenticated.has(source)))
  ) {
    return refusal(
      'unauthenticated',
      addition,
      `apt would add ${change.candidate} from a repository that this host does not authenticate`,
    )
  }
  if (closure.options.knownAdditions.some(known => known.name === addition.name && known.arch === addition.arch))
    return null
  const planned = originsOf(
    closure.offer,
    changes.flatMap(one => sourcesOf(policyOf(closure.offer, one), one.to)),
  )
  if ([...originsOf(closure.offer, sources)].some(origin => planned.has(origin))) return null
  const what = addition.from === null ? 'add' : `raise from ${addition.from}`
  return refusal(
    'would_add',
    addition,
    `apt would ${what} ${change.candidate}, which neither plan nor scan listed, from another origin`,
  )
}

export function findInstalled(installed: readonly DpkgPackage[], { name, arch }: PackageId): DpkgPackage | undefined {
  return installed.find(
    entry =>
      entry.name === name && entry.arch === arch && entry.status !== 'config-files' && entry.status !== 'not-installed',
  )
}

/** What apt knows of one package. */
export function policyOf(offer: Pick<AptOffer, 'policies'>, { name, arch }: PackageId): AptPolicy | undefined {
  return (
    offer.policies.find(policy => policy.name === name && policy.foreignArch === arch) ??
    offer.policies.find(policy => policy.name === name && policy.foreignArch === null)
  )
}

/** Repositories that offer the version, as `apt-cache policy` describes them. */
export function sourcesOf(policy: AptPolicy | undefined, version: string): string[] {
  return (policy?.versions ?? [])
    .filter(one => one.version === version)
    .flatMap(one => one.sources.map(source => source.description).filter(description => !description.startsWith('/')))
}

/** Whose a repository is: the Origin field of its Release file, its address where it says nothing. */
function originsOf(offer: AptOffer, sources: readonly string[]): Set<string> {
  return new Set(offer.targets.filter(target => sources.includes(target.description)).map(originOf))
}

function originsOfAll(offer: AptOffer): Set<string> {
  return new Set(offer.targets.map(originOf))
}

function originOf(target: IndexTarget): string {
  return target.origin || target.repositoryUri
}
