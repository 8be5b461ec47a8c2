import type { Subscription } from '@patchyard/api'
import { type LicenceKind, licenceKinds } from '@patchyard/domain'
import { Argument, type Command } from 'commander'
import { renderTable } from '../output/table.ts'
import type { CommandContext } from '../session/command-context.ts'
import { addListCommand } from './list-command.ts'

interface Json {
  readonly json?: boolean
}

/** `patchyard subscription …`: for operators of the installation. */
export function addSubscriptionCommands(program: Command, context: CommandContext): void {
  const subscription = program.command('subscription').description('Subscriptions of the installation; operators only')
  addListCommand(subscription, context, {
    what: 'subscriptions',
    load: (client, query) => client.call('listSubscriptions', { query }),
    columns,
  })

  const verb = (name: string, description: string): Command =>
    subscription.command(name).description(description).option('--json', 'print JSON')
  const said = (changed: Subscription, options: Json): void =>
    context.printer(options.json === true).result(changed, () => renderTable(columns, [changed]))

  verb('create <name>', 'Make one; prints the link for its first administrator, once')
    .requiredOption('--admin <address>', 'e-mail address of its first administrator')
    .option('--admin-name <name>', 'their name; default: the address')
    .action(async (name: string, options: { admin: string; adminName?: string } & Json) => {
      const made = await (await context.client()).call('createSubscription', {
        body: { name, administrator: { email: options.admin, name: options.adminName ?? options.admin } },
      })
      const printer = context.printer(options.json === true)
      printer.result(made, () => made.link ?? made.subscription.id)
      if (printer.json) return
      printer.note(
        made.link === null
          ? `${options.admin} has an account and is its administrator now`
          : `For ${options.admin}, once, until ${made.linkEndsAt ?? ''}`,
      )
    })

  verb('rename <id> <name>', 'Give it another name').action(async (id: string, name: string, options: Json) => {
    said(await (await context.client()).call('renameSubscription', { params: { id }, body: { name } }), options)
  })

  verb('suspend <id>', 'Nobody gets in and nothing begins until it is resumed; nothing is lost')
    .option('--reason <text>', 'kept in the audit')
    .action(async (id: string, options: { reason?: string } & Json) => {
      const body = options.reason === undefined ? {} : { reason: options.reason }
      said(await (await context.client()).call('suspendSubscription', { params: { id }, body }), options)
    })

  verb('resume <id>', 'End its suspension').action(async (id: string, options: Json) => {
    said(await (await context.client()).call('resumeSubscription', { params: { id } }), options)
  })

  verb('licence <id>', 'Give it Free, Trial or Full')
    .addArgument(new Argument('<kind>', 'of the licence').choices(licenceKinds))
    .option('--assets <n>', 'at most so many; without it: unlimited', Number)
    .option('--until <instant>', 'RFC 3339; needed for trial')
    .action(async (id: string, kind: LicenceKind, options: { assets?: number; until?: string } & Json) => {
      const given = await (await context.client()).call('setLicence', {
        params: { id },
        body: {
          kind,
          ...(options.assets === undefined ? {} : { limit: options.assets }),
          ...(options.until === undefined ? {} : { endAt: options.until }),
        },
      })
      const limit = given.limit === null ? 'unlimited' : `${given.limit} assets`
      const end = given.endAt === null ? '' : `, until ${given.endAt}`
      context.printer(options.json === true).result(given, () => `${given.kind}, ${limit}${end}`)
    })
}

const columns = [
  { title: 'id', value: (s: Subscription) => s.id },
  { title: 'name', value: (s: Subscription) => s.name },
  { title: 'state', value: (s: Subscription) => s.state },
  { title: 'licence', value: (s: Subscription) => s.licence.kind },
  { title: 'assets', value: (s: Subscription) => s.licence.limit, right: true },
  { title: 'until', value: (s: Subscription) => s.licence.endAt },
  { title: 'people', value: (s: Subscription) => s.people, right: true },
  { title: 'agents', value: (s: Subscription) => s.agents, right: true },
]
