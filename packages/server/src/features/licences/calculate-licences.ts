import { effectiveLicence, type LicenceKind, licenceLimit } from '@patchyard/domain'
import { sql } from 'kysely'
import type { Trx } from '../../database/database.ts'
import { lockAlone } from '../../database/subscription-lock.ts'
import { readLicence } from './licence-read-model.ts'
import { licenceStore } from './licence-store.ts'
import { readDecidingTags, wantsLicence } from './wanting-assets.ts'

const WRITTEN_AT_ONCE = 5000

export interface Calculated {
  readonly effective: LicenceKind
  readonly applied: LicenceKind | null
  readonly wanted: number
  readonly gained: number
  readonly lost: number
  /** False: there were more to write than one transaction does; calculate again. */
  readonly isDone: boolean
}

/**
 * Who is licensed, from what is true now: of the assets that the tags let in, the first by activation, up to the limit.
 * Writes only rows that change. What happens while it runs is calculated after it: it leaves its own row in
 * `licence_change`, or commits after this one's snapshot and with it.
 *
 * 100,000 assets on two busy cores: half a second when nothing changes; written rows cost 60 µs each, for an asset's row is wide
 * and stands in many indexes. That is too long for the transactions of others, so they only leave a row in
 * `licence_change` (see licence-assignment-service.ts), and writing is cut into pieces that hold an agent's report up for less than
 * a second.
 */
export async function calculateLicences(trx: Trx, nowMs: number): Promise<Calculated> {
  // One calculation of a subscription at a time, and plans of runs beside it never: an asset that loses its licence either
  // has no task of the run yet, or has one that is there to be cancelled.
  await lockAlone(trx, 'licences')
  await licenceStore.takeChanges(trx)
  const licence = await readLicence(trx)
  const limit = licenceLimit(licence, nowMs)
  const wants = wantsLicence(await readDecidingTags(trx))
  // Without a limit nobody's place matters, and ranking 100,000 assets is not free.
  const place = limit === null ? sql`1` : sql`row_number() over (order by a.activated_at, a.asset_id)`
  const fits = limit === null ? sql`true` : sql`w.place <= ${limit}`
  const right = sql`(coalesce(${fits}, false) and w.asset_id is not null)`
  // Who loses comes first. Rows are locked in the order of their ids, as everybody does who takes several.
  const { rows } = await sql<{ wanted: number; gained: number; lost: number }>`
    with wanting as materialized (
      select a.asset_id, ${place} as place from asset a join agent_line l on l.asset_id = a.asset_id where ${wants}
    ),
    wrong as materialized (
      select a.asset_id, ${right} as licensed from asset a left join wanting w on w.asset_id = a.asset_id
       where a.licensed <> ${right} order by 2, 1 limit ${sql.lit(WRITTEN_AT_ONCE)}
    ),
    due as (
      select a.asset_id, d.licensed from wrong d join asset a on a.asset_id = d.asset_id
       order by a.asset_id for update of a
    ),
    written as (
      update asset set licensed = due.licensed from due where due.asset_id = asset.asset_id returning asset.licensed
    )
    select (select count(*) from wanting)::int as wanted,
           (select count(*) from written w where w.licensed)::int as gained,
           (select count(*) from written w where not w.licensed)::int as lost`.execute(trx)
  const { wanted, gained, lost } = rows[0] ?? { wanted: 0, gained: 0, lost: 0 }
  await licenceStore.setCalculated(trx, wanted, new Date(nowMs))
  const isDone = gained + lost < WRITTEN_AT_ONCE
  if (!isDone) await licenceStore.noteChange(trx)
  return { effective: effectiveLicence(licence, nowMs), applied: licence.applied, wanted, gained, lost, isDone }
}
