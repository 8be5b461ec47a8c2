import type { Command } from 'commander'
import { renderFields } from '../output/table.ts'
import { parseApiKey, parseServer } from '../session/cli-config.ts'
import type { CommandContext } from '../session/command-context.ts'

export function addLoginCommand(program: Command, context: CommandContext): void {
  program
    .command('login')
    .description(
      'Keep an API key for this server (made on the page under API keys); asked for, or read from standard input',
    )
    .requiredOption('--server <address>', 'https://patch.example.org')
    .option('--ca-file <file>', "certificate of the server's own authority (ca.pem in its data folder)")
    .option('--json', 'print JSON')
    .action(async (options: { server: string; caFile?: string; json?: boolean }) => {
      const server = parseServer(options.server)
      const ca = options.caFile === undefined ? null : await context.readText(options.caFile)
      const apiKey = parseApiKey(await context.readSecret('API key: '))
      const config = { server, apiKey, ca }
      // Asked before anything is kept: a wrong key must not replace a good one.
      const me = await context.clientFor(config).call('me')
      const path = await context.save(config)
      context.printer(options.json === true).result({ server, path, me }, () =>
        renderFields([
          ['Server', server],
          ['Signed in as', me.email],
          ['Roles', me.roles.join(' ')],
          ['Subscription', me.subscription.name],
          ['Kept in', path],
        ]),
      )
    })

  program
    .command('whoami')
    .description('Who the server says you are')
    .option('--json', 'print JSON')
    .action(async (options: { json?: boolean }) => {
      const me = await (await context.client()).call('me')
      context.printer(options.json === true).result(me, () =>
        renderFields([
          ['Name', me.name],
          ['E-mail', me.email],
          ['Roles', me.roles.join(' ')],
          ['Subscription', me.subscription.name],
          ['Permissions', me.permissions.join(' ')],
        ]),
      )
    })
}
