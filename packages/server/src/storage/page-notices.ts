import { sql } from 'kysely'
import type { Trx } from '../database/database.ts'

/** Heard by features/stream/stream-hub.ts, which tells open pages. */
export const PAGE_CHANNEL = 'patchyard_stream'

/** Tells pages when the transaction commits. Agents and tasks are told of by their asset; what leaves the server are public ids. */
export async function noticeAssets(
  trx: Trx,
  subscriptionId: number,
  topic: 'asset' | 'agent' | 'task',
  assetIds: readonly number[],
): Promise<void> {
  if (assetIds.length === 0) return
  await sql`
    select pg_notify(${PAGE_CHANNEL}, ${`${subscriptionId} ${topic} `}::text || a.public_id)
      from asset a where a.asset_id = any(${[...assetIds]}::bigint[])`.execute(trx)
}

/** As `noticeAssets`, of a job. */
export async function noticeJob(trx: Trx, subscriptionId: number, jobId: number): Promise<void> {
  await sql`
    select pg_notify(${PAGE_CHANNEL}, ${`${subscriptionId} job `}::text || j.public_id)
      from job j where j.id = ${jobId}`.execute(trx)
}

/** A feed changed: of the installation, and told to pages of every subscription. */
export async function noticeFeed(trx: Trx, publicId: string): Promise<void> {
  await sql`select pg_notify(${PAGE_CHANNEL}, ${`0 feed ${publicId}`})`.execute(trx)
}
