import { rpmUpgrades, type RpmUpgrade, versionSchemes, type WaitingKernel, waitingKernels } from '@patchyard/domain'
import { renderTable } from '../../output/table.ts'
import type { CommandContext } from '../../session/command-context.ts'
import { InputFileError } from '../../session/input-file-error.ts'
import { readRepositoryFiles, withStreams } from './repository-files.ts'
import { readRpmInventory } from './rpm-inventory.ts'

export interface MatchRpmOptions {
  readonly inventory: string
  readonly packages?: readonly string[]
  readonly architecture?: string
  /** `uname -r` of the host. */
  readonly runningKernel?: string
  /** Streams that are enabled on the host beside those of what is installed: "nodejs:18". */
  readonly module?: readonly string[]
  readonly exclude?: readonly string[]
  readonly json?: boolean
}

/** What the answer does not look at, and says so. */
const notSolved = ['dependencies', 'conflicts', 'priorities and versionlock', 'vendor changes'] as const

/** Works out and prints what dnf would upgrade. Throws InputFileError. */
export async function matchRpm(text: string, options: MatchRpmOptions, context: CommandContext): Promise<void> {
  const { packages: paths = [], module: enabled = [], exclude = [] } = options
  if (paths.length === 0) throw new InputFileError('what may be installed is said by --packages')
  for (const stream of enabled)
    if (!/^[^:\s]+:[^:\s]+$/.test(stream))
      throw new InputFileError(`--module "${stream.slice(0, 80)}" is not name:stream, as in nodejs:18`)
  const inventory = readRpmInventory(text, options.inventory)
  const architecture = options.architecture ?? inventory.architecture
  if (architecture === null)
    throw new InputFileError(`${options.inventory} does not tell the host’s architecture: --architecture says it`)
  const printer = context.printer(options.json === true)
  const files = await readRepositoryFiles(paths, path => context.readPieces(path))
  if (files.offers.length === 0) throw new InputFileError('none of the files is a primary.xml: nothing is offered')
  if (files.rejected > 0) printer.note(`${files.rejected} entries of the files are none and were passed over`)
  if (!inventory.hasEpochs) printer.note('the list names no epochs: an upgrade that raises the epoch alone is not seen')
  const { installed, offers, notices, host } = withStreams(inventory.packages, files, { architecture, enabled })
  const isExcluded = matcherOf(exclude)
  const items = rpmUpgrades(
    installed,
    offers.filter(one => !isExcluded(one.name)),
    notices,
    host,
  )
  const undecided = [...new Set(installed.flatMap(one => (one.module === null ? [one.name] : [])))].sort()
  const waiting = waitingKernels(installed, options.runningKernel ?? '', versionSchemes.rpm.compare)
  const security = items.filter(one => one.isSecurity).length
  const total = { upgrades: items.length, security, undecided, waitingForReboot: waiting, notSolved }
  printer.result({ ...total, items }, () => tableOf(items, { security, undecided, waiting }))
}

function tableOf(
  items: readonly RpmUpgrade[],
  {
    security,
    undecided,
    waiting,
  }: {
    readonly security: number
    readonly undecided: readonly string[]
    readonly waiting: readonly WaitingKernel[]
  },
): string {
  const lines = [renderTable(columns, items), `${items.length} upgrades, ${security} of them security`]
  for (const one of waiting) lines.push(`${one.name} ${one.installed} waits for a restart; ${one.running} runs`)
  if (undecided.length > 0)
    lines.push(`of modules whose stream is not known, and not compared: ${undecided.slice(0, 20).join(', ')}`)
  lines.push(`not looked at: ${notSolved.join(', ')}`)
  return lines.join('\n')
}

/** Names with `*` and `?`, as dnf.conf's excludepkgs has them. */
function matcherOf(patterns: readonly string[]): (name: string) => boolean {
  const all = patterns.map(pattern => {
    const text = pattern
      .replaceAll(/[.+^${}()|[\]\\]/g, '\\$&')
      .replaceAll('*', '.*')
      .replaceAll('?', '.')
    return new RegExp(`^${text}$`)
  })
  return name => all.some(one => one.test(name))
}

const columns = [
  { title: 'package', value: (one: RpmUpgrade) => one.name },
  { title: 'arch', value: (one: RpmUpgrade) => one.arch },
  { title: 'from', value: (one: RpmUpgrade) => one.from },
  {
    title: 'to',
    value: (one: RpmUpgrade) => (one.replacedBy === null ? one.to : `${one.replacedBy} ${one.to}`),
  },
  { title: 'security', value: (one: RpmUpgrade) => one.isSecurity },
  { title: 'restart', value: (one: RpmUpgrade) => one.rebootSuggested },
  { title: 'advisories', value: (one: RpmUpgrade) => one.advisories.join(', ') },
]
