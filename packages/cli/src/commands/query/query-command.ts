import type { Command } from 'commander'
import type { CommandContext } from '../../session/command-context.ts'
import { addQueryCheck } from './query-check.ts'
import { addQueryComplete } from './query-complete.ts'
import { addQueryExplain } from './query-explain.ts'
import { addQueryPrint } from './query-print.ts'
import { addQueryWhy } from './query-why.ts'

/** `patchyard query …`: what the language says about itself. `check`, `print` and `explain --plain` need no server. */
export function addQueryCommands(program: Command, context: CommandContext): void {
  const query = program.command('query').description('Check, print and explain queries')
  addQueryCheck(query, context)
  addQueryPrint(query, context)
  addQueryComplete(query, context)
  addQueryExplain(query, context)
  addQueryWhy(query, context)
}
