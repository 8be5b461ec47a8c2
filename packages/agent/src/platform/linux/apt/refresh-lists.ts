import type { Clock } from '@patchyard/domain'
import type { ScanOptions } from '../../../core/ports/package-manager.ts'
import type { Processes } from '../../../core/ports/processes.ts'
import type { ScanProblem } from '../../../core/ports/scan-result.ts'
import { aptComplaint, runAptGet, saysLocked } from './apt-commands.ts'
import type { AptLock } from './apt-lock.ts'
import { type FailedRepository, parseAptUpdate } from './parse-update.ts'
import { withoutCredentials } from './trust.ts'

export interface RefreshResult {
  readonly failed: readonly FailedRepository[]
  readonly problems: readonly ScanProblem[]
}

/** Mirrors that answer slowly must not hold a scan for apt's default of two minutes for each of several tries. */
const OPTIONS = [
  '-o',
  'Acquire::http::Timeout=30',
  '-o',
  'Acquire::https::Timeout=30',
  '-o',
  'Acquire::ftp::Timeout=30',
  '-o',
  'Acquire::Retries=1',
]

/** `apt-get update` under our own lock wait. Never throws: what failed is named, and the old lists stay in use. */
export async function refreshLists(
  deps: { processes: Processes; clock: Clock; lock: AptLock },
  options: ScanOptions,
): Promise<RefreshResult> {
  const deadline = deps.clock.monotonicMs() + options.lockWaitMs
  for (;;) {
    const left = Math.max(0, deadline - deps.clock.monotonicMs())
    const holder = await deps.lock.waitFree('lists', { ...options, lockWaitMs: left })
    if (holder !== null) {
      const who = holder.program === null ? 'another process' : `${holder.program} (${String(holder.pid)})`
      return {
        failed: [],
        problems: [{ code: 'lock_held', detail: `${who} holds ${holder.path}; the lists were not refreshed` }],
      }
    }
    const result = await runAptGet(deps.processes, [...OPTIONS, 'update'], {
      timeoutMs: options.refreshTimeoutMs,
      ...(options.signal === undefined ? {} : { signal: options.signal }),
    })
    if (result.timedOut || result.aborted) {
      const detail = `apt-get update did not end within ${Math.round(options.refreshTimeoutMs / 1000)} s`
      return { failed: [{ repository: null, detail }], problems: [{ code: 'repository_failed', detail }] }
    }
    // Somebody was faster between our look and apt's.
    if (result.code !== 0 && saysLocked(result) && deps.clock.monotonicMs() < deadline) {
      await deps.clock.sleep(1000, options.signal)
      continue
    }
    const failed = parseAptUpdate(result.stdout, result.stderr)
    if (failed.length === 0 && result.code !== 0) failed.push({ repository: null, detail: aptComplaint(result) })
    return { failed, problems: failed.map(toProblem) }
  }
}

function toProblem(failure: FailedRepository): ScanProblem {
  const detail = withoutCredentials(failure.detail).slice(0, 200)
  if (failure.repository === null) return { code: 'repository_failed', detail }
  return { code: 'repository_failed', detail, repository: withoutCredentials(failure.repository) }
}
