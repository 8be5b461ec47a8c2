import type { AuditEvent } from '@patchyard/api'
import type { Command } from 'commander'
import type { CommandContext } from '../../session/command-context.ts'
import { addListCommand } from '../list-command.ts'
import { type AuditOptions, filtersOf, withAuditFilters, withInstallation } from './audit-options.ts'
import { addVerifyCommand } from './verify-command.ts'

/** `patchyard audit …`: what people and the server did, and proof that nothing of it was changed. */
export function addAuditCommands(program: Command, context: CommandContext): void {
  const audit = program.command('audit').description('What people and the server did; administrators only')

  addListCommand(audit, context, {
    what: 'what was done, newest first',
    options: withAuditFilters,
    load: (client, query, options: AuditOptions) =>
      client.call(options.installation === true ? 'listInstallationAudit' : 'listAudit', {
        query: { ...filtersOf(options), ...query },
      }),
    columns,
  })

  withAuditFilters(audit.command('export'))
    .description(
      'Rows with their hashes and a signed end as lines of JSON, for audit verify FILE; --csv for spreadsheets',
    )
    .option('--search <text>', 'text anywhere')
    .option('--csv', 'without hashes of neighbours, cannot be verified')
    .action(async (options: AuditOptions & { readonly csv?: boolean }) => {
      const client = await context.client()
      const printer = context.printer(false)
      const decoder = new TextDecoder()
      const onBytes = (bytes: Uint8Array): void => printer.raw(decoder.decode(bytes, { stream: true }))
      const ofInstallation = options.installation === true
      const json = ofInstallation ? 'exportInstallationAudit' : 'exportAudit'
      const csv = ofInstallation ? 'exportInstallationAuditCsv' : 'exportAuditCsv'
      await client.call(options.csv === true ? csv : json, { query: filtersOf(options), onBytes })
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
