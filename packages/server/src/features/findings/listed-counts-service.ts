import { sql } from 'kysely'
import type { Trx } from '../../database/database.ts'
import { isListedLine } from './listed-line.ts'
import { movePastSums } from './past-sums-service.ts'

/**
 * Counts of patches, and their sums of the past, hold the findings of listed assets. Whoever changes which assets these are says so here: with -1 before they leave
 * the list, with 1 after they came. Of the ids only those that are listed at that moment count, and their lines must be locked.
 */
export async function countListed(trx: Trx, assetIds: readonly number[], by: 1 | -1): Promise<void> {
  if (assetIds.length === 0) return
  await sql`
    insert into patch_count_delta (subscription_id, patch_ids, missing, installed)
    select app_subscription(), array_agg(c.patch_id), array_agg(${by}::int * c.missing), array_agg(${by}::int * c.installed)
      from (
        select f.patch_id, (count(*) filter (where f.status = 1))::int as missing,
               (count(*) filter (where f.status = 2))::int as installed
          from finding f join agent_line l on l.asset_id = f.asset_id
         where f.asset_id = any(${[...assetIds]}::bigint[]) and ${isListedLine}
         group by f.patch_id
      ) c
    having count(*) > 0`.execute(trx)
  await movePastSums(trx, assetIds, by)
}
