import { Problem } from '../../errors/problem.ts'
import { apiRoute } from '../../http/api-route.ts'
import type { Principal } from '../../http/principal.ts'
import type { AnyRoute } from '../../http/route.ts'
import type { CsvService } from '../../queries/csv-service.ts'
import type { ListService } from '../../queries/list-service.ts'
import { listErrors } from '../../queries/query-errors.ts'
import type { AuditExports } from './audit-exports.ts'
import type { AuditHeads } from './audit-heads.ts'
import { auditList, installationAuditList } from './audit-read-model.ts'
import type { VerifyAudit } from './verify-audit.ts'

/** The chain of what belongs to no subscription. */
const INSTALLATION = 0

/** Rows name assets, and a chain with rows left out proves nothing: it is read by those who see all assets. */
function ofAllAssets(who: Principal): Principal {
  if (who.scope.kind === 'all') return who
  throw new Problem('forbidden', {
    permission: 'audit.read',
    detail: 'the audit log speaks of assets outside your scope',
  })
}

export function auditRoutes(ports: {
  lists: ListService
  csv: CsvService
  heads: AuditHeads
  exports: AuditExports
  verify: VerifyAudit
}): AnyRoute[] {
  const { lists, csv, heads, exports, verify } = ports
  return [
    apiRoute('listAudit', (who, { query }) => lists.find(auditList, ofAllAssets(who), query), listErrors),
    apiRoute(
      'exportAuditCsv',
      (who, { query, reply }) => csv.export(auditList, ofAllAssets(who), query, reply),
      listErrors,
    ),
    apiRoute(
      'exportAudit',
      (who, { query, reply }) => exports.lines(ofAllAssets(who), false, query, reply),
      listErrors,
    ),
    apiRoute('getAuditHead', who => heads.sign(who.subscriptionId)),
    apiRoute('listAuditHeads', (who, { query }) => heads.list(who, who.subscriptionId, query)),
    apiRoute('verifyAudit', who => verify(who.subscriptionId), { ratePerMinute: 10 }),

    apiRoute('listInstallationAudit', (who, { query }) => lists.find(installationAuditList, who, query), listErrors),
    apiRoute(
      'exportInstallationAuditCsv',
      (who, { query, reply }) => csv.export(installationAuditList, who, query, reply),
      listErrors,
    ),
    apiRoute('exportInstallationAudit', (who, { query, reply }) => exports.lines(who, true, query, reply), listErrors),
    apiRoute('getInstallationAuditHead', () => heads.sign(INSTALLATION)),
    apiRoute('listInstallationAuditHeads', (who, { query }) => heads.list(who, INSTALLATION, query)),
    apiRoute('verifyInstallationAudit', () => verify(INSTALLATION), { ratePerMinute: 10 }),
  ]
}
