import type { FindingQuery } from '@patchyard/api'
import { type Command, Option } from 'commander'
import { renderTable, type TableColumn } from '../output/table.ts'
import { readAsOf } from '../session/as-of.ts'
import type { CommandContext } from '../session/command-context.ts'
import { listAll, type ListOptions, type PageOf, shownOf } from '../session/list-all.ts'

interface Options extends ListOptions {
  readonly status?: 'missing' | 'installed'
  readonly asOf?: string
  readonly json?: boolean
}

/** `asset findings ID`. */
export const addFindingsCommand = (asset: Command, context: CommandContext): void =>
  addCommand(
    asset.command('findings <asset>').description('Patches missing and installed on an asset'),
    context,
    async (id, query) => (await context.client()).call('listFindings', { params: { id }, query }),
    [
      { title: 'patch', value: f => f.patchId },
      { title: 'title', value: f => f.title },
      { title: 'status', value: f => f.status },
      { title: 'security', value: f => f.isSecurity },
      { title: 'severity', value: f => (f.severity === '' ? null : f.severity) },
      { title: 'since', value: f => f.since },
    ],
  )

/** `patch assets ID`. */
export const addPatchAssetsCommand = (patch: Command, context: CommandContext): void =>
  addCommand(
    patch.command('assets <patch>').description('Assets that miss or have a patch'),
    context,
    async (id, query) => (await context.client()).call('listPatchAssets', { params: { id }, query }),
    [
      { title: 'asset', value: a => a.id },
      { title: 'name', value: a => a.name },
      { title: 'os', value: a => a.operatingSystem },
      { title: 'status', value: a => a.status },
      { title: 'since', value: a => a.since },
    ],
  )

function addCommand<Row>(
  command: Command,
  context: CommandContext,
  load: (id: string, query: FindingQuery) => Promise<PageOf<Row>>,
  columns: readonly TableColumn<Row>[],
): void {
  command
    .addOption(new Option('--status <state>', 'only these').choices(['missing', 'installed']))
    .option('--as-of <instant>', 'as it was known then: 2026-10-01, 2026-10-01T12:00Z, -30d')
    .option('--search <text>', 'text anywhere in the main fields')
    .option('--sort <field>', 'field; -field sorts downwards')
    .option('--limit <n>', 'rows at most', '100')
    .option('--json', 'print JSON')
    .action(async (id: string, options: Options) => {
      const { status, asOf } = options
      const only = {
        ...(status === undefined ? {} : { status }),
        ...(asOf === undefined ? {} : { asOf: readAsOf(asOf, context.clock) }),
      }
      const found = await listAll(options, query => load(id, { ...query, ...only }))
      const printer = context.printer(options.json === true)
      printer.result(found, () => renderTable(columns, found.items) + shownOf(found.items.length, found.total))
    })
}
