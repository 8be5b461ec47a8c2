import type { PackageId } from '../../../core/ports/package-manager.ts'
import { APT_MARK, runDpkgTool } from './apt-commands.ts'
import { isArchitecture, isPackageName } from './apt-names.ts'
import { parseStanzas } from './parse-stanzas.ts'
import type { AptTools, RunLimits } from './read-host.ts'

const EXTENDED_STATES = '/var/lib/apt/extended_states'

/**
 * Which of these packages apt may remove again once nothing needs them. `apt-get install name=version` makes a package "manually
 * installed" even when it only upgrades it (seen with apt 2.6), which would stop every later autoremove.
 */
export async function readAutoMarks({ disk }: AptTools, packages: readonly PackageId[]): Promise<PackageId[]> {
  const text = await disk.readText(EXTENDED_STATES, 64 * 1024 * 1024).catch(() => '')
  const auto = new Set<string>()
  for (const stanza of parseStanzas('extended_states', text)) {
    if (stanza.get('auto-installed') === '1')
      auto.add(`${stanza.get('package') ?? ''}:${stanza.get('architecture') ?? ''}`)
  }
  // apt keeps packages for all architectures under the native one, of which there is but one mark.
  return packages.filter(({ name, arch }) =>
    arch === 'all' ? [...auto].some(key => key.startsWith(`${name}:`)) : auto.has(`${name}:${arch}`),
  )
}

/** Best effort: a mark that is lost harms no update. */
export async function restoreAutoMarks(
  { processes }: AptTools,
  packages: readonly PackageId[],
  run: RunLimits,
): Promise<void> {
  const names = packages
    .filter(({ name, arch }) => isPackageName(name) && isArchitecture(arch))
    .map(({ name, arch }) => `${name}:${arch}`)
  if (names.length === 0) return
  await runDpkgTool(processes, APT_MARK, ['-qq', 'auto', ...names], { timeoutMs: run.timeoutMs }).catch(() => undefined)
}
