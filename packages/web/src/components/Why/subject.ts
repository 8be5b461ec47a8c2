import type { Entity } from '@patchyard/query'
import type { FindRoute } from '../../api/find-routes.ts'
import type { RowOf } from '../../api/use-api.ts'

/** Whom one asks about. */
export interface Subject {
  /** Public id; of a vulnerability its CVE, of a row of the audit its number. */
  readonly id: string
  /** Empty while only the id is known. */
  readonly name: string
}

export const routeOf = {
  asset: 'listAssets',
  patch: 'listPatches',
  job: 'listJobs',
  task: 'listTasks',
  vulnerability: 'listVulnerabilities',
  audit: 'listAudit',
} as const satisfies { readonly [E in Entity]: FindRoute }

const subjects: { readonly [E in Entity]: (row: RowOf<(typeof routeOf)[E]>) => Subject } = {
  asset: ({ id, name }) => ({ id, name }),
  patch: ({ id, title }) => ({ id, name: title }),
  job: ({ id, name }) => ({ id, name }),
  task: ({ id, asset }) => ({ id, name: asset.name }),
  vulnerability: ({ cve }) => ({ id: cve, name: cve }),
  audit: ({ n, action }) => ({ id: String(n), name: action }),
}

/** A row of the entity's list. */
export const subjectOf = (entity: Entity, row: RowOf<FindRoute>): Subject => subjects[entity](row as never)

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i
const ids: { readonly [E in Entity]?: RegExp } = { vulnerability: /^cve-\d{4}-\d{4,}$/i, audit: /^[1-9]\d*$/ }

/** Whether a text is an id as the server takes it, so that it can be asked about without being found first. */
export const isId = (entity: Entity, text: string): boolean => (ids[entity] ?? uuid).test(text)
