import type { AuditEvent } from '@patchyard/api'
import type { Command } from 'commander'
import { renderTable } from '../../output/table.ts'
import type { CommandContext } from '../../session/command-context.ts'
import { type ListOptions, listAll, shownOf } from '../../session/list-all.ts'
import { listCommand } from '../list-command.ts'
import { type AuditOptions, filtersOf, withAuditFilters, withInstallation } from './audit-options.ts'
import { addVerifyCommand } from './verify-command.ts'

interface Json {
  readonly json?: boolean
}

/** `patchyard audit …`: what people and the server did, and proof that nothing of it was changed. */
export function addAuditCommands(program: Command, context: CommandContext): void {
  const audit = program.command('audit').description('What people and the server did; administrators only')

  withAuditFilters(listCommand(audit, 'what was done, newest first')).action(
    async (options: ListOptions & AuditOptions & Json) => {
      const client = await context.client()
      const name = options.installation === true ? 'listInstallationAudit' : 'listAudit'
      const found = await listAll(options, query => client.call(name, { query: { ...filtersOf(options), ...query } }))
      context
        .printer(options.json === true)
        .result(found, () => renderTable(columns, found.items) + shownOf(found.items.length, found.total))
    },
  )

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

  withInstallation(listCommand(audit.command('heads').description('Signed ends that the server keeps'), 'them')).action(
    async (options: ListOptions & AuditOptions & Json) => {
      const client = await context.client()
      const name = options.installation === true ? 'listInstallationAuditHeads' : 'listAuditHeads'
      const found = await listAll(options, query => client.call(name, { query }))
      context.printer(options.json === true).result(
        found,
        () =>
          renderTable(
            [
              { title: 'row', value: head => head.n, right: true },
              { title: 'at', value: head => head.at },
              { title: 'hash', value: head => head.hash },
            ],
            found.items,
          ) + shownOf(found.items.length, found.total),
      )
    },
  )

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
