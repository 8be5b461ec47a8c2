import type { QueryContext } from '@patchyard/query'
import { type RawBuilder, sql } from 'kysely'

/**
 * Whether an asset is one that the asker may see, for counts that stand beside the rows of a list. Which rows there are is
 * decided by the language's compiler, with the same rule (packages/query/src/sql/wall.ts).
 */
export function inScope({ scope }: QueryContext, assetId: RawBuilder<unknown>): RawBuilder<boolean> {
  if (scope.kind === 'all') return sql<boolean>`true`
  return sql<boolean>`exists (select 1 from asset_tag st join tag_above sa on sa.tag_id = st.tag_id
    where st.asset_id = ${assetId} and sa.above_id = any(${[...scope.tagIds]}::int[]))`
}
