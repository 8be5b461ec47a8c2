import type { AuditResult } from '../../../core/ports/package-manager.ts'
import { DPKG, runDpkgTool } from './apt-commands.ts'
import type { KnownState } from './known-state.ts'
import type { AptTools, RunLimits } from './read-host.ts'

/** dpkg's journal: files left here mean that a run was cut off and apt refuses to work (apt-pkg debSystem::CheckUpdates). */
const UPDATES = '/var/lib/dpkg/updates'

/**
 * State of dpkg's database: packages that are not whole, what `dpkg --audit` complains of, and the journal of an interrupted run.
 * @throws PackageManagerError, ParseError, ProcessError when it cannot be read at all.
 */
export async function auditDpkg(
  tools: AptTools & { readonly known: KnownState },
  run: RunLimits,
): Promise<AuditResult> {
  const installed = await tools.known.installed(run)
  const problems: { package: string | null; detail: string }[] = []
  for (const entry of installed) {
    if (WHOLE.has(entry.status ?? 'installed')) continue
    problems.push({
      package: `${entry.name}:${entry.arch ?? ''}`,
      detail: `${entry.status ?? ''} (version ${entry.version})`,
    })
  }
  const result = await runDpkgTool(tools.processes, DPKG, ['--audit'], {
    timeoutMs: run.timeoutMs,
    ...(run.signal === undefined ? {} : { signal: run.signal }),
  })
  const named = new Set(problems.map(problem => problem.package?.split(':')[0]))
  for (const complaint of parseDpkgAudit(result.stdout)) {
    if (!named.has(complaint.package.split(':')[0])) problems.push(complaint)
  }
  const journal = await tools.disk.list(UPDATES).catch(() => [])
  if (journal.some(entry => /^\d+$/.test(entry.name))) {
    problems.push({ package: null, detail: 'dpkg was interrupted; its journal has not been taken in' })
  }
  return { clean: problems.length === 0, problems }
}

const WHOLE: ReadonlySet<string> = new Set(['installed', 'config-files', 'not-installed'])

/** `dpkg --audit`: sentences, each followed by ` name   short description` lines. An empty text is a clean database. */
export function parseDpkgAudit(text: string): { package: string; detail: string }[] {
  const found: { package: string; detail: string }[] = []
  let sentence: string[] = []
  let inList = false
  for (const line of text.split('\n').slice(0, 20_000)) {
    const entry = /^ ([a-z0-9][^\s]*)(?:\s+.*)?$/.exec(line)
    if (entry !== null) {
      inList = true
      found.push({ package: entry[1] ?? '', detail: sentence.join(' ').slice(0, 200) })
    } else if (line.trim() !== '') {
      if (inList) sentence = []
      inList = false
      sentence.push(line.trim())
    }
  }
  return found
}
