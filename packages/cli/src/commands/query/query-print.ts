import { check, print } from '@patchyard/query'
import type { Command } from 'commander'
import { safeText } from '../../output/safe-text.ts'
import type { CommandContext } from '../../session/command-context.ts'
import { exitCodes } from '../../session/exit-codes.ts'
import { pointAt } from './point-at.ts'
import { jsonOf } from './query-check.ts'
import { entityOption, type QueryOptions, queryText } from './query-options.ts'

export function addQueryPrint(query: Command, context: CommandContext): void {
  query
    .command('print <text>')
    .description('Print the canonical text of a query, - reads it from standard input; exit code 2 when it has errors')
    .addOption(entityOption())
    .option('--json', 'print {"text":…}, or the errors as `check` does')
    .action(async (argument: string, options: QueryOptions) => {
      const text = await queryText(context, argument)
      const result = check(text, { entity: options.entity })
      const printer = context.printer(options.json === true)
      if (result.tree !== null) {
        const canonical = print(result.tree)
        printer.result({ text: canonical }, () => safeText(canonical))
        return
      }
      context.setExitCode(exitCodes.usage)
      if (printer.json) printer.result(jsonOf(result), () => '')
      else printer.note(result.errors.map(problem => pointAt(text, problem)).join('\n\n'))
    })
}
