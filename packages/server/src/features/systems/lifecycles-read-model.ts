import type { SystemLifecycle } from '@patchyard/api'
import { isLifecycleOf, lifecycleName } from '@patchyard/domain'
import { sql } from 'kysely'
import type { Trx } from '../../database/database.ts'

interface LifecycleRow {
  product: string
  release: string
  label: string
  active_support_ends_at: Date | null
  end_of_life_at: Date | null
  is_end_of_life: boolean
}

/** Of all releases of these products; a product has some dozens. */
export async function readLifecycles(trx: Trx, products: readonly string[]): Promise<LifecycleRow[]> {
  const { rows } = await sql<LifecycleRow>`
    select l.product, l.release, l.label, l.active_support_ends_at, l.end_of_life_at, l.is_end_of_life
      from lifecycle l where l.product = any(${[...products]}::text[]) order by l.product, l.release`.execute(trx)
  return rows
}

/** null: no feed says how long it is looked after. */
export function lifecycleOf(
  rows: readonly LifecycleRow[],
  osId: string,
  version: string,
  nowMs: number,
): SystemLifecycle | null {
  const name = lifecycleName(osId, version)
  const row = name === null ? undefined : rows.find(one => isLifecycleOf(one, name))
  if (row === undefined) return null
  return {
    product: row.product,
    release: row.release,
    label: row.label,
    activeSupportEndsAt: row.active_support_ends_at?.toISOString() ?? null,
    endOfLifeAt: row.end_of_life_at?.toISOString() ?? null,
    // A feed that was not fetched for a year still says when.
    isEndOfLife: row.end_of_life_at === null ? row.is_end_of_life : row.end_of_life_at.getTime() <= nowMs,
  }
}

/** Of one machine. */
export async function readSystemLifecycle(
  trx: Trx,
  osId: string,
  version: string,
  nowMs: number,
): Promise<SystemLifecycle | null> {
  const name = lifecycleName(osId, version)
  return name === null ? null : lifecycleOf(await readLifecycles(trx, [name.product]), osId, version, nowMs)
}
