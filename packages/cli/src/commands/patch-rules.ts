import type { PatchRule, PatchRuleCreate } from '@patchyard/api'
import type { Command } from 'commander'
import { renderTable, type TableColumn } from '../output/table.ts'
import type { CommandContext } from '../session/command-context.ts'
import { addListCommand } from './list-command.ts'

const columns: readonly TableColumn<PatchRule>[] = [
  { title: 'id', value: one => one.id },
  { title: 'name', value: one => one.name },
  { title: 'kind', value: one => (one.kind === 'minAge' ? `minAge ${one.minAgeDays ?? ''}` : one.kind) },
  { title: 'what', value: one => (one.target === 'all' ? 'all' : `${one.target} ${one.value}`) },
  { title: 'reason', value: one => one.reason },
  { title: 'ends', value: one => (one.active ? (one.endsAt ?? '') : 'ended') },
  { title: 'by', value: one => one.createdBy },
]

interface Create {
  readonly kind: string
  readonly patch?: string
  readonly product?: string
  readonly query?: string
  readonly days?: string
  readonly reason: string
  readonly tag?: readonly string[]
  readonly until?: string
  readonly json?: boolean
}

/** `patch rule …`: what every job is told about patches. `patch` is the command of patches. */
export function addPatchRuleCommands(patch: Command, context: CommandContext): void {
  const rule = patch.command('rule').description('Block, pin or keep back patches, for all jobs (docs/jobs.md)')

  rule
    .command('create <name>')
    .description('Make a rule; jobs that are planned from now on obey it')
    .requiredOption('--kind <kind>', 'block, pin or minAge')
    .requiredOption('--reason <text>', 'why; shown wherever it leaves something out')
    .option('--patch <key>', 'one patch')
    .option('--product <product>', 'the patches that replace each other')
    .option('--query <text>', 'patches of a query')
    .option('--days <n>', 'of minAge')
    .option('--tag <id...>', 'only for assets that carry one of them')
    .option('--until <instant>', 'when it ends by itself')
    .option('--json', 'print JSON')
    .action(async (name: string, options: Create) => {
      const made = await (await context.client()).call('createPatchRule', { body: bodyOf(name, options) })
      context.printer(options.json === true).result(made, () => renderTable(columns, [made]))
    })

  rule
    .command('end <id>')
    .description('End a rule now')
    .option('--json', 'print JSON')
    .action(async (id: string, options: { json?: boolean }) => {
      const done = await (await context.client()).call('endPatchRule', { params: { id } })
      context.printer(options.json === true).result(done, () => `${done.name} has ended`)
    })

  addListCommand(rule, context, {
    what: 'rules about patches, those that ended, too',
    options: command => command.option('--csv', 'print all of them as CSV'),
    load: (client, query) => client.call('listPatchRules', { query }),
    csv: (client, query) => client.call('exportPatchRules', { query }),
    columns,
  })
}

/** Words that are none are the server's to refuse. */
function bodyOf(name: string, { kind, patch, product, query, days, reason, tag, until }: Create): PatchRuleCreate {
  const about =
    patch !== undefined
      ? { target: 'patch' as const, value: patch }
      : product !== undefined
        ? { target: 'product' as const, value: product }
        : query !== undefined
          ? { target: 'query' as const, value: query }
          : { target: 'all' as const }
  return {
    ...{ name, kind: kind as PatchRuleCreate['kind'], ...about, reason },
    ...(days === undefined ? {} : { minAgeDays: Number(days) }),
    ...(tag === undefined ? {} : { tags: [...tag] }),
    ...(until === undefined ? {} : { endsAt: until }),
  }
}
