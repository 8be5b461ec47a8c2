import type { PackageId, Refusal } from '../../../../core/ports/package-manager.ts'
import { refusal } from '../judge-rpm-plan.ts'
import { parseNevra } from '../nevra.ts'

// dnf 4: "Problem: problem with installed package app-2.0-1.noarch". dnf 5 and libsolv's other words: "installed package app-… requires …".
// zypper offers it as a solution: "deinstallation of app-2.0-1.noarch".
const WORDS = [
  /problem with installed package (\S+)/g,
  /installed package (\S+) requires /g,
  /\bdeinstallation of (\S+)/g,
]

/** Packages outside the plan that would have to go, as the engine names them when it finds no way. */
export function brokenDependants(text: string, named: (id: PackageId) => boolean): Refusal[] {
  const found = new Map<string, Refusal>()
  for (const words of WORDS) {
    for (const [, nevra = ''] of text.matchAll(words)) {
      const one = parseNevra(nevra)
      if (one === null || named(one) || found.has(nevra)) continue
      found.set(nevra, refusal('would_remove', one, `${one.name} ${one.evr} needs more than the earlier version`))
    }
  }
  return [...found.values()]
}
