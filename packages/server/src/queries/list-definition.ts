import type { FindingState } from '@patchyard/api'
import type { Entity, QueryContext } from '@patchyard/query'
import type { Static, TObject } from 'typebox'
import type { Trx } from '../database/database.ts'

/** How one list of an entity is shown; what it finds is the language's matter. */
export interface ListDefinition<Schema extends TObject = TObject> {
  readonly entity: Entity
  /** Of an item: its members are the names that `fields` and CSV columns have. */
  readonly item: Schema
  /** Its rows belong to no subscription (audit alone): read outside of all, for operators. */
  readonly ofInstallation?: boolean
  /** Token, with a leading "-" for downwards. */
  readonly defaultSort: string
  /** Facets beside those of tokens: name → a clause whose matches are counted. */
  readonly clauseFacets?: Readonly<Record<string, string>>
  /** Token that is sorted by instead of another while only latest missing patches count. */
  readonly latestSort?: Readonly<Record<string, string>>
  /** The items of these internal ids; whatever is gone by now is not in the map. */
  readItems(trx: Trx, ids: readonly number[], view: ListView): Promise<ReadonlyMap<number, Static<Schema>>>
}

export interface ListView {
  readonly status: FindingState | null
  readonly context: QueryContext
}
