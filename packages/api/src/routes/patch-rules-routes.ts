import { contract } from '../route-contract.ts'
import { IdParams, ListCsvQuery, ListQuery } from '../schemas/common.ts'
import * as rules from '../schemas/patch-rules.ts'
import { Csv } from '../schemas/queries.ts'

export const patchRuleRoutes = contract({
  listPatchRules: {
    method: 'GET',
    path: '/patch-rules',
    permission: 'patch.read',
    summary: 'What is said about patches to every job: blocked, pinned, not before a minimum age',
    query: ListQuery,
    response: rules.PatchRuleList,
  },
  exportPatchRules: {
    method: 'GET',
    path: '/patch-rules.csv',
    permission: 'patch.read',
    summary: 'All rules about patches as CSV',
    query: ListCsvQuery,
    response: Csv,
    produces: 'text/csv',
  },
  createPatchRule: {
    method: 'POST',
    path: '/patch-rules',
    permission: 'settings.manage',
    summary: 'Block, pin, or keep back patches, for all jobs that are planned from now on',
    body: rules.PatchRuleCreate,
    response: rules.PatchRule,
    status: 201,
  },
  endPatchRule: {
    method: 'POST',
    path: '/patch-rules/:id/end',
    permission: 'settings.manage',
    summary: 'End a rule now; it stays in the list',
    params: IdParams,
    response: rules.PatchRule,
  },
  emergencyStop: {
    method: 'POST',
    path: '/emergency-stop',
    permission: 'settings.manage',
    summary: 'What has not begun will not begin: of one job, or of all',
    body: rules.EmergencyStop,
    response: rules.EmergencyStopped,
  },
})
