import type {
  PackageId,
  PlanItem,
  PlannedPackage,
  PlanOptions,
  Refusal,
  RefusalCode,
} from '../../../core/ports/package-manager.ts'
import { compareEvr } from './rpm-database.ts'
import { rpmNameProblem } from './rpm-names.ts'

// The rules of agent-protocol §7.4 and decisions §3.5 for rpm systems, as pure functions over what rpm's database and the engine's dry run
// said. Architectures are rpm's here.

/** One change of a dry run, whichever engine told it. */
export interface RpmChange {
  readonly action: 'install' | 'upgrade' | 'downgrade' | 'remove' | 'reinstall' | 'other'
  readonly name: string
  readonly arch: string
  readonly version: string
  readonly repository: string | null
  /** Other packages that this one replaces. */
  readonly replaces: readonly string[]
}

export type RpmIntention =
  | { readonly kind: 'refused'; readonly refusals: readonly Refusal[] }
  | { readonly kind: 'nothing'; readonly alreadyThere: readonly PlannedPackage[] }
  | {
      readonly kind: 'install'
      readonly changes: readonly PlannedPackage[]
      readonly alreadyThere: readonly PlannedPackage[]
    }

export function refusal(code: RefusalCode, item: PackageId | null, detail: string): Refusal {
  return {
    code,
    package: item === null ? null : `${item.name}:${item.arch}`.slice(0, 240),
    detail: detail.slice(0, 200),
  }
}

/** Grammar alone: nothing of an item reaches a program before this is empty. */
export function judgeRpmNames(item: PlanItem): Refusal[] {
  const refusals = item.packages.flatMap(({ name, arch, from, to }) => {
    const problem =
      rpmNameProblem({ name, arch, version: to }) ??
      (from === null ? null : rpmNameProblem({ name, arch, version: from }))
    return problem === null
      ? []
      : [refusal('invalid_name', { name: JSON.stringify(name).slice(1, -1), arch: '' }, problem)]
  })
  if (new Set(item.packages.map(({ name, arch }) => `${name}.${arch}`)).size !== item.packages.length) {
    refusals.push(refusal('invalid_name', null, 'a package stands twice in the item'))
  }
  return refusals
}

/** What of the item is to be installed, judged by rpm's database. `versions` are those of a package, lowest first. */
export function judgeRpmItem(item: PlanItem, versions: (id: PackageId) => readonly string[]): RpmIntention {
  const refusals: Refusal[] = []
  const changes: PlannedPackage[] = []
  const alreadyThere: PlannedPackage[] = []
  for (const planned of item.packages) {
    const installed = versions(planned)
    const newest = installed.at(-1)
    if (newest !== undefined && compareEvr(newest, planned.to) >= 0) alreadyThere.push(planned)
    else {
      const objection = judgeState(planned, newest)
      if (objection === null) changes.push(planned)
      else refusals.push(objection)
    }
  }
  // A new dependency alone is no patch: something installed has to need it.
  if (refusals.length === 0 && changes.length > 0 && changes.every(planned => planned.from === null)) {
    refusals.push(refusal('would_add', null, 'the item holds only packages that are not installed'))
  }
  if (refusals.length > 0) return { kind: 'refused', refusals }
  return changes.length === 0 ? { kind: 'nothing', alreadyThere } : { kind: 'install', changes, alreadyThere }
}

/** Of several installed versions (kernels) the newest counts. */
function judgeState(planned: PlannedPackage, newest: string | undefined): Refusal | null {
  if (newest === undefined) {
    return planned.from === null ? null : refusal('not_installed', planned, 'rpm has no such package installed')
  }
  if (planned.from === null) return refusal('changed_since', planned, `planned as new, but ${newest} is installed`)
  // Above `from` is fine as long as it is below `to`: an earlier item of the same task may have gone there (two advisories of one package).
  if (compareEvr(newest, planned.from) < 0) {
    return refusal('changed_since', planned, `planned from ${planned.from}, but ${newest} is installed`)
  }
  return compareEvr(planned.to, newest) > 0
    ? null
    : refusal('not_newer', planned, `${planned.to} is not above ${newest}`)
}

