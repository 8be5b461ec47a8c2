import type { AuditEvent } from '@patchyard/api'
import { type Command, Option } from 'commander'
import type { CommandContext } from '../../session/command-context.ts'
import { addFindCommand } from '../find-command.ts'
import { addListCommand } from '../list-command.ts'
import { saying } from '../query/point-at.ts'
import { type AuditOptions, withInstallation } from './audit-options.ts'
import { addVerifyCommand } from './verify-command.ts'

/** `patchyard audit …`: what people and the server did, and proof that nothing of it was changed. */
export function addAuditCommands(program: Command, context: CommandContext): void {
  const audit = program.command('audit').description('What people and the server did; administrators only')

  addFindCommand(audit, context, 'audit', columns)

  withInstallation(audit.command('export'))
    .argument('[query]', 'in the query language, "-" reads it from standard input; without one: all')
    .addOption(new Option('--query <query>', 'the same as the argument'))
    .description('Rows with their hashes and a signed end as lines of JSON, for audit verify FILE')
    .action(async (argument: string | undefined, options: AuditOptions & { readonly query?: string }) => {
      const given = options.query ?? argument
      const query = given === '-' ? (await context.readText('-')).trim() : given
      const client = await context.client()
      const printer = context.printer(false)
      const decoder = new TextDecoder()
      const onBytes = (bytes: Uint8Array): void => printer.raw(decoder.decode(bytes, { stream: true }))
      const route = options.installation === true ? 'exportInstallationAudit' : 'exportAudit'
      await saying({ query: query ?? '' }, printer, async () => {
        await client.call(route, { query: query === undefined ? {} : { query }, onBytes })
      })
    })

  withInstallation(audit.command('head'))
    .description('Where the audit ends now, signed; keep it elsewhere and give it to audit verify --head')
    .action(async (options: AuditOptions) => {
      const client = await context.client()
      const head = await client.call(options.installation === true ? 'getInstallationAuditHead' : 'getAuditHead')
      context.printer(true).result(head, () => '')
    })

  addListCommand(audit.command('heads').description('Signed ends that the server keeps'), context, {
    what: 'them',
    options: withInstallation,
    load: (client, query, { installation }: AuditOptions) =>
      client.call(installation === true ? 'listInstallationAuditHeads' : 'listAuditHeads', { query }),
    columns: [
      { title: 'row', value: head => head.n, right: true },
      { title: 'at', value: head => head.at },
      { title: 'hash', value: head => head.hash },
    ],
  })

  addVerifyCommand(audit, context)
}

const columns = [
  { title: 'row', value: (event: AuditEvent) => event.n, right: true },
  { title: 'at', value: (event: AuditEvent) => event.at },
  {
    title: 'who',
    value: ({ actor }: AuditEvent) => actor.email ?? (actor.id === '' ? actor.kind : `${actor.kind} ${actor.id}`),
  },
  { title: 'action', value: (event: AuditEvent) => event.action },
  { title: 'object', value: (event: AuditEvent) => event.object },
  { title: 'detail', value: (event: AuditEvent) => JSON.stringify(event.detail) },
]
