import type { JobDetail, SchedulePreview } from '@patchyard/api'
import { jobStateLabels } from '@patchyard/domain'
import type { Command } from 'commander'
import { safeText } from '../../output/safe-text.ts'
import { renderFields, renderTable } from '../../output/table.ts'
import { CliConfigError } from '../../session/cli-config.ts'
import type { CommandContext } from '../../session/command-context.ts'
import { exitCodes } from '../../session/exit-codes.ts'
import { readDefinition } from './definition-options.ts'
import { type ScheduleOptions, scheduleOf, scheduleOptions, windowOf } from './schedule-option.ts'

interface Json {
  readonly json?: boolean
}

/** `job show|edit|clone|advise|preview|templates|import-assets`. */
export function addDefinitionCommands(job: Command, context: CommandContext): void {
  job
    .command('show <id>')
    .description('What a job is: its definition and its revision')
    .option('--definition', 'print the definition alone, as `job edit --file` takes it')
    .option('--json', 'print JSON')
    .action(async (id: string, options: Json & { definition?: boolean }) => {
      const now = await (await context.client()).call('getJob', { params: { id } })
      if (options.definition === true) context.printer(true).result(now.definition, () => '')
      else context.printer(options.json === true).result(now, () => shown(now))
    })

  job
    .command('edit <id>')
    .description('Replace the definition of a job; what the file leaves out is as usual, not as it was')
    .requiredOption('--file <file>', 'definition as JSON; "-" is standard input')
    .requiredOption('--if-match <revision>', 'the revision that was read, by `job show`')
    .option('--name <name>', 'another name')
    .option('--json', 'print JSON')
    .action(async (id: string, options: Json & { file: string; ifMatch: string; name?: string }) => {
      const definition = await readDefinition(context, options.file)
      const body = { ...definition, ...(options.name === undefined ? {} : { name: options.name }) }
      const ifMatch = options.ifMatch.replaceAll('"', '')
      const client = await context.client()
      const now = await client.call('replaceJobDefinition', { params: { id }, body, ifMatch })
      context.printer(options.json === true).result(now, () => shown(now))
    })

  job
    .command('clone <id>')
    .description('Make a job like this one: disabled, and yours')
    .option('--name <name>', 'otherwise "Copy of …"')
    .option('--json', 'print JSON')
    .action(async (id: string, options: Json & { name?: string }) => {
      const body = options.name === undefined ? {} : { name: options.name }
      const made = await (await context.client()).call('cloneJob', { params: { id }, body })
      context.printer(options.json === true).result(made, () => shown(made))
    })

  job
    .command('advise <name>')
    .description('Make a job advisory: a list of patches that belongs to nobody until it is given to somebody')
    .requiredOption('--patch <id...>', 'patches')
    .option('--platform <platform>', 'linux, windows or macos', 'linux')
    .option('--description <text>', 'why')
    .option('--json', 'print JSON')
    .action(async (name: string, options: Json & { patch: string[]; platform: string; description?: string }) => {
      const made = await (await context.client()).call('createAdvisory', {
        body: {
          name,
          platform: options.platform as 'linux',
          patches: { from: 'list', patches: options.patch },
          ...(options.description === undefined ? {} : { description: options.description }),
        },
      })
      context.printer(options.json === true).result(made, () => shown(made))
    })

  scheduleOptions(
    job.command('preview').description('The next runs of a schedule, with what clock changes make of them'),
  )
    .option('--agent-zone <zone...>', "with the agents' own zone: for agents in these", ['UTC'])
    .option('--count <n>', 'how many runs', '10')
    .option('--json', 'print JSON')
    .action(async (options: Json & ScheduleOptions & { agentZone: string[]; count: string }) => {
      const schedule = scheduleOf(options)
      if (schedule === undefined || schedule === null) throw new CliConfigError('config_invalid', 'give --schedule')
      const window = windowOf(options, 'linux') ?? null
      const body = { schedule, window, zones: options.agentZone, count: Number(options.count) }
      const preview = await (await context.client()).call('previewSchedule', { body })
      context.printer(options.json === true).result(preview, () => previewText(preview))
    })

  job
    .command('templates [key]')
    .description('Jobs to begin with; with a key: its definition')
    .option('--json', 'print JSON')
    .action(async (key: string | undefined, options: Json) => {
      const { templates } = await (await context.client()).call('jobTemplates')
      const one = templates.find(template => template.key === key)
      if (key !== undefined && one === undefined)
        throw new CliConfigError('unknown_name', `there is no template "${key}"`)
      if (one !== undefined) context.printer(true).result(one.definition, () => '')
      else {
        context.printer(options.json === true).result({ templates }, () =>
          renderTable(
            [
              { title: 'key', value: row => row.key },
              { title: 'name', value: row => row.name },
              { title: 'platform', value: row => row.definition.platform },
              { title: 'to fill in', value: row => row.fillIn.join(' ') },
              { title: 'patches to search for', value: row => row.patchQuery },
            ],
            templates,
          ),
        )
      }
    })

  job
    .command('import-assets <file>')
    .description('Which assets the lines of a file mean, by name or id; nothing is changed')
    .option('--platform <platform>', 'only those of it')
    .option('--json', 'print JSON')
    .action(async (file: string, options: Json & { platform?: string }) => {
      const csv = await context.readText(file)
      const platform = options.platform === undefined ? {} : { platform: options.platform as 'linux' }
      const found = await (await context.client()).call('importAssets', { body: { csv, ...platform } })
      const printer = context.printer(options.json === true)
      for (const { line, text, message } of found.problems) printer.note(`line ${line}, ${safeText(text)}: ${message}`)
      printer.result(found, () => found.assets.map(asset => asset.id).join('\n'))
      if (found.problems.length > 0) context.setExitCode(exitCodes.refused)
    })
}