/** Judges what the engine would do with the changes that it was asked for. `installed` are the versions of a package, lowest first. */
export function judgeRpmSimulation(
  changes: readonly PlannedPackage[],
  simulated: readonly RpmChange[],
  context: {
    readonly versions: (id: PackageId) => readonly string[]
    readonly authenticated: ReadonlySet<string>
    readonly options: PlanOptions
  },
): { readonly refusals: readonly Refusal[]; readonly additions: readonly PlannedPackage[] } {
  const refusals: Refusal[] = []
  const additions: PlannedPackage[] = []
  const wanted = new Map(changes.map(change => [`${change.name}.${change.arch}`, change]))
  const done = new Set<string>()
  const ours = new Set(
    simulated.filter(change => wanted.has(`${change.name}.${change.arch}`)).map(change => change.repository),
  )
  for (const change of simulated) {
    const key = `${change.name}.${change.arch}`
    const planned = wanted.get(key)
    const from = context.versions(change).at(-1) ?? null
    if (change.action === 'remove')
      refusals.push(refusal('would_remove', change, `it would remove ${change.name} ${change.version}`))
    for (const name of change.replaces) {
      refusals.push(
        refusal('would_remove', { name, arch: change.arch }, `${change.name} ${change.version} would replace ${name}`),
      )
    }
    if (
      change.action === 'downgrade' ||
      (change.action !== 'remove' && from !== null && compareEvr(change.version, from) < 0)
    ) {
      refusals.push(
        refusal(
          'would_downgrade',
          change,
          `it would go back from ${from ?? 'the installed version'} to ${change.version}`,
        ),
      )
    } else if (change.action === 'other') {
      refusals.push(refusal('would_add', change, `it would change the architecture or vendor of ${change.name}`))
    } else if (change.action === 'install' || change.action === 'upgrade') {
      const objection = authentication(change, context)
      if (objection !== null) refusals.push(objection)
      else if (planned !== undefined && compareEvr(planned.to, change.version) === 0) done.add(key)
      else if (planned !== undefined) {
        refusals.push(
          refusal('would_not_install', change, `it would install ${change.version}, planned is ${planned.to}`),
        )
      } else if (isAllowed(change, ours, context.options)) {
        additions.push({ name: change.name, arch: change.arch, from, to: change.version })
      } else {
        refusals.push(
          refusal(
            'would_add',
            change,
            `it would add ${change.version} from ${change.repository ?? 'elsewhere'}, which neither plan nor scan listed`,
          ),
        )
      }
    }
  }
  for (const [key, change] of wanted) {
    if (!done.has(key) && !refusals.some(one => one.package === `${change.name}:${change.arch}`)) {
      refusals.push(refusal('not_offered', change, `no repository offers ${change.to}, or it cannot be installed`))
    }
  }
  return { refusals, additions }
}

function authentication(
  change: RpmChange,
  context: { readonly authenticated: ReadonlySet<string>; readonly options: PlanOptions },
): Refusal | null {
  if (
    context.options.allowUnauthenticated ||
    (change.repository !== null && context.authenticated.has(change.repository))
  )
    return null
  return refusal(
    'unauthenticated',
    change,
    `${change.version} comes from ${change.repository ?? 'elsewhere'}, whose signatures this host does not check`,
  )
}

/** decisions §3.5: listed by the scan's closure, or a dependency from the repository of a planned package. */
function isAllowed(change: RpmChange, ours: ReadonlySet<string | null>, options: PlanOptions): boolean {
  if (options.knownAdditions.some(known => known.name === change.name && known.arch === change.arch)) return true
  return change.repository !== null && ours.has(change.repository)
}
