import type { Database } from '../../database/database.ts'
import { Problem } from '../../errors/problem.ts'
import { apiRoute } from '../../http/api-route.ts'
import type { Principal } from '../../http/principal.ts'
import type { AnyRoute } from '../../http/route.ts'
import type { Cursors } from '../../paging/cursor.ts'
import { inChain } from './audit-chains.ts'
import type { AuditExports } from './audit-exports.ts'
import type { AuditHeads } from './audit-heads.ts'
import { listAudit } from './audit-read-model.ts'
import type { VerifyAudit } from './verify-audit.ts'

/** The chain of what belongs to no subscription. */
const INSTALLATION = 0

/** Rows name assets, and a chain with rows left out proves nothing: it is read by those who see all assets. */
function ofAllAssets({ subscriptionId, scope }: Principal): number {
  if (scope.kind === 'all') return subscriptionId
  throw new Problem('forbidden', {
    permission: 'audit.read',
    detail: 'the audit log speaks of assets outside your scope',
  })
}

export function auditRoutes(ports: {
  database: Database
  cursors: Cursors
  heads: AuditHeads
  exports: AuditExports
  verify: VerifyAudit
}): AnyRoute[] {
  const { database, cursors, heads, exports, verify } = ports
  const list = (who: Principal, chain: number, query: Parameters<typeof listAudit>[3]) =>
    inChain(database, chain, trx => listAudit(trx, cursors.of(who), chain, query), { readOnly: true })
  return [
    apiRoute('listAudit', (who, { query }) => list(who, ofAllAssets(who), query)),
    apiRoute('exportAuditCsv', (who, { query, reply }) => exports.csv(ofAllAssets(who), query, reply)),
    apiRoute('exportAudit', (who, { query, reply }) => exports.lines(ofAllAssets(who), query, reply)),
    apiRoute('getAuditHead', who => heads.sign(who.subscriptionId)),
    apiRoute('listAuditHeads', (who, { query }) => heads.list(who, who.subscriptionId, query)),
    apiRoute('verifyAudit', who => verify(who.subscriptionId), { ratePerMinute: 10 }),

    apiRoute('listInstallationAudit', (who, { query }) => list(who, INSTALLATION, query)),
    apiRoute('exportInstallationAuditCsv', (_, { query, reply }) => exports.csv(INSTALLATION, query, reply)),
    apiRoute('exportInstallationAudit', (_, { query, reply }) => exports.lines(INSTALLATION, query, reply)),
    apiRoute('getInstallationAuditHead', () => heads.sign(INSTALLATION)),
    apiRoute('listInstallationAuditHeads', (who, { query }) => heads.list(who, INSTALLATION, query)),
    apiRoute('verifyInstallationAudit', () => verify(INSTALLATION), { ratePerMinute: 10 }),
  ]
}