/** What a job is, in words. */
export function shown(job: JobDetail): string {
  const { definition } = job
  const { assets, patches, window, options, preActions, postActions } = definition
  const named = (ids: readonly string[]): string =>
    ids.map(id => job.tagNames.find(tag => tag.id === id)?.name ?? id).join(' ')
  return renderFields([
    ['Job', `${job.name} (${job.id})`],
    ['Status', jobStateLabels[job.status] + (job.missing.length === 0 ? '' : `, lacks ${job.missing.join(', ')}`)],
    ['Revision', job.revision],
    ['Owner', job.owner ?? 'nobody'],
    ['Kind', `${definition.kind} on ${definition.platform}`],
    ['Description', definition.description],
    ['Tags', `${named(assets.tags)}${assets.matchTags === 'all' ? ' (all of them)' : ''}`],
    ['Not with', `${named(assets.excludeTags)}${assets.matchExcludeTags === 'all' ? ' (all of them)' : ''}`],
    ['Single assets', `${assets.include.length} in, ${assets.exclude.length} out`],
    ['Patches', patches.from === 'list' ? `${patches.patches.length} by hand` : patchesText(job)],
    ['Actions', `${preActions.length} before, ${postActions.length} after`],
    ['Schedule', job.schedule ?? 'not chosen yet'],
    ['Next run', job.nextRunAt],
    ['Window', window === null ? 'none' : `${window.minutes} minutes, must ${window.appliesTo} within`],
    ['After a failure', options.onFailure],
    ['Reboot', options.reboot],
  ])
}

function patchesText({ definition: { patches } }: JobDetail): string {
  if (patches.from === 'query') return `by query: ${safeText(patches.query)}`
  return patches.from === 'job' ? `of the job ${patches.job}` : 'none'
}

function previewText({ summary, zones, warnings }: SchedulePreview): string {
  const tables = zones.flatMap(({ zone, runs }) => [
    '',
    `${zone}:`,
    runs.length === 0
      ? 'no run'
      : renderTable(
          [
            { title: 'begins', value: run => run.wall.replace('T', ' ') },
            { title: 'UTC', value: run => run.at },
            { title: 'window ends', value: run => run.windowEndWall?.replace('T', ' ') ?? null },
            { title: 'note', value: run => run.notes.map(note => note.message).join(' ') },
          ],
          runs,
        ),
  ])
  return [summary, ...tables, ...warnings.map(one => `note: ${one.message}`)].join('\n')
}
