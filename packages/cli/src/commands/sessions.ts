import type { Command } from 'commander'
import type { CommandContext } from '../session/command-context.ts'
import { addListCommand } from './list-command.ts'

interface Json {
  readonly json?: boolean
}

/** `session`: where you are signed in on the page. */
export function addSessionCommands(program: Command, context: CommandContext): void {
  const session = program.command('session').description('Where you are signed in with a browser')
  addListCommand(session, context, {
    what: 'your sessions',
    load: (client, query) => client.call('listSessions', { query }),
    columns: [
      { title: 'id', value: s => s.id },
      { title: 'way', value: s => s.way },
      { title: 'address', value: s => s.address },
      { title: 'since', value: s => s.createdAt },
      { title: 'seen', value: s => s.seenAt },
      { title: 'browser', value: s => s.agent },
    ],
  })
  session
    .command('end [id]')
    .description('End one session, or all of them')
    .option('--all', 'every session of yours')
    .option('--json', 'print JSON')
    .action(async (id: string | undefined, options: { all?: boolean } & Json) => {
      const client = await context.client()
      if ((id === undefined) === (options.all !== true)) session.error('error: give the id of a session, or --all')
      if (id === undefined) {
        const done = await client.call('endOtherSessions')
        context.printer(options.json === true).result(done, () => `${done.ended} ended`)
      } else {
        const done = await client.call('endSession', { params: { id } })
        context.printer(options.json === true).result(done, () => 'ended')
      }
    })
}
