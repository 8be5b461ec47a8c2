import type { OfferedPatch, PackageUpdate } from '@patchyard/domain'
import { rowText, type UpdateEntry, updatesSection } from '@patchyard/protocol'
import { foldText, wordLine } from '@patchyard/query'
import { sql } from 'kysely'
import type { InternPatches } from '../../storage/ports/reported-catalog.ts'
import type { Trx } from '../../database/database.ts'
import { distinctSorted, internRows, sortedIds } from './intern.ts'
import { packageUpdateOf, type PackageUpdateRow } from '../../storage/package-update-row.ts'
import { schemeOf } from './scheme-of.ts'
import type { SectionChange, UpdatesApplied } from '../../storage/ports/inventory-store.ts'

/** Tables package_update (dictionary) and asset_update (ids of one asset). */
export async function applyUpdates(
  trx: Trx,
  assetId: number,
  change: SectionChange<UpdateEntry>,
  ports: { internPatches: InternPatches; nowMs: number },
): Promise<UpdatesApplied> {
  const stored = await storedUpdates(trx, assetId)
  const kept = change.replace ? [] : withoutKeys(stored, change)
  const patches = await ports.internPatches(trx, change.add, ports.nowMs)
  const rows = distinctSorted(change.add, entry => rowText(updatesSection.toRow(entry)))
  const { ids, fresh } = await internRows(trx, 'package_update', rows, async missing => {
    const column = <T>(of: (entry: UpdateEntry) => T): T[] => missing.map(m => of(m.value))
    await sql`
      insert into package_update (subscription_id, row_hash, patch_id, name, architecture, installed, candidate,
                                  is_security, origin, authenticated, held_back, row, name_folded, name_words)
      select app_subscription(), v.row_hash, v.patch_id, v.name, v.architecture, v.installed, v.candidate,
             v.is_security, v.origin, v.authenticated, v.held_back, v.row::jsonb, v.name_folded, v.name_words
        from unnest(
          ${missing.map(m => m.hash)}::bytea[], ${column(e => patches.get(e.patch)?.id ?? 0)}::int[],
          ${column(e => e.package)}::text[], ${column(e => e.arch)}::text[], ${column(e => e.installed)}::text[],
          ${column(e => e.candidate)}::text[], ${column(e => e.isSecurity)}::boolean[], ${column(e => e.origin)}::text[],
          ${column(e => e.authenticated)}::boolean[], ${column(e => e.blocked)}::text[],
          ${column(e => JSON.stringify(updatesSection.toRow(e)))}::text[], ${column(e => foldText(e.package))}::text[],
          ${column(e => wordLine(e.package))}::text[]
        ) as v(row_hash, patch_id, name, architecture, installed, candidate, is_security, origin, authenticated,
               held_back, row, name_folded, name_words)
       order by v.row_hash
      on conflict (subscription_id, row_hash) do nothing`.execute(trx)
  })
  const after = sortedIds([...kept.map(row => row.id), ...ids.values()])
  await sql`
    insert into asset_update (asset_id, subscription_id, ids) values (${assetId}, app_subscription(), ${after}::int[])
    on conflict (asset_id) do update set ids = excluded.ids where asset_update.ids <> excluded.ids`.execute(trx)
  const added = change.add.map(entry => {
    const patch = patches.get(entry.patch) ?? { id: 0, track: '' }
    return { patchId: patch.id, track: patch.track, update: updateOf(entry) }
  })
  return {
    count: after.length,
    fresh,
    before: new Map(offeredPatches(stored).map(o => [o.patchId, o])),
    offered: offeredPatches([...kept, ...added]),
    scheme: schemeOf(change.add[0]?.patch ?? kept[0]?.key ?? ''),
  }
}

interface StoredUpdate {
  readonly id: number
  readonly key: string
  readonly patchId: number
  readonly track: string
  readonly update: PackageUpdate
}

async function storedUpdates(trx: Trx, assetId: number): Promise<StoredUpdate[]> {
  const rows = await sql<PackageUpdateRow & { id: number; key: string; patch_id: number; track: string }>`
    select u.id, p.key, u.patch_id, p.track, u.name, u.architecture, u.installed, u.candidate, u.is_security, u.origin,
           u.authenticated, u.held_back
      from asset_update a join package_update u on u.id = any(a.ids) join patch p on p.id = u.patch_id
     where a.asset_id = ${assetId}`.execute(trx)
  return rows.rows.map(row => ({
    id: row.id,
    key: row.key,
    patchId: row.patch_id,
    track: row.track,
    update: packageUpdateOf(row),
  }))
}

/** Key of updates.1: patch, package, arch, candidate. */
function withoutKeys(stored: readonly StoredUpdate[], change: SectionChange<UpdateEntry>): StoredUpdate[] {
  const leaving = new Set(change.del.map(key => JSON.stringify(key)))
  for (const e of change.add) leaving.add(JSON.stringify([e.patch, e.package, e.arch, e.candidate]))
  return stored.filter(s => !leaving.has(JSON.stringify([s.key, s.update.name, s.update.arch, s.update.candidate])))
}

function updateOf(entry: UpdateEntry): PackageUpdate {
  return {
    name: entry.package,
    arch: entry.arch,
    installed: entry.installed,
    candidate: entry.candidate,
    isSecurity: entry.isSecurity,
    origin: entry.origin,
    authenticated: entry.authenticated,
    heldBack: entry.blocked,
  }
}

function offeredPatches(
  rows: readonly { readonly patchId: number; readonly track: string; readonly update: PackageUpdate }[],
): OfferedPatch[] {
  const byPatch = Map.groupBy(rows, row => row.patchId)
  return [...byPatch.entries()].map(([patchId, group]) => ({
    patchId,
    track: group[0]?.track ?? '',
    packages: group.map(row => row.update),
  }))
}
