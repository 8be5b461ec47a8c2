import type { CallResult, Client, QueryEntity, RouteName } from '@patchyard/api'
import { findingStates } from '@patchyard/api'
import { type Command, Option } from 'commander'
import { cellText } from '../output/cell-text.ts'
import { safeText } from '../output/safe-text.ts'
import { renderTable, type TableColumn } from '../output/table.ts'
import { readAsOf } from '../session/as-of.ts'
import { CliConfigError } from '../session/cli-config.ts'
import type { CommandContext } from '../session/command-context.ts'
import { findAll, type FindOptions, type Found, selectionOf } from '../session/find-all.ts'
import { withInstallation } from './audit/audit-options.ts'
import { saying } from './query/point-at.ts'

type Routes = {
  readonly [E in QueryEntity]: {
    readonly list: RouteName
    readonly csv: RouteName
    readonly many: string
    /** The same of the installation, behind `--installation`. */
    readonly ofInstallation?: { readonly list: RouteName; readonly csv: RouteName }
  }
}

const routes = {
  asset: { list: 'listAssets', csv: 'exportAssets', many: 'assets' },
  patch: { list: 'listPatches', csv: 'exportPatches', many: 'patches' },
  job: { list: 'listJobs', csv: 'exportJobs', many: 'jobs' },
  task: { list: 'listTasks', csv: 'exportTasks', many: 'tasks of all jobs, the results' },
  vulnerability: { list: 'listVulnerabilities', csv: 'exportVulnerabilities', many: 'vulnerabilities' },
  audit: {
    list: 'listAudit',
    csv: 'exportAuditCsv',
    many: 'what people and the server did, newest first',
    ofInstallation: { list: 'listInstallationAudit', csv: 'exportInstallationAuditCsv' },
  },
} as const satisfies Routes

type RowOf<E extends QueryEntity> =
  CallResult<(typeof routes)[E]['list']> extends { items: (infer Row)[] } ? Row : never

interface Options extends FindOptions {
  readonly query?: string
  readonly installation?: boolean
  readonly saved?: string
  readonly csv?: boolean
  readonly bom?: boolean
  readonly json?: boolean
}

/** `noPast`: moves with time and has no history, so that it is left out of the past. */
export type FindColumn<Row> = TableColumn<Row> & { readonly noPast?: true }

/** `list [query]` of a list that the query language searches: the same options for all of them. */
export function addFindCommand<E extends QueryEntity>(
  parent: Command,
  context: CommandContext,
  entity: E,
  columns: readonly FindColumn<RowOf<E>>[],
): void {
  const own: Routes[E] = routes[entity]
  const command = parent
    .command('list')
    .argument('[query]', 'in the query language, "-" reads it from standard input; without one: all')
    .description(`List ${own.many}`)
  if (entity === 'asset' || entity === 'patch') {
    const other = entity === 'asset' ? 'patches' : 'assets'
    command
      .option('--having <query>', `second query, about the ${other} on the other side of findings`)
      .addOption(new Option('--status <state>', 'only with such a finding').choices(findingStates))
      .option('--as-of <instant>', 'as it was known then: 2026-10-01, 2026-10-01T12:00Z, -30d')
  }
  if (own.ofInstallation !== undefined) withInstallation(command)
  command
    .addOption(new Option('--query <query>', 'the same as the argument'))
    .option('--saved <id>', 'the query of a saved search')
    .option('--sort <token>', 'sortable token; -token sorts downwards')
    .option('--limit <n>', 'rows at most', '100')
    .option('--all', 'all rows')
    .option('--fields <names>', 'only these members, separated by commas')
    .option('--facets <tokens>', 'count the values of these tokens among all that match')
    .addOption(new Option('--csv', 'all rows as CSV').conflicts(['json', 'facets']))
    .option('--bom', 'with --csv: begin with a byte order mark, for Excel')
    .option('--json', 'print JSON')
    .action(async (given: string | undefined, options: Options) => {
      const client = await context.client()
      const asked = await questionOf(client, context, { entity, given: options.query ?? given, options })
      const { list, csv } = options.installation === true ? (own.ofInstallation ?? own) : own
      const texts = { query: asked.query ?? '', having: asked.options.having ?? '' }
      const printer = context.printer(options.json === true)
      await saying(texts, printer, async () => {
        if (options.csv === true) {
          const query = { ...selectionOf(asked.query, asked.options), bom: options.bom === true }
          // All of them answer with text.
          printer.raw(await client.call(csv as 'exportAssets', { query }))
          return
        }
        const found = await findAll<RowOf<E>>(asked.query, asked.options, async query => {
          const page = await client.call(list as 'listAssets', { query })
          return page as unknown as Found<RowOf<E>> & { nextCursor: string | null }
        })
        const shown = asked.options.asOf === undefined ? columns : columns.filter(column => column.noPast !== true)
        printer.result(found, () => [tableOf(found, options.fields, shown), ...facetLines(found)].join('\n'))
      })
    })
}

const plural = (entity: QueryEntity): string =>
  entity === 'patch' ? 'patches' : entity === 'vulnerability' ? 'vulnerabilities' : `${entity}s`

async function questionOf(
  client: Client,
  context: CommandContext,
  { entity, given, options: said }: { entity: QueryEntity; given: string | undefined; options: Options },
): Promise<{ query: string | undefined; options: FindOptions }> {
  const options = said.asOf === undefined ? said : { ...said, asOf: readAsOf(said.asOf, context.clock) }
  const query = given === '-' ? (await context.readText('-')).trim() : given
  if (options.saved === undefined) return { query, options }
  const saved = await client.call('getSearch', { params: { id: options.saved } })
  if (saved.entity !== entity) {
    throw new CliConfigError(
      'unknown_name',
      `the search "${saved.name}" is one of the list of ${plural(saved.entity)}, not of ${plural(entity)}`,
    )
  }
  return {
    query: query ?? saved.query,
    options: {
      ...(saved.having === null ? {} : { having: saved.having }),
      ...(saved.status === null ? {} : { status: saved.status }),
      ...options,
    },
  }
}

function tableOf<Row>(found: Found<Row>, fields: string | undefined, columns: readonly TableColumn<Row>[]): string {
  const chosen: readonly TableColumn<Row>[] =
    fields === undefined
      ? columns
      : fields.split(',').map(name => ({
          title: name.trim(),
          value: row => cellText((row as Readonly<Record<string, unknown>>)[name.trim()]),
        }))
  const { items, total, totalIsLowerBound } = found
  const least = totalIsLowerBound === true ? 'at least ' : ''
  const more = items.length < total ? `\n${items.length} of ${least}${total}; --limit or --all shows more` : ''
  return renderTable(chosen, items) + more
}

const facetLines = <Row>({ facets }: Found<Row>): string[] =>
  Object.entries(facets ?? {}).flatMap(([name, values]) => [
    '',
    `${safeText(name)}:`,
    ...values.map(({ value, count }) => `  ${String(count).padStart(7)}  ${safeText(value)}`),
  ])
