import { type AdvisoryEntry, advisoriesSection, rowText } from '@patchyard/protocol'
import { foldText, wordLine } from '@patchyard/query'
import { sql } from 'kysely'
import { agentTimeMs } from '../../storage/agent-time.ts'
import type { LinkAdvisories } from '../../storage/ports/reported-catalog.ts'
import type { Trx } from '../../database/database.ts'
import { distinctSorted, internRows, sortedIds } from './intern.ts'
import type { Applied, SectionChange } from '../../storage/ports/inventory-store.ts'

/** Tables advisory (dictionary) and asset_advisory (ids of one asset). */
export async function applyAdvisories(
  trx: Trx,
  assetId: number,
  change: SectionChange<AdvisoryEntry>,
  linkAdvisories: LinkAdvisories,
): Promise<Applied> {
  const before = change.replace ? [] : await advisoryIds(trx, assetId)
  const leaving = [...change.del, ...change.add.map(e => [e.advisory, e.patch])] as [string, string][]
  const gone = new Set(before.length === 0 ? [] : await idsOfKeys(trx, before, leaving))
  const rows = distinctSorted(change.add, entry => rowText(advisoriesSection.toRow(entry)))
  const { ids, fresh } = await internRows(trx, 'advisory', rows, async missing => {
    const column = <T>(of: (entry: AdvisoryEntry) => T): T[] => missing.map(m => of(m.value))
    await sql`
      insert into advisory (subscription_id, row_hash, name, kind, severity, title, issued_at, cves, row,
                            name_folded, name_words)
      select app_subscription(), v.row_hash, v.name, v.kind, v.severity, v.title, v.issued_at,
             string_to_array(v.cves, ','), v.row::jsonb, v.name_folded, v.name_words
        from unnest(
          ${missing.map(m => m.hash)}::bytea[], ${column(e => e.advisory)}::text[], ${column(e => e.kind)}::text[],
          ${column(e => e.severity ?? '')}::text[], ${column(e => e.title)}::text[],
          ${column(e => (e.issuedAt === null ? null : new Date(agentTimeMs(e.issuedAt))))}::timestamptz[],
          ${column(e => e.cves)}::text[], ${column(e => JSON.stringify(advisoriesSection.toRow(e)))}::text[],
          ${column(e => foldText(e.advisory))}::text[], ${column(e => wordLine(e.advisory))}::text[]
        ) as v(row_hash, name, kind, severity, title, issued_at, cves, row, name_folded, name_words)
       order by v.row_hash
      on conflict (subscription_id, row_hash) do nothing`.execute(trx)
  })
  await linkAdvisories(
    trx,
    rows.map(r => ({ advisoryId: ids.get(r.hash.toString('hex')) ?? 0, entry: r.value })),
  )
  const after = sortedIds([...before.filter(id => !gone.has(id)), ...ids.values()])
  await sql`
    insert into asset_advisory (asset_id, subscription_id, ids) values (${assetId}, app_subscription(), ${after}::int[])
    on conflict (asset_id) do update set ids = excluded.ids where asset_advisory.ids <> excluded.ids`.execute(trx)
  return { count: after.length, fresh }
}

async function advisoryIds(trx: Trx, assetId: number): Promise<number[]> {
  const row = await trx.selectFrom('asset_advisory').select('ids').where('asset_id', '=', assetId).executeTakeFirst()
  return row?.ids ?? []
}

async function idsOfKeys(trx: Trx, among: readonly number[], keys: readonly [string, string][]): Promise<number[]> {
  if (keys.length === 0) return []
  const rows = await sql<{ id: number }>`
    select d.id from advisory d
      join unnest(${keys.map(k => k[0])}::text[], ${keys.map(k => k[1])}::text[]) as k(name, patch)
        on k.name = d.name and k.patch = d.row->>1
     where d.id = any(${[...among]}::int[])`.execute(trx)
  return rows.rows.map(row => row.id)
}
