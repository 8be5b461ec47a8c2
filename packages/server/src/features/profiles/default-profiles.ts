import { defaultProfileDocument, defaultScanS, type Random } from '@patchyard/domain'
import { sql } from 'kysely'
import type { Trx } from '../../database/database.ts'
import { documentDigest } from './document-digest.ts'

export const DEFAULT_NAME = 'Default'

/**
 * The default profile of each kind, from the intervals that the subscription went by until now. Anybody who lists or
 * changes profiles calls it first; two at once make one.
 */
export async function ensureDefaultProfiles(trx: Trx, random: Random, now: Date): Promise<void> {
  const { rows } = await sql<{ check_in_s: number; scan_every_s: number; assessed: boolean; configured: boolean }>`
    select s.check_in_s, s.scan_every_s,
           exists (select 1 from assessment_profile a where a.is_default) as assessed,
           exists (select 1 from configuration_profile c where c.is_default) as configured
      from subscription s where s.id = app_subscription()`.execute(trx)
  const row = rows[0]
  if (row === undefined || (row.assessed && row.configured)) return
  const common = {
    subscription_id: sql<number>`app_subscription()`,
    name: DEFAULT_NAME,
    name_folded: DEFAULT_NAME.toLowerCase(),
    is_default: true,
    created_at: now,
    modified_at: now,
  }
  if (!row.assessed) {
    const scan = { public_id: random.uuid(), scan_every_s: Math.max(row.scan_every_s, defaultScanS) }
    await trx
      .insertInto('assessment_profile')
      .values({ ...common, ...scan })
      .onConflict(c => c.doNothing())
      .execute()
  }
  if (!row.configured) {
    const document = { ...defaultProfileDocument, checkInS: row.check_in_s }
    await trx
      .insertInto('configuration_profile')
      .values({
        ...common,
        public_id: random.uuid(),
        priority: 0,
        description: 'For every asset that no other profile fits.',
        document: JSON.stringify(document),
        digest: documentDigest(document),
      })
      .onConflict(c => c.columns(['subscription_id', 'name_folded']).doNothing())
      .execute()
  }
}
