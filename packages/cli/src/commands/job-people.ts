import type { Command } from 'commander'
import { renderTable } from '../output/table.ts'
import type { CommandContext } from '../session/command-context.ts'
import { personId } from './people/person-id.ts'

interface Json {
  readonly json?: boolean
}

/** `job owner`, `job co-author add|remove`, `job rename`. */
export function addJobPeopleCommands(job: Command, context: CommandContext): void {
  job
    .command('owner <person>')
    .description('Give jobs to another owner, all or none: they run in that scope from then on')
    .requiredOption('--job <id...>', 'one or more jobs')
    .option('--dry-run', 'only say what it would mean')
    .option('--json', 'print JSON')
    .action(async (text: string, options: { job: string[]; dryRun?: boolean } & Json) => {
      const client = await context.client()
      const body = { jobs: options.job, owner: await personId(client, text), dryRun: options.dryRun === true }
      const changed = await client.call('changeJobOwner', { body })
      context.printer(options.json === true).result(changed, () =>
        renderTable(
          [
            { title: 'job', value: one => one.name },
            { title: 'before', value: one => one.before?.email ?? 'nobody' },
            { title: options.dryRun === true ? 'would be' : 'now', value: () => changed.owner.email },
            { title: 'assets', value: one => one.assets, right: true },
            { title: 'left out', value: one => one.assetsOutside, right: true },
            { title: 'only view from now on', value: one => one.nowOnlyViewing.map(p => p.email).join(' ') },
          ],
          changed.jobs,
        ),
      )
    })

  const coAuthor = job
    .command('co-author')
    .description('Co-authors: view, and edit with the role and scope of the owner')
  for (const verb of ['add', 'remove'] as const) {
    coAuthor
      .command(`${verb} <job> <person>`)
      .description(verb === 'add' ? 'Name a co-author' : 'Take a co-author away')
      .option('--json', 'print JSON')
      .action(async (id: string, text: string, options: Json) => {
        const client = await context.client()
        const person = await personId(client, text)
        const now =
          verb === 'add'
            ? await client.call('addCoAuthor', { params: { id }, body: { person } })
            : await client.call('removeCoAuthor', { params: { id, person } })
        context.printer(options.json === true).result(now, () =>
          renderTable(
            [
              { title: 'co-author', value: one => one.email },
              { title: 'may', value: one => (one.mayEdit ? 'edit' : 'view') },
            ],
            now.coAuthors,
          ),
        )
      })
  }

  job
    .command('rename <id> <name>')
    .description('Change the name of a job')
    .option('--json', 'print JSON')
    .action(async (id: string, name: string, options: Json) => {
      const now = await (await context.client()).call('changeJob', { params: { id }, body: { name } })
      context.printer(options.json === true).result(now, () => `the job is called ${now.name}`)
    })
}
