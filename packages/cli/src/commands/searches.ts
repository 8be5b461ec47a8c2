import { findingStates, type FindingState, type SavedSearch } from '@patchyard/api'
import type { Entity } from '@patchyard/query'
import { type Command, Option } from 'commander'
import { safeText } from '../output/safe-text.ts'
import { renderTable, type TableColumn } from '../output/table.ts'
import type { CommandContext } from '../session/command-context.ts'
import { addListCommand } from './list-command.ts'
import { saying } from './query/point-at.ts'
import { entityOption, queryText } from './query/query-options.ts'

interface Json {
  readonly json?: boolean
}

interface SaveOptions extends Json {
  readonly entity: Entity
  readonly having?: string
  readonly status?: FindingState
  readonly share?: boolean
}

/** `patchyard search …`: searches under a name. `asset list --saved ID` uses one. */
export function addSearchCommands(program: Command, context: CommandContext): void {
  const search = program.command('search').description('Saved searches: your own and those that others share')
  addListCommand(search, context, {
    what: 'saved searches',
    options: command => command.addOption(entityOption().makeOptionMandatory(false)),
    load: (client, query, { entity }: { readonly entity?: Entity }) =>
      client.call('listSearches', { query: { ...query, ...(entity === undefined ? {} : { entity }) } }),
    columns,
  })

  search
    .command('save <name> <query>')
    .description('Save a query under a name; - reads it from standard input')
    .addOption(entityOption())
    .option('--having <query>', 'second query')
    .addOption(new Option('--status <state>', 'only with such a finding').choices(findingStates))
    .option('--share', 'everybody in the subscription sees it')
    .option('--json', 'print JSON')
    .action(async (name: string, argument: string, options: SaveOptions) => {
      const client = await context.client()
      const query = await queryText(context, argument)
      const printer = context.printer(options.json === true)
      await saying({ query, having: options.having ?? '' }, printer, async () => {
        const saved = await client.call('saveSearch', {
          body: {
            entity: options.entity,
            name,
            query,
            ...(options.having === undefined ? {} : { having: options.having }),
            ...(options.status === undefined ? {} : { status: options.status }),
            ...(options.share === true ? { shared: true } : {}),
          },
        })
        printer.result(saved, () => saved.id)
      })
    })

  const change = (verb: string, description: string): Command =>
    search.command(verb).description(description).option('--json', 'print JSON')
  const said = (saved: SavedSearch, options: Json): void =>
    context.printer(options.json === true).result(saved, () => renderTable(columns, [saved]))

  change('rename <id> <name>', 'Give a search another name').action(async (id: string, name: string, options: Json) => {
    said(await (await context.client()).call('changeSearch', { params: { id }, body: { name } }), options)
  })
  change('share <id>', 'Let everybody in the subscription see it').action(async (id: string, options: Json) => {
    said(await (await context.client()).call('changeSearch', { params: { id }, body: { shared: true } }), options)
  })
  change('unshare <id>', 'Keep it to yourself').action(async (id: string, options: Json) => {
    said(await (await context.client()).call('changeSearch', { params: { id }, body: { shared: false } }), options)
  })
  change('delete <id>', 'Delete a search').action(async (id: string, options: Json) => {
    await (await context.client()).call('deleteSearch', { params: { id } })
    context.printer(options.json === true).result({ id }, () => `${safeText(id)} is deleted`)
  })
}

const columns: readonly TableColumn<SavedSearch>[] = [
  { title: 'id', value: s => s.id },
  { title: 'name', value: s => s.name },
  { title: 'about', value: s => s.entity },
  { title: 'query', value: s => s.query },
  { title: 'having', value: s => s.having },
  { title: 'status', value: s => s.status },
  { title: 'shared', value: s => s.shared },
  { title: 'owner', value: s => s.owner },
]
