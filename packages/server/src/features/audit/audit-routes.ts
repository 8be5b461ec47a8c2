import type { Database } from '../../database/database.ts'
import { apiRoute } from '../../http/api-route.ts'
import type { AnyRoute } from '../../http/route.ts'
import type { CursorCodec } from '../../paging/cursor.ts'
import { inChain } from './audit-chains.ts'
import type { AuditExports } from './audit-exports.ts'
import type { AuditHeads } from './audit-heads.ts'
import { listAudit } from './audit-read-model.ts'
import type { VerifyAudit } from './verify-audit.ts'

/** The chain of what belongs to no subscription. */
const INSTALLATION = 0

export function auditRoutes(ports: {
  database: Database
  cursors: CursorCodec
  heads: AuditHeads
  exports: AuditExports
  verify: VerifyAudit
}): AnyRoute[] {
  const { database, cursors, heads, exports, verify } = ports
  const list = (chain: number, query: Parameters<typeof listAudit>[3]) =>
    inChain(database, chain, trx => listAudit(trx, cursors, chain, query), { readOnly: true })
  return [
    apiRoute('listAudit', (who, { query }) => list(who.subscriptionId, query)),
    apiRoute('exportAuditCsv', (who, { query, reply }) => exports.csv(who.subscriptionId, query, reply)),
    apiRoute('exportAudit', (who, { query, reply }) => exports.lines(who.subscriptionId, query, reply)),
    apiRoute('getAuditHead', who => heads.sign(who.subscriptionId)),
    apiRoute('listAuditHeads', (who, { query }) => heads.list(who.subscriptionId, query)),
    apiRoute('verifyAudit', who => verify(who.subscriptionId), { ratePerMinute: 10 }),

    apiRoute('listInstallationAudit', (_, { query }) => list(INSTALLATION, query)),
    apiRoute('exportInstallationAuditCsv', (_, { query, reply }) => exports.csv(INSTALLATION, query, reply)),
    apiRoute('exportInstallationAudit', (_, { query, reply }) => exports.lines(INSTALLATION, query, reply)),
    apiRoute('getInstallationAuditHead', () => heads.sign(INSTALLATION)),
    apiRoute('listInstallationAuditHeads', (_, { query }) => heads.list(INSTALLATION, query)),
    apiRoute('verifyInstallationAudit', () => verify(INSTALLATION), { ratePerMinute: 10 }),
  ]
}
