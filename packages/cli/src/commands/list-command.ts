import type { Client, ListQuery } from '@patchyard/api'
import type { Command } from 'commander'
import { renderTable, type TableColumn } from '../output/table.ts'
import type { CommandContext } from '../session/command-context.ts'
import { type ListOptions, listAll, type PageOf, shownOf } from '../session/list-all.ts'

/** `list` with the options that every list has. */
export function listCommand(parent: Command, what: string): Command {
  return parent
    .command('list')
    .description(`List ${what}`)
    .option('--search <text>', 'text anywhere in the main fields')
    .option('--sort <field>', 'field; -field sorts downwards')
    .option('--limit <n>', 'rows at most', '100')
    .option('--json', 'print JSON')
}

/** `list` of what has no query: pages of it as one table, or as the API's own JSON. */
export function addListCommand<T>(
  parent: Command,
  context: CommandContext,
  list: {
    readonly what: string
    readonly load: (client: Client, query: ListQuery) => Promise<PageOf<T>>
    readonly columns: readonly TableColumn<T>[]
  },
): void {
  listCommand(parent, list.what).action(async (options: ListOptions & { readonly json?: boolean }) => {
    const client = await context.client()
    const found = await listAll(options, query => list.load(client, query))
    context
      .printer(options.json === true)
      .result(found, () => renderTable(list.columns, found.items) + shownOf(found.items.length, found.total))
  })
}
