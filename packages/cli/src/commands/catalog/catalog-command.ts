import type { Command } from 'commander'
import type { CommandContext } from '../../session/command-context.ts'
import { addMatchCommand } from './match-command.ts'

/** `patchyard catalog …`: what is known of patches, and what follows from it. */
export function addCatalogCommands(program: Command, context: CommandContext): void {
  const catalog = program.command('catalog').description('What is known of patches and systems')
  addMatchCommand(catalog, context)
}
