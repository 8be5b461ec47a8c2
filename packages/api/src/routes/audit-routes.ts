import { contract } from '../route-contract.ts'
import * as audit from '../schemas/audit.ts'
import { ListQuery } from '../schemas/common.ts'
import { Csv, CsvQuery, FindQuery } from '../schemas/queries.ts'

export const auditRoutes = contract({
  listAudit: {
    method: 'GET',
    path: '/audit',
    permission: 'audit.read',
    summary: 'What people and the server did in this subscription, newest first',
    query: FindQuery,
    response: audit.AuditEventList,
  },
  exportAuditCsv: {
    method: 'GET',
    path: '/audit.csv',
    permission: 'audit.read',
    summary: 'The audit as CSV',
    query: CsvQuery,
    response: Csv,
    produces: 'text/csv',
  },
  exportAudit: {
    method: 'GET',
    path: '/audit.ndjson',
    permission: 'audit.read',
    summary: 'The audit with its hashes and a signed end, to be verified without a server',
    query: audit.AuditLinesQuery,
    response: audit.AuditLines,
    produces: 'application/x-ndjson',
  },
  getAuditHead: {
    method: 'GET',
    path: '/audit/head',
    permission: 'audit.read',
    summary: 'Where the audit ends now, signed',
    response: audit.AuditHead,
  },
  listAuditHeads: {
    method: 'GET',
    path: '/audit/heads',
    permission: 'audit.read',
    summary: 'Signed ends of the audit, one an hour in which something happened',
    query: ListQuery,
    response: audit.AuditHeadList,
  },
  verifyAudit: {
    method: 'GET',
    path: '/audit/verify',
    permission: 'audit.read',
    summary: 'Verify the whole chain on the server',
    response: audit.AuditVerdict,
  },

  listInstallationAudit: {
    method: 'GET',
    path: '/installation/audit',
    permission: 'operator',
    summary: 'What operators did, and sign-ins that belong to no subscription',
    query: FindQuery,
    response: audit.AuditEventList,
  },
  exportInstallationAuditCsv: {
    method: 'GET',
    path: '/installation/audit.csv',
    permission: 'operator',
    summary: 'The audit of the installation as CSV',
    query: CsvQuery,
    response: Csv,
    produces: 'text/csv',
  },
  exportInstallationAudit: {
    method: 'GET',
    path: '/installation/audit.ndjson',
    permission: 'operator',
    summary: 'The audit of the installation with its hashes and a signed end',
    query: audit.AuditLinesQuery,
    response: audit.AuditLines,
    produces: 'application/x-ndjson',
  },
  getInstallationAuditHead: {
    method: 'GET',
    path: '/installation/audit/head',
    permission: 'operator',
    summary: 'Where the audit of the installation ends now, signed',
    response: audit.AuditHead,
  },
  listInstallationAuditHeads: {
    method: 'GET',
    path: '/installation/audit/heads',
    permission: 'operator',
    summary: 'Signed ends of the audit of the installation',
    query: ListQuery,
    response: audit.AuditHeadList,
  },
  verifyInstallationAudit: {
    method: 'GET',
    path: '/installation/audit/verify',
    permission: 'operator',
    summary: 'Verify the chain of the installation on the server',
    response: audit.AuditVerdict,
  },
})
