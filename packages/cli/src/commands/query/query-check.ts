import { check, type CheckResult, type QueryProblem } from '@patchyard/query'
import type { Command } from 'commander'
import type { CommandContext } from '../../session/command-context.ts'
import { exitCodes } from '../../session/exit-codes.ts'
import { pointAt } from './point-at.ts'
import { entityOption, type QueryOptions, queryText } from './query-options.ts'

export function addQueryCheck(query: Command, context: CommandContext): void {
  query
    .command('check <text>')
    .description('Say what is wrong with a query, - reads it from standard input; exit code 2 when there are errors')
    .addOption(entityOption())
    .option('--json', 'print {"errors":[{code,from,to,message}],"warnings":[…]}')
    .action(async (argument: string, options: QueryOptions) => {
      const text = await queryText(context, argument)
      const result = check(text, { entity: options.entity })
      context.printer(options.json === true).result(jsonOf(result), () => textOf(text, result))
      if (result.errors.length > 0) context.setExitCode(exitCodes.usage)
    })
}

/** What `--json` prints. Quick fixes are for editors and stay out. */
export const jsonOf = ({ errors, warnings }: CheckResult): unknown => ({
  errors: errors.map(plain),
  warnings: warnings.map(plain),
})

const plain = ({ code, from, to, message }: QueryProblem) => ({ code, from, to, message })

function textOf(text: string, { errors, warnings }: CheckResult): string {
  const all = [...errors, ...warnings]
  return all.length === 0 ? 'The query is understood.' : all.map(problem => pointAt(text, problem)).join('\n\n')
}
