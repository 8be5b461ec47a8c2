import { archiveUpgrades, type PackageUpgrade } from '@patchyard/domain'
import type { Command } from 'commander'
import { renderTable } from '../../output/table.ts'
import type { CommandContext } from '../../session/command-context.ts'
import { InputFileError } from '../../session/input-file-error.ts'
import { readArchives } from './archive-files.ts'
import { DPKG_FORMAT, readDpkgInventory } from './dpkg-inventory.ts'
import { matchRpm, type MatchRpmOptions } from './match-rpm.ts'
import { isRpmInventory, RPM_FORMAT } from './rpm-inventory.ts'

interface MatchOptions extends MatchRpmOptions {
  readonly securityPackages?: readonly string[]
  readonly release?: readonly string[]
  readonly origin?: string
  readonly machineId?: string
}

/** Adds `patchyard catalog match`: what apt or dnf would upgrade, worked out from files. It talks to no server. */
export function addMatchCommand(catalog: Command, context: CommandContext): void {
  catalog
    .command('match')
    .description(
      'What apt or dnf would upgrade on a host, worked out from its list of packages and indices of its archives; asks no server',
    )
    .requiredOption(
      '--inventory <file>',
      `output of dpkg-query -W -f '${DPKG_FORMAT}', of rpm -qa --qf '${RPM_FORMAT}', or of rpm -qa; "-" is standard input`,
    )
    .option(
      '--packages <file...>',
      'Packages files of its archives; for dnf primary.xml, updateinfo.xml and modules.yaml; packed or not',
    )
    .option('--release <file...>', 'InRelease files; each is of the Packages files whose names begin with its own')
    .option('--security-packages <file...>', 'Packages files of a security archive that come without InRelease')
    .option('--origin <text>', 'what Packages files without InRelease are called')
    .option('--architecture <name>', 'of the host; by default that of its packages')
    .option('--machine-id <id>', 'of the host’s /etc/machine-id: whether phased updates are for it')
    .option('--running-kernel <release>', 'for dnf: uname -r of the host, to tell kernels that wait for a restart')
    .option('--module <name:stream...>', 'for dnf: streams that are enabled beside those of what is installed')
    .option('--exclude <name...>', 'for dnf: names that are left alone, with * and ?')
    .option('--json', 'print JSON')
    .action(async (options: MatchOptions) => {
      const text = await context.readText(options.inventory)
      if (isRpmInventory(text)) {
        checkApart(options, aptOnly, 'apt')
        return matchRpm(text, options, context)
      }
      checkApart(options, rpmOnly, 'dnf')
      const upgrades = await match(text, options, context)
      const going = upgrades.filter(one => one.heldBack === null)
      const security = going.filter(one => one.isSecurity).length
      const held = upgrades.length - going.length
      const total = { upgrades: going.length, security, heldBack: held }
      context.printer(options.json === true).result({ ...total, items: upgrades }, () => {
        const sum = `${going.length} upgrades, ${security} of them security; ${held} held back`
        return `${renderTable(columns, upgrades)}\n${sum}`
      })
    })
}

const aptOnly = ['release', 'securityPackages', 'origin', 'machineId'] as const
const rpmOnly = ['runningKernel', 'module', 'exclude'] as const

/** An option that would be passed over is a mistake that nobody sees. */
function checkApart(options: MatchOptions, names: readonly (keyof MatchOptions)[], of: string): void {
  const used = names.find(name => options[name] !== undefined)
  if (used === undefined) return
  const option = used.replaceAll(/[A-Z]/g, letter => `-${letter.toLowerCase()}`)
  throw new InputFileError(`--${option} is for lists of ${of}, and ${options.inventory} is none`)
}

async function match(text: string, options: MatchOptions, context: CommandContext): Promise<PackageUpgrade[]> {
  const { packages = [], securityPackages = [], release: releases = [], origin = null, machineId = null } = options
  if (packages.length + securityPackages.length === 0)
    throw new InputFileError('what may be installed is said by --packages or --security-packages')
  if (machineId !== null && !/^[0-9a-f]{32}$/.test(machineId))
    throw new InputFileError('--machine-id is 32 hexadecimal digits, as /etc/machine-id holds them')
  const inventory = readDpkgInventory(text, options.inventory)
  const architecture = options.architecture ?? inventory.architecture
  if (architecture === null)
    throw new InputFileError(`${options.inventory} does not tell the host’s architecture: --architecture says it`)
  const names = new Set(inventory.packages.map(one => one.name))
  const files = { packages, securityPackages, releases, origin }
  const { offered, rejected } = await readArchives(files, names, path => context.readPieces(path))
  if (rejected > 0)
    context.printer(options.json === true).note(`${rejected} entries of the indices are none and were passed over`)
  return archiveUpgrades(inventory.packages, offered, { architecture, machineId })
}

const reasons = { hold: 'on hold', phasing: 'by phasing', otherArchitecture: 'by its other architecture' }

const columns = [
  { title: 'package', value: (one: PackageUpgrade) => one.name },
  { title: 'arch', value: (one: PackageUpgrade) => one.arch },
  { title: 'from', value: (one: PackageUpgrade) => one.from },
  { title: 'to', value: (one: PackageUpgrade) => one.to },
  { title: 'security', value: (one: PackageUpgrade) => one.isSecurity },
  { title: 'held back', value: (one: PackageUpgrade) => (one.heldBack === null ? '' : reasons[one.heldBack]) },
  { title: 'source', value: (one: PackageUpgrade) => one.source },
  { title: 'origin', value: (one: PackageUpgrade) => one.origins.join(', ') },
]
