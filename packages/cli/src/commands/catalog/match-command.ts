import { archiveUpgrades, type PackageUpgrade } from '@patchyard/domain'
import type { Command } from 'commander'
import { renderTable } from '../../output/table.ts'
import type { CommandContext } from '../../session/command-context.ts'
import { InputFileError } from '../../session/input-file-error.ts'
import { readArchives } from './archive-files.ts'
import { DPKG_FORMAT, readDpkgInventory } from './dpkg-inventory.ts'

interface MatchOptions {
  readonly inventory: string
  readonly packages?: readonly string[]
  readonly securityPackages?: readonly string[]
  readonly release?: readonly string[]
  readonly origin?: string
  readonly architecture?: string
  readonly machineId?: string
  readonly json?: boolean
}

/** Adds `patchyard catalog match`: what apt would upgrade, worked out from files. It talks to no server. */
export function addMatchCommand(catalog: Command, context: CommandContext): void {
  catalog
    .command('match')
    .description(
      'What apt would upgrade on a host, worked out from its list of packages and archive indices; asks no server',
    )
    .requiredOption('--inventory <file>', `output of dpkg-query -W -f '${DPKG_FORMAT}'; "-" is standard input`)
    .option('--packages <file...>', 'Packages files of its archives, packed or not')
    .option('--release <file...>', 'InRelease files; each is of the Packages files whose names begin with its own')
    .option('--security-packages <file...>', 'Packages files of a security archive that come without InRelease')
    .option('--origin <text>', 'what Packages files without InRelease are called')
    .option('--architecture <name>', 'of the host; by default that of its package dpkg')
    .option('--machine-id <id>', 'of the host’s /etc/machine-id: whether phased updates are for it')
    .option('--json', 'print JSON')
    .action(async (options: MatchOptions) => {
      const upgrades = await match(options, context)
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

async function match(options: MatchOptions, context: CommandContext): Promise<PackageUpgrade[]> {
  const { packages = [], securityPackages = [], release: releases = [], origin = null, machineId = null } = options
  if (packages.length + securityPackages.length === 0)
    throw new InputFileError('what may be installed is said by --packages or --security-packages')
  if (machineId !== null && !/^[0-9a-f]{32}$/.test(machineId))
    throw new InputFileError('--machine-id is 32 hexadecimal digits, as /etc/machine-id holds them')
  const inventory = readDpkgInventory(await context.readText(options.inventory), options.inventory)
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
