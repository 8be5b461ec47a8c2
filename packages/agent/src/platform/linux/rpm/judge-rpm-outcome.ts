import type { PackageId, PackageOutcome, PlannedPackage } from '../../../core/ports/package-manager.ts'
import { compareEvr } from './rpm-database.ts'

type Versions = (id: PackageId) => readonly string[]

/** What became of one package, by rpm's database before and after; exit codes of dnf and zypper say nothing. */
export function judgeRpmOutcome(
  planned: PlannedPackage,
  before: Versions,
  after: Versions,
  complaints: ReadonlyMap<string, string>,
  several: ReadonlySet<string>,
): PackageOutcome {
  const was = before(planned).at(-1) ?? null
  const found = after(planned)
  const is = found.at(-1) ?? null
  const reached = is !== null && compareEvr(is, planned.to) >= 0
  // New and old side by side where one may stand: the transaction was cut off before it erased the old one.
  const twice = found.length > 1 && !several.has(planned.name)
  return {
    name: planned.name,
    arch: planned.arch,
    before: was,
    planned: planned.to,
    after: is,
    state: reached ? (twice ? 'broken' : 'installed') : is === was ? 'unchanged' : 'other',
    detail: complaints.get(planned.name) ?? null,
  }
}

/**
 * What rpm says of single packages: `error: %pre(foo-2.0-1.noarch) scriptlet failed, exit status 7`, `warning: %post(…) scriptlet failed`,
 * `Error in PREIN scriptlet in rpm package foo`. By name of the package.
 */
export function rpmComplaints(output: string): Map<string, string> {
  const found = new Map<string, string>()
  for (const line of output.split('\n')) {
    const scriptlet = /(?:error|warning): (%\w+)\((\S+)-[^-\s]+-[^-\s]+\) (scriptlet failed.*)$/.exec(line)
    const failed = /error: (\S+)-[^-\s]+-[^-\s]+: (install failed|erase failed|unpacking of archive failed.*)$/.exec(
      line,
    )
    const short = /Error in (\w+) scriptlet in rpm package (\S+)/.exec(line)
    if (scriptlet !== null) found.set(scriptlet[2] ?? '', `${scriptlet[1] ?? ''} ${scriptlet[3] ?? ''}`.slice(0, 200))
    else if (failed !== null && !found.has(failed[1] ?? '')) found.set(failed[1] ?? '', (failed[2] ?? '').slice(0, 200))
    else if (short !== null && !found.has(short[2] ?? ''))
      found.set(short[2] ?? '', `${short[1] ?? ''} scriptlet failed`)
  }
  return found
}
