import type { Command } from 'commander'
import { renderTable } from '../../output/table.ts'
import type { CommandContext } from '../../session/command-context.ts'
import { entityOption, ofChain, type QueryOptions, queryText } from './query-options.ts'

export function addQueryComplete(query: Command, context: CommandContext): void {
  query
    .command('complete <text>')
    .description('What fits at a place of a query, values with how often they occur')
    .addOption(entityOption())
    .option('--installation', 'with --entity audit: the chain of the installation itself; for operators')
    .option('--position <n>', 'of the cursor; default: the end', Number)
    .option('--json', 'print JSON')
    .action(async (argument: string, options: QueryOptions & { position?: number }) => {
      const text = await queryText(context, argument)
      const position = options.position ?? text.length
      const body = { entity: options.entity, text, position, ...ofChain(options) }
      const completion = await (await context.client()).call('completeQuery', { body })
      context.printer(options.json === true).result(completion, () =>
        renderTable(
          [
            { title: 'fits', value: o => o.insert },
            { title: 'kind', value: o => o.kind },
            { title: 'count', value: o => o.count, right: true },
            { title: 'meaning', value: o => o.detail },
          ],
          completion.options,
        ),
      )
    })
}
