import type { Entity } from '../entities.ts'
import type { QueryTree } from '../tree/tree.ts'

export type StatusFilter = 'missing' | 'installed' | 'latestMissing'

export interface Matching {
  readonly entity: Entity
  readonly query: QueryTree
  /** Of the other side of findings: a patch query on assets, an asset query on patches. */
  readonly having?: QueryTree | null
  /** Only objects with a finding in that state; `having` then looks at those findings alone. */
  readonly status?: StatusFilter | null
}
