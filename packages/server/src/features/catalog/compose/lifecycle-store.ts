import type { LifecycleRecord } from '@patchyard/feeds'
import { sql } from 'kysely'
import type { Trx } from '../../../database/database.ts'

/** What is known of the releases of these products takes the place of what was. */
export async function replaceLifecycles(
  trx: Trx,
  products: readonly string[],
  releases: readonly LifecycleRecord[],
): Promise<void> {
  const rows = releases.map(one => ({
    product: one.product,
    release: one.release,
    label: one.label,
    released_at: instant(one.releasedAtMs),
    is_lts: one.isLts,
    active_support_ends_at: instant(one.activeSupportEndsAtMs),
    end_of_life_at: instant(one.endOfLifeAtMs),
    is_end_of_life: one.isEndOfLife,
    latest_version: one.latestVersion,
  }))
  await trx
    .deleteFrom('lifecycle')
    .where('product', 'in', [...products])
    .execute()
  await sql`
    insert into lifecycle (product, release, label, released_at, is_lts, active_support_ends_at, end_of_life_at, is_end_of_life, latest_version)
    select v.* from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as v(
      product text, release text, label text, released_at timestamptz, is_lts boolean, active_support_ends_at timestamptz,
      end_of_life_at timestamptz, is_end_of_life boolean, latest_version text)
    on conflict do nothing`.execute(trx)
}

const instant = (ms: number | null): string | null => (ms === null ? null : new Date(ms).toISOString())
