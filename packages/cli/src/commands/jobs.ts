import type { Client, JobDetail, Task } from '@patchyard/api'
import { jobStateLabels, taskStateLabels } from '@patchyard/domain'
import type { Command } from 'commander'
import { bar } from '../output/printer.ts'
import { renderFields, renderTable } from '../output/table.ts'
import type { CommandContext } from '../session/command-context.ts'
import { exitCodes } from '../session/exit-codes.ts'
import { listAll } from '../session/list-all.ts'
import { addFindCommand } from './find-command.ts'
import { addBulkCommands, changeMany } from './jobs/bulk-commands.ts'
import { addDefinitionCommands } from './jobs/definition-commands.ts'
import { type DefinitionOptions, definitionOf, definitionOptions } from './jobs/definition-options.ts'
import { addJobPeopleCommands } from './job-people.ts'

interface Json {
  readonly json?: boolean
}
interface Waiting extends Json {
  readonly wait?: boolean
}

export function addJobCommands(program: Command, context: CommandContext): void {
  const job = program.command('job').description('Deployment jobs')
  addFindCommand(job, context, 'job', [
    { title: 'id', value: j => j.id },
    { title: 'name', value: j => j.name },
    { title: 'status', value: j => jobStateLabels[j.status] },
    { title: 'next run', value: j => j.nextRunAt },
    { title: 'owner', value: j => j.owner ?? 'nobody' },
    { title: 'assets', value: j => j.assetCount, right: true },
    { title: 'patches', value: j => j.patchCount, right: true },
    { title: 'ended', value: j => `${j.tasks.total - j.tasks.open}/${j.tasks.total}`, right: true },
    { title: 'failed', value: j => j.tasks.failed + j.tasks.partial, right: true },
  ])

  definitionOptions(
    job
      .command('create <name>')
      .description('Make a job: on demand unless a schedule is said; a draft while something is missing'),
  )
    .option('--enable', 'enable it at once; on demand it starts')
    .option('--wait', 'with --enable: until every task has ended')
    .option('--json', 'print JSON')
    .action(async (name: string, options: CreateOptions) => {
      const client = await context.client()
      const definition = await definitionOf(client, context, options)
      const schedule = definition.schedule === undefined ? ({ type: 'onDemand' } as const) : definition.schedule
      const made = await client.call('createJob', {
        body: { ...definition, name, schedule, enable: options.enable === true },
      })
      await show(client, made, options)
    })

  const one = (verb: string, description: string): Command =>
    job.command(`${verb} <id>`).description(description).option('--json', 'print JSON')
  job
    .command('enable <ids...>')
    .description('Enable jobs that are disabled, all or none: on demand they start; "-" reads ids from standard input')
    .option('--wait', 'one job: until every task has ended')
    .option('--json', 'print JSON')
    .action(async (ids: string[], options: Waiting) => {
      const [id] = ids
      if (id === undefined || id === '-' || ids.length > 1) {
        await changeMany(context, 'enable', ids, options.json === true)
        return
      }
      const client = await context.client()
      await show(client, await client.call('enableJob', { params: { id } }), options)
    })
  one('status', 'One job, its runs and tasks')
    .option('--wait', 'until every task has ended')
    .action(async (id: string, options: Waiting) => {
      const client = await context.client()
      await show(client, await client.call('getJob', { params: { id } }), options)
    })
  job
    .command('cancel <ids...>')
    .description('What has not begun will not begin; many jobs, all or none')
    .option('--json', 'print JSON')
    .action(async (ids: string[], options: Json) => {
      const [id] = ids
      if (id === undefined || id === '-' || ids.length > 1) {
        await changeMany(context, 'cancel', ids, options.json === true)
        return
      }
      const client = await context.client()
      await show(client, await client.call('cancelJob', { params: { id } }), options)
    })
  one('retry', 'Run again for the assets where not everything went well')
    .option('--wait', 'until every task has ended')
    .action(async (id: string, options: Waiting) => {
      const client = await context.client()
      await show(client, await client.call('retryJob', { params: { id }, body: {} }), options)
    })

  addBulkCommands(job, context)
  addDefinitionCommands(job, context)
  addJobPeopleCommands(job, context)

  async function show(client: Client, first: JobDetail, options: Waiting): Promise<void> {
    const printer = context.printer(options.json === true)
    let now = first
    while (options.wait === true && now.tasks.open > 0) {
      printer.progress(`${now.name}  ${bar(now.tasks.total - now.tasks.open, now.tasks.total)}`)
      await context.clock.sleep(1000)
      now = await client.call('getJob', { params: { id: first.id } })
    }
    printer.progress(null)
    const run = now.runs[0]
    const tasks =
      run === undefined
        ? []
        : (
            await listAll<Task>({ limit: '2000' }, query =>
              client.call('listRunTasks', { params: { id: run.id }, query }),
            )
          ).items
    printer.result({ ...now, lastRunTasks: tasks }, () => describe(now, tasks))
    const { succeeded, total, open } = now.tasks
    if (options.wait === true && open === 0 && succeeded < total) context.setExitCode(exitCodes.notAllWell)
  }
}

interface CreateOptions extends Waiting, DefinitionOptions {
  readonly enable?: boolean
}

function describe(job: JobDetail, tasks: readonly Task[]): string {
  const run = job.runs[0]
  return [
    renderFields([
      ['Job', `${job.name} (${job.id})`],
      ['Status', jobStateLabels[job.status] + (job.missing.length === 0 ? '' : `, lacks ${job.missing.join(', ')}`)],
      ['Schedule', job.schedule],
      ['Next run', job.nextRunAt],
      ['Owner', job.needsOwner ? `${job.owner ?? 'nobody'}: the job needs another owner` : job.owner],
      ['Co-authors', job.coAuthors.map(one => `${one.email}${one.mayEdit ? '' : ' (views)'}`).join(' ')],
      ['Assets', job.assetCount],
      ['Patches', job.patchCount],
      ['Ended', `${job.tasks.total - job.tasks.open} of ${job.tasks.total}`],
    ]),
    ...(run?.leftOut ?? []).map(one => `left out: ${one.kind} ${one.name || one.id}: ${one.sentence}`),
    ...(tasks.length === 0
      ? []
      : [
          '',
          renderTable(
            [
              { title: 'asset', value: t => t.asset.name },
              { title: 'status', value: t => taskStateLabels[t.status] },
              { title: 'done', value: t => `${t.itemsDone}/${t.itemCount}`, right: true },
              { title: 'failed', value: t => t.itemsFailed, right: true },
              { title: 'why', value: t => t.sentence ?? t.progress },
            ],
            tasks,
          ),
        ]),
  ].join('\n')
}
