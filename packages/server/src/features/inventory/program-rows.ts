import { plainText, spokenName, versionSchemes } from '@patchyard/domain'
import { type ProgramEntry, programsSection, rowKey, rowText } from '@patchyard/protocol'
import { foldText, wordLine } from '@patchyard/query'
import { sql } from 'kysely'
import type { Trx } from '../../database/database.ts'
import type { Applied, SectionChange } from '../../storage/ports/inventory-store.ts'
import { distinctSorted, internRows, sortedIds } from './intern.ts'

/** Programs among package_version and asset_package: one order of versions, one place to ask for software. */
export async function applyPrograms(trx: Trx, assetId: number, change: SectionChange<ProgramEntry>): Promise<Applied> {
  const own = await trx
    .selectFrom('asset_package')
    .select(['ids', 'program_ids'])
    .where('asset_id', '=', assetId)
    .executeTakeFirst()
  const before = own?.program_ids ?? []
  const leaving = new Set([
    ...change.del.map(key => rowKey(programsSection, key)),
    // A row with a known key replaces it.
    ...change.add.map(entry => rowKey(programsSection, programsSection.toRow(entry))),
  ])
  const stay = change.replace ? [] : await idsWithout(trx, before, leaving)
  // Another section's row of the same text is another row.
  const rows = distinctSorted(change.add, entry => `${programsSection.name} ${rowText(programsSection.toRow(entry))}`)
  const { ids, fresh } = await internRows(trx, 'package_version', rows, async missing => {
    const column = (of: (entry: ProgramEntry) => string): string[] => missing.map(m => of(m.value))
    const hashes = missing.map(m => m.hash)
    await sql`
      insert into package_version (subscription_id, row_hash, scheme, name, architecture, version, version_key,
                                   source_name, source_version, row,
                                   name_folded, name_words, vendor, vendor_folded, vendor_words)
      select app_subscription(), v.row_hash, 'winget', v.name, v.architecture, v.version, v.version_key, '', '', v.row::jsonb,
             v.name_folded, v.name_words, v.vendor, v.vendor_folded, v.vendor_words
        from unnest(
          ${hashes}::bytea[], ${column(e => e.name)}::text[], ${column(e => e.arch)}::text[],
          ${column(e => e.version)}::text[], ${missing.map(m => keyOf(m.value))}::bytea[],
          ${column(e => JSON.stringify(e))}::text[], ${column(e => foldText(e.name))}::text[],
          ${column(e => wordLine(e.name))}::text[], ${column(e => e.publisher)}::text[],
          ${column(e => foldText(e.publisher))}::text[], ${column(e => wordLine(e.publisher))}::text[]
        ) as v(row_hash, name, architecture, version, version_key, row, name_folded, name_words, vendor, vendor_folded,
               vendor_words)
       order by v.row_hash
      on conflict (subscription_id, row_hash) do nothing`.execute(trx)
    await sql`
      insert into program (id, subscription_id, spoken, spoken_publisher)
      select p.id, app_subscription(), v.spoken, v.spoken_publisher
        from unnest(${hashes}::bytea[], ${column(e => spokenName(e.name))}::text[],
                    ${column(e => plainText(e.publisher))}::text[]) as v(row_hash, spoken, spoken_publisher)
        join package_version p on p.subscription_id = app_subscription() and p.row_hash = v.row_hash
       order by p.id
      on conflict (id) do nothing`.execute(trx)
  })
  const programs = sortedIds([...stay, ...ids.values()])
  const were = new Set(before)
  const all = sortedIds([...(own?.ids ?? []).filter(id => !were.has(id)), ...programs])
  await sql`
    insert into asset_package (asset_id, subscription_id, ids, program_ids)
    values (${assetId}, app_subscription(), ${all}::int[], ${programs}::int[])
    on conflict (asset_id) do update set ids = excluded.ids, program_ids = excluded.program_ids
     where asset_package.ids <> excluded.ids or asset_package.program_ids <> excluded.program_ids`.execute(trx)
  return { count: programs.length, fresh }
}

const keyOf = (entry: ProgramEntry): Buffer => Buffer.from(versionSchemes.winget.key(entry.version))

async function idsWithout(trx: Trx, ids: readonly number[], keys: ReadonlySet<string>): Promise<readonly number[]> {
  if (ids.length === 0 || keys.size === 0) return ids
  const { rows } = await sql<{ id: number; row: ProgramEntry }>`
    select p.id, p.row from package_version p where p.id = any(${[...ids]}::int[])`.execute(trx)
  return rows.flatMap(({ id, row }) => (keys.has(rowKey(programsSection, programsSection.toRow(row))) ? [] : [id]))
}
