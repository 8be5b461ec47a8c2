import type { ApiKey } from '@patchyard/api'
import { type Command, Option } from 'commander'
import type { Permission, Role } from '@patchyard/domain'
import type { CommandContext } from '../session/command-context.ts'
import { addListCommand } from './list-command.ts'

interface Json {
  readonly json?: boolean
}

/** `key` for API keys of people, `activation-key` for agents. Secrets are printed once, alone, on standard output. */
export function addKeyCommands(program: Command, context: CommandContext): void {
  const key = program.command('key').alias('api-key').description('API keys')
  key
    .command('create <title>')
    .description('Make an API key; its secret is shown once')
    .option('--role <role>', 'a weaker role than your own')
    .addOption(new Option('--permission <name...>', 'only these permissions').conflicts('role'))
    .option('--expires <instant>', 'RFC 3339, for example 2027-01-01T00:00:00Z')
    .option('--json', 'print JSON')
    .action(async (title: string, options: { role?: string; permission?: string[]; expires?: string } & Json) => {
      const made = await (await context.client()).call('createApiKey', {
        body: {
          title,
          ...(options.role === undefined ? {} : { role: options.role as Role }),
          ...(options.permission === undefined ? {} : { permissions: options.permission as Permission[] }),
          ...(options.expires === undefined ? {} : { expiresAt: options.expires }),
        },
      })
      context.printer(options.json === true).result(made, () => made.secret)
    })
  addListCommand(key, context, {
    what: 'API keys',
    load: (client, query) => client.call('listApiKeys', { query }),
    columns: [
      { title: 'id', value: k => k.id },
      { title: 'title', value: k => k.title },
      { title: 'prefix', value: k => k.prefix },
      { title: 'role', value: k => k.role ?? (k.permissions === null ? 'as its maker' : 'chosen permissions') },
      { title: 'owner', value: k => k.owner },
      { title: 'used', value: k => k.usedAt },
      { title: 'state', value: stateOf },
    ],
  })
  key
    .command('revoke <id>')
    .description('End a key at once')
    .option('--json', 'print JSON')
    .action(async (id: string, options: Json) => {
      const revoked = await (await context.client()).call('revokeApiKey', { params: { id } })
      context.printer(options.json === true).result(revoked, () => `${revoked.title} is revoked`)
    })

  const activation = program.command('activation-key').description('Activation keys of agents')
  activation
    .command('create <title>')
    .description('Make an activation key; its text is shown once')
    .option('--pending', 'agents wait until somebody accepts them')
    .option('--max-uses <n>', 'at most so many agents', Number)
    .option('--expires <instant>', 'RFC 3339')
    .option('--network <cidr...>', 'only from these networks')
    .option('--json', 'print JSON')
    .action(
      async (
        title: string,
        options: { pending?: boolean; maxUses?: number; expires?: string; network?: string[] } & Json,
      ) => {
        const made = await (await context.client()).call('createActivationKey', {
          body: {
            title,
            autoAccept: options.pending !== true,
            ...(options.maxUses === undefined ? {} : { maxUses: options.maxUses }),
            ...(options.expires === undefined ? {} : { expiresAt: options.expires }),
            ...(options.network === undefined ? {} : { allowedNetworks: options.network }),
          },
        })
        const printer = context.printer(options.json === true)
        printer.result(made, () => made.text)
        if (!printer.json) {
          for (const { arch, command } of made.installs)
            printer.note(`On each ${arch === null ? '' : `${arch} `}host:\n  ${command}`)
        }
      },
    )
  addListCommand(activation, context, {
    what: 'activation keys',
    load: (client, query) => client.call('listActivationKeys', { query }),
    columns: [
      { title: 'id', value: k => k.id },
      { title: 'title', value: k => k.title },
      {
        title: 'uses',
        value: k => (k.maxUses === null ? String(k.uses) : `${k.uses}/${k.maxUses}`),
        right: true,
      },
      { title: 'expires', value: k => k.expiresAt },
      { title: 'state', value: k => (k.revokedAt === null ? 'valid' : 'revoked') },
    ],
  })
  activation
    .command('revoke <id>')
    .description('No agent can enrol with it any more; enrolled ones stay')
    .option('--json', 'print JSON')
    .action(async (id: string, options: Json) => {
      const revoked = await (await context.client()).call('revokeActivationKey', { params: { id } })
      context.printer(options.json === true).result(revoked, () => `${revoked.title} is revoked`)
    })
}

/** A leaked key still works: somebody may have it who should not, and that is what a list must show first. */
function stateOf(key: ApiKey): string {
  if (key.revokedAt !== null) return 'revoked'
  return key.leakedAt === null ? 'valid' : 'leaked: revoke it'
}
