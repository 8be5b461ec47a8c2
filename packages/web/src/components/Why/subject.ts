import type { Entity } from '@patchyard/query'
import type { FindRoute } from '../../api/find-routes.ts'
import type { RowOf } from '../../api/use-api.ts'

/** Whom one asks about. */
export interface Subject {
  /** Public id; of a vulnerability its CVE. */
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
} as const satisfies { readonly [E in Entity]: FindRoute }

const subjects: { readonly [E in Entity]: (row: RowOf<(typeof routeOf)[E]>) => Subject } = {
  asset: ({ id, name }) => ({ id, name }),
  patch: ({ id, title }) => ({ id, name: title }),
  job: ({ id, name }) => ({ id, name }),
  task: ({ id, asset }) => ({ id, name: asset.name }),
  vulnerability: ({ cve }) => ({ id: cve, name: cve }),
}

/** A row of the entity's list. */
export const subjectOf = (entity: Entity, row: RowOf<FindRoute>): Subject => subjects[entity](row as never)

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i
const cve = /^cve-\d{4}-\d{4,}$/i

/** Whether a text is an id as the server takes it, so that it can be asked about without being found first. */
export const isId = (entity: Entity, text: string): boolean => (entity === 'vulnerability' ? cve : uuid).test(text)
