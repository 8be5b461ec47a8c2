import { sql } from 'kysely'

/** The rule of the list of assets (packages/query/src/sql/listed-asset.ts), asked of `agent_line l`. */
export const isListedLine = sql<boolean>`l.standing in ('active', 'quarantined') and l.deactivated_at is null`
