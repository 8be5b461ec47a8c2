import type { Command } from 'commander'
import { renderFields } from '../output/table.ts'
import type { CommandContext } from '../session/command-context.ts'
import { exitCodes } from '../session/exit-codes.ts'
import { addListCommand } from './list-command.ts'

interface Json {
  readonly json?: boolean
}

/** `identity-provider`: to look at. They are changed on the page alone, for that asks who you are once more. */
export function addIdentityProviderCommands(program: Command, context: CommandContext): void {
  const provider = program.command('identity-provider').description('Identity providers of single sign-on')
  addListCommand(provider, context, {
    what: 'identity providers',
    load: (client, query) => client.call('listIdentityProviders', { query }),
    columns: [
      { title: 'id', value: p => p.id },
      { title: 'title', value: p => p.title },
      { title: 'issuer', value: p => p.issuer },
      { title: 'state', value: p => (p.enabled ? (p.shown ? 'on' : 'on, by its link') : 'off') },
    ],
  })
  provider
    .command('show <id>')
    .description('One identity provider')
    .option('--json', 'print JSON')
    .action(async (id: string, options: Json) => {
      const one = await (await context.client()).call('getIdentityProvider', { params: { id } })
      context
        .printer(options.json === true)
        .result(one, () =>
          renderFields([
            ['Title', one.title],
            ['Issuer', one.issuer],
            ['Client', one.clientId],
            ['Secret', one.hasSecret ? 'kept' : 'none'],
            ['Scopes', one.scopes],
            ['Groups in', one.groupClaim ?? 'nowhere: new people see nothing'],
            ['Redirect URI', one.redirectUri],
            ...one.mapping.map((m): [string, string] => [
              `Group ${m.group}`,
              `${m.roles.join(' ')}, ${m.allAssets ? 'all assets' : `${m.scopeTags.length} tags`}`,
            ]),
          ]),
        )
    })
  provider
    .command('check <id>')
    .description('Whether the provider can be reached and says what it should')
    .option('--json', 'print JSON')
    .action(async (id: string, options: Json) => {
      const found = await (await context.client()).call('checkIdentityProvider', { params: { id } })
      context.printer(options.json === true).result(found, () => found.problem ?? 'all is well')
      if (!found.ok) context.setExitCode(exitCodes.refused)
    })
  const links = provider.command('link').description('Whose accounts are linked to a provider')
  addListCommand(links, context, {
    what: 'linked accounts',
    options: command => command.requiredOption('--provider <id>', 'of the identity provider'),
    load: (client, query, { provider: id }: { readonly provider: string }) =>
      client.call('listIdentityLinks', { params: { id }, query }),
    columns: [
      { title: 'id', value: l => l.id },
      { title: 'subject', value: l => l.subject },
      { title: 'person', value: l => l.person.email },
      { title: 'used', value: l => l.usedAt },
    ],
  })
}
