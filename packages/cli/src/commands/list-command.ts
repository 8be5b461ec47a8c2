import type { Client, ListQuery } from '@patchyard/api'
import type { Command } from 'commander'
import { renderTable, type TableColumn } from '../output/table.ts'
import type { CommandContext } from '../session/command-context.ts'
import { type ListOptions, listAll, type PageOf, shownOf } from '../session/list-all.ts'

/**
 * `list` of what has no query: pages of it as one table, or as the API's own JSON. `O`: what `options` adds to the options that
 * every list has.
 */
export function addListCommand<T, O extends object = object>(
  parent: Command,
  context: CommandContext,
  list: {
    readonly what: string
    readonly options?: (command: Command) => Command
    readonly load: (client: Client, query: ListQuery, options: O) => Promise<PageOf<T>>
    /** Asked with `--csv`, where `options` has it: all rows, not pages of them. */
    readonly csv?: (client: Client, query: Pick<ListQuery, 'search' | 'sort'>, options: O) => Promise<string>
    readonly columns: readonly TableColumn<T>[]
  },
): void {
  const command = parent
    .command('list')
    .description(`List ${list.what}`)
    .option('--search <text>', 'text anywhere in the main fields')
    .option('--sort <field>', 'field; -field sorts downwards')
    .option('--limit <n>', 'rows at most', '100')
    .option('--json', 'print JSON')
  list.options?.(command)
  command.action(async (options: ListOptions & O & { readonly json?: boolean; readonly csv?: boolean }) => {
    const client = await context.client()
    const printer = context.printer(options.json === true)
    if (options.csv === true && list.csv !== undefined) {
      const { search, sort } = options
      const query = { ...(search === undefined ? {} : { search }), ...(sort === undefined ? {} : { sort }) }
      printer.raw(await list.csv(client, query, options))
      return
    }
    const found = await listAll(options, query => list.load(client, query, options))
    printer.result(found, () => renderTable(list.columns, found.items) + shownOf(found.items.length, found.total))
  })
}
