import type { Command } from 'commander'
import type { CommandContext } from '../../session/command-context.ts'
import { addBundleCommands } from './bundle-commands.ts'
import { addMatchCommand } from './match-command.ts'
import { addSystemsCommand } from './systems-command.ts'

/** `patchyard catalog …`: what is known of patches, and what follows from it. */
export function addCatalogCommands(program: Command, context: CommandContext): void {
  const catalog = program
    .command('catalog')
    .description('What is known of patches: as a file, and matched without a server')
  addMatchCommand(catalog, context)
  addBundleCommands(catalog, context)
  addSystemsCommand(catalog, context)
}
