import type { PackageId, PlannedPackage, Refusal } from '../../../../core/ports/package-manager.ts'
import { refusal } from '../judge-plan.ts'
import { type AptSimulation, splitName } from '../parse-simulate.ts'

/** What a simulation may hold: exactly these changes, and no removal but those that were asked for. */
export function judgeRollback(
  changes: readonly PlannedPackage[],
  removals: readonly PackageId[],
  simulation: AptSimulation,
  nativeArch: string,
): Refusal[] {
  const refusals: Refusal[] = []
  const keyOf = (one: PackageId) => `${one.name}:${one.arch}`
  const wanted = new Map(changes.map(one => [keyOf(one), one]))
  const mayGo = new Set(removals.map(one => one.name))
  const gone = new Set<string>()
  for (const one of simulation.removals) {
    gone.add(one.name)
    // "Remv" names no architecture for the native one and for `all`.
    if (!mayGo.has(one.name))
      refusals.push(
        refusal('would_remove', { name: one.name, arch: one.arch ?? nativeArch }, `apt would remove ${one.name}`),
      )
  }
  const done = new Set<string>()
  for (const change of simulation.changes) {
    const id = { name: change.name, arch: change.arch ?? nativeArch }
    const planned = wanted.get(keyOf(id))
    if (planned === undefined) {
      refusals.push(refusal('would_add', id, `apt would also bring ${change.candidate}, which is not part of the item`))
    } else if (planned.to !== change.candidate) {
      refusals.push(refusal('would_not_install', id, `apt would install ${change.candidate}, planned is ${planned.to}`))
    } else done.add(keyOf(id))
  }
  for (const [key, one] of wanted) {
    if (!done.has(key) && !refusals.some(other => other.package === key))
      refusals.push(refusal('would_not_install', one, `apt would not install ${one.to}`))
  }
  for (const one of removals) {
    if (!gone.has(one.name)) refusals.push(refusal('would_not_install', one, `apt would not remove ${one.name}`))
  }
  return refusals
}

/**
 * Packages outside the plan whose dependencies apt cannot keep, from `The following packages have unmet dependencies:`. They are what would
 * have to go.
 */
export function brokenDependants(stdout: string, changes: readonly PackageId[], nativeArch: string): Refusal[] {
  const ours = new Set(changes.map(one => one.name))
  const found = new Map<string, Refusal>()
  for (const [, qualified = '', what = ''] of stdout.matchAll(/^ (\S+) : ((?:Pre)?Depends|Conflicts|Breaks): /gm)) {
    const { name, arch } = splitName(qualified)
    if (ours.has(name) || found.has(qualified)) continue
    const verb = what === 'Conflicts' || what === 'Breaks' ? 'does not go with' : 'needs more than'
    found.set(
      qualified,
      refusal('would_remove', { name, arch: arch ?? nativeArch }, `${name} ${verb} the earlier version`),
    )
  }
  return [...found.values()]
}
