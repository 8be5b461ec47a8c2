import { type ProgramMapping, type UnmatchedQuery } from '@patchyard/api'
import type { Command } from 'commander'
import { renderTable, type TableColumn } from '../output/table.ts'
import type { CommandContext } from '../session/command-context.ts'
import { type ListOptions, listAll, shownOf } from '../session/list-all.ts'
import { addListCommand } from './list-command.ts'

interface Json {
  readonly json?: boolean
}
interface Unmatched extends ListOptions, Json {
  readonly why?: string
  readonly csv?: boolean
}

const mappingColumns: readonly TableColumn<ProgramMapping>[] = [
  { title: 'id', value: one => one.id },
  { title: 'name', value: one => one.name },
  { title: 'publisher', value: one => one.publisher },
  { title: 'product', value: one => one.product ?? 'never' },
  { title: 'by', value: one => one.createdBy },
]

/** What no package manager keeps, and what the catalog makes of it (docs/detection.md). */
export function addSoftwareCommands(program: Command, context: CommandContext): void {
  const software = program.command('software').description('Programs of Windows and macOS, and which product they are')

  software
    .command('unmatched')
    .description('Names that are no product of the catalog, and why')
    .option('--search <text>', 'text anywhere in name or publisher')
    .option('--why <reason>', 'unknown, publisher, architecture, channel, line, ambiguous or proposed')
    .option('--sort <field>', 'name, publisher, versions or why; -field sorts downwards')
    .option('--limit <n>', 'rows at most', '100')
    .option('--csv', 'print all of them as CSV')
    .option('--json', 'print JSON')
    .action(async (options: Unmatched) => {
      const client = await context.client()
      const printer = context.printer(options.json === true)
      // Another word is the server's to refuse.
      const why = options.why === undefined ? {} : { why: options.why as NonNullable<UnmatchedQuery['why']> }
      if (options.csv === true) {
        const { search, sort } = options
        const query = { ...(search === undefined ? {} : { search }), ...(sort === undefined ? {} : { sort }), ...why }
        return printer.raw(await client.call('exportUnmatchedPrograms', { query }))
      }
      const found = await listAll(options, query =>
        client.call('listUnmatchedPrograms', { query: { ...query, ...why } }),
      )
      printer.result(
        found,
        () =>
          renderTable(
            [
              { title: 'name', value: one => one.name },
              { title: 'publisher', value: one => one.publisher },
              { title: 'versions', value: one => one.versions, right: true },
              { title: 'assets', value: one => one.assetCount, right: true },
              { title: 'why', value: one => one.why },
              { title: 'proposed', value: one => one.product },
            ],
            found.items,
          ) + shownOf(found.items.length, found.total),
      )
    })

  software
    .command('map <name>')
    .description('Say which product a name is, in all its versions; every asset that has it is judged by that')
    .option('--publisher <publisher>', 'of this publisher alone')
    .option('--product <product>', 'winget:Git.Git, cask:firefox')
    .option('--never', 'it is no product')
    .option('--json', 'print JSON')
    .action(
      async (
        name: string,
        options: { publisher?: string; product?: string; never?: boolean } & Json,
        command: Command,
      ) => {
        if ((options.product === undefined) === (options.never !== true)) {
          command.error('error: say --product or --never', { code: 'patchyard.product' })
        }
        const { publisher, product = null } = options
        const body = { name, product, ...(publisher === undefined ? {} : { publisher }) }
        const made = await (await context.client()).call('mapProgram', { body })
        context.printer(options.json === true).result(made, () => renderTable(mappingColumns, [made]))
      },
    )

  software
    .command('unmap <id>')
    .description('Take back what was said of a name')
    .option('--json', 'print JSON')
    .action(async (id: string, options: Json) => {
      const done = await (await context.client()).call('deleteProgramMapping', { params: { id } })
      context.printer(options.json === true).result(done, () => `${id} is taken back`)
    })

  addListCommand(software.command('product').description('Products that a name can be mapped to'), context, {
    what: 'products of the catalog',
    load: (client, query) => client.call('listProgramProducts', { query }),
    columns: [
      { title: 'product', value: one => one.product },
      { title: 'title', value: one => one.title },
      { title: 'vendor', value: one => one.vendor },
    ],
  })

  addListCommand(software.command('mapping').description('What people have said of names'), context, {
    what: 'what people have said of names',
    options: command => command.option('--csv', 'print all of them as CSV'),
    load: (client, query) => client.call('listProgramMappings', { query }),
    csv: (client, query) => client.call('exportProgramMappings', { query }),
    columns: mappingColumns,
  })
}
