import { versionSchemes } from '@patchyard/domain'
import type { ActFailure, LockHolder, PackageOutcome, PlannedPackage } from '../../../core/ports/package-manager.ts'
import type { ProcessResult } from '../../../core/ports/processes.ts'
import { aptComplaint, saysLocked } from './apt-commands.ts'
import { findInstalled } from './judge-plan.ts'
import type { DpkgPackage } from './parse-dpkg-query.ts'

const compare = versionSchemes.deb.compare

/** What became of one package, by dpkg's database before and after. */
export function judgeOutcome(
  planned: PlannedPackage,
  before: readonly DpkgPackage[],
  after: readonly DpkgPackage[],
  complaints: ReadonlyMap<string, string>,
): PackageOutcome {
  const was = findInstalled(before, planned)
  const is = findInstalled(after, planned)
  const reached = is !== undefined && compare(is.version, planned.to) >= 0
  const state =
    reached && is.status === 'installed'
      ? 'installed'
      : is !== undefined && is.status !== 'installed'
        ? 'broken'
        : is?.version === was?.version
          ? 'unchanged'
          : 'other'
  return {
    name: planned.name,
    arch: planned.arch,
    before: was?.version ?? null,
    planned: planned.to,
    after: is?.version ?? null,
    state,
    detail: complaints.get(`${planned.name}:${planned.arch}`) ?? complaints.get(planned.name) ?? null,
  }
}

/** `dpkg: error processing package foo (--configure):` with the cause in the next line. */
export function dpkgComplaints(output: string): Map<string, string> {
  const lines = output.split('\n')
  const found = new Map<string, string>()
  lines.forEach((line, index) => {
    const about = /^dpkg: error processing (?:package|archive) (\S+) \(--(\w+)\):/.exec(line)
    if (about === null) return
    const name = /([a-z0-9][a-z0-9+.-]*)_[^/_]+_[^/_]+\.deb$/.exec(about[1] ?? '')?.[1] ?? about[1] ?? ''
    const cause = (lines[index + 1] ?? '').trim()
    if (!found.has(name)) found.set(name, `${about[2] ?? ''}: ${cause}`.slice(0, 200))
  })
  return found
}

export function failure(code: ActFailure['code'], detail: string): ActFailure {
  return { code, detail: detail.slice(0, 200), refusals: [] }
}

export function lockFailure(holder: LockHolder): ActFailure {
  return failure(
    'lock_held',
    `${holder.program ?? 'another process'} (${String(holder.pid ?? 'unknown')}) holds ${holder.path}`,
  )
}

/** Why a run of apt-get that did not reach its aim failed, as far as its words tell. */
export function explain(result: ProcessResult, otherwise: ActFailure['code']): ActFailure {
  const said = `${result.stderr}\n${result.stdout}`
  const detail = aptComplaint(result)
  if (result.timedOut) return failure('timed_out', 'the time limit of this step ended it')
  if (result.aborted) return failure('aborted', 'it was told to stop')
  if (saysLocked(result)) return failure('lock_held', detail)
  if (/No space left on device|don't have enough free space/.test(said)) return failure('disk_full', detail)
  const [complaint] = dpkgComplaints(said)
  if (complaint !== undefined) return failure('maintainer_script', `${complaint[0]}: ${complaint[1]}`)
  // apt's words with `--no-download`: nothing was begun.
  if (/Unable to fetch some archives|Pathname to install is not absolute/.test(said))
    return failure('download_failed', detail)
  if (/dpkg was interrupted|Unmet dependencies/.test(said)) return failure('database_broken', detail)
  return failure(otherwise, detail)
}
