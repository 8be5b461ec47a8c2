import type { AuditExportQuery } from '@patchyard/api'
import type { Command } from 'commander'

export interface AuditOptions extends AuditExportQuery {
  readonly installation?: boolean
}

/** Which rows; the same for listing and exporting. */
export const withAuditFilters = (command: Command): Command =>
  withInstallation(command)
    .option('--actor <who>', 'e-mail address, id, peer address, or session, apiKey, operator, system, anonymous')
    .option('--action <name>', 'for example tag.create, or "tag.*"')
    .option('--object <id>', 'tag:<id>, or an id alone')
    .option('--since <instant>', 'RFC 3339, from then on')
    .option('--until <instant>', 'RFC 3339, before then')

export const withInstallation = (command: Command): Command =>
  command.option('--installation', 'the chain of the installation itself; for operators')

export function filtersOf(options: AuditOptions): AuditExportQuery {
  const { search, actor, action, object, since, until } = options
  const given = Object.entries({ search, actor, action, object, since, until }).filter(([, v]) => v !== undefined)
  return Object.fromEntries(given) as AuditExportQuery
}
