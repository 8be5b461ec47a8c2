import { type SqlFragment, sql } from './fragment.ts'
import type { Wall } from './wall.ts'

/**
 * Whether an asset stands in the list of assets: its agent was accepted, and patching is not switched off. Those who wait, were sent
 * away or are deactivated stand in the list of agents alone, and nothing counts their findings. Few, so they are what is looked up
 * (index agent_line_unlisted), and not the lines of all the others (docs/performance.md, queries). `asset` names the column of an
 * asset's id.
 */
export const isListed = ({ own }: Pick<Wall, 'own'>, asset: SqlFragment): SqlFragment =>
  sql`not exists (select 1 from agent_line u where u.asset_id = ${asset} and ${own(
    sql`u.subscription_id`,
  )} and (u.standing not in ('active', 'quarantined') or u.deactivated_at is not null))`
