import type { JobsChanged } from '@patchyard/api'
import { type JobState, jobStateLabels } from '@patchyard/domain'
import type { Command } from 'commander'
import { renderTable } from '../../output/table.ts'
import type { CommandContext } from '../../session/command-context.ts'
import { idsOf } from '../ids-of.ts'

const routes = {
  enable: 'enableJobs',
  disable: 'disableJobs',
  cancel: 'cancelJobs',
  delete: 'deleteJobs',
} as const
export type JobVerbName = keyof typeof routes

/** One verb for many jobs, all or none; `-` reads ids from standard input. */
export async function changeMany(
  context: CommandContext,
  verb: JobVerbName,
  given: readonly string[],
  json: boolean,
): Promise<void> {
  const ids = await idsOf(context, given)
  const done = await (await context.client()).call(routes[verb], { body: { ids } })
  context.printer(json).result(done, () => tableOf(done))
}

/** `job disable|delete`: nothing is to be waited for. */
export function addBulkCommands(job: Command, context: CommandContext): void {
  const verbs = [
    ['disable', 'Disable jobs, all or none: what has not begun does not begin'],
    ['delete', 'Delete jobs that never ran, all or none'],
  ] as const
  for (const [verb, description] of verbs) {
    job
      .command(`${verb} <ids...>`)
      .description(`${description}; "-" reads ids from standard input`)
      .option('--json', 'print JSON')
      .action((ids: string[], options: { json?: boolean }) => changeMany(context, verb, ids, options.json === true))
  }
}

const tableOf = ({ jobs }: JobsChanged): string =>
  renderTable(
    [
      { title: 'id', value: job => job.id },
      { title: 'name', value: job => job.name },
      {
        title: 'status',
        value: job => (job.status === 'deleted' ? 'Deleted' : jobStateLabels[job.status as JobState]),
      },
    ],
    jobs,
  )
