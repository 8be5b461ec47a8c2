import type { Cursors } from '../../paging/cursor.ts'
import type { CsvService } from '../../queries/csv-service.ts'
import type { ListService } from '../../queries/list-service.ts'
import type { ServerContext } from '../../server-context.ts'
import { createAuditExports } from './audit-exports.ts'
import { type AuditHeads, createAuditHeads } from './audit-heads.ts'
import { openAuditKey } from './audit-key.ts'
import { auditRoutes } from './audit-routes.ts'
import { createVerifyAudit } from './verify-audit.ts'

/** Reading the audit. Writing needs nothing made: `writeAudit`. */
export async function registerAudit(
  context: ServerContext,
  { cursors, lists, csv }: { cursors: Cursors; lists: ListService; csv: CsvService },
): Promise<{ heads: AuditHeads }> {
  const { database, clock } = context
  const key = await openAuditKey({ files: context.dataFolder, random: context.random })
  const heads = createAuditHeads({ database, clock, cursors, key })
  const exports = createAuditExports({ database, clock, key, heads })
  context.routes.add(auditRoutes({ lists, csv, heads, exports, verify: createVerifyAudit({ database, heads }) }))
  return { heads }
}
