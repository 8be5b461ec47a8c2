import { type ApplicationAnswer, type HandMappings, handMappings, type InstalledApplication } from '@patchyard/domain'
import type { ProgramEntry } from '@patchyard/protocol'
import { sql } from 'kysely'
import type { Trx } from '../../../database/database.ts'

/** Table `program`. The wall is set to the subscription, in all of this file. */
export interface ProgramRow {
  readonly id: number
  readonly installed: InstalledApplication
  readonly answer: ApplicationAnswer
  readonly missingId: number | null
  readonly seq: number
}

interface Read extends Omit<ApplicationAnswer, 'missing'> {
  readonly id: number
  readonly row: ProgramEntry
  readonly missing_key: string | null
  readonly missing_id: number | null
  readonly seq: number
}

const columns = sql`p.id, v.row, p.track, p.how, p.confidence, p.why, p.state, p.missing_id, p.seq, m.key as missing_key`
const from = sql`program p join package_version v on v.id = p.id left join patch m on m.id = p.missing_id`

export async function readPrograms(trx: Trx, ids: readonly number[]): Promise<readonly ProgramRow[]> {
  if (ids.length === 0) return []
  const { rows } = await sql<Read>`
    select ${columns} from ${from} where p.id = any(${[...ids]}::int[])`.execute(trx)
  return rows.map(rowOf)
}

/** Of a name as people speak of it, in all its versions; of one publisher, or with '' of all. */
export async function readProgramsNamed(
  trx: Trx,
  spoken: string,
  spokenPublisher: string,
): Promise<readonly ProgramRow[]> {
  const { rows } = await sql<Read>`
    select ${columns} from ${from}
     where p.subscription_id = app_subscription() and p.spoken = ${spoken}
       and (${spokenPublisher} = '' or p.spoken_publisher = ${spokenPublisher})`.execute(trx)
  return rows.map(rowOf)
}

/** Assets, whosever scope they are in, that have one of these programs. */
export async function countAssetsWith(trx: Trx, ids: readonly number[]): Promise<number> {
  if (ids.length === 0) return 0
  const { rows } = await sql<{ n: number }>`
    select count(*)::int as n from asset_package ap join asset a on a.asset_id = ap.asset_id
     where ap.ids && ${[...ids]}::int[] and a.removed_at is null`.execute(trx)
  return rows[0]?.n ?? 0
}

export async function hasPrograms(trx: Trx): Promise<boolean> {
  const { rows } = await sql`select 1 from program p where p.subscription_id = app_subscription() limit 1`.execute(trx)
  return rows.length > 0
}

/** In the order of ids, in which everyone writes them. */
export async function readStalePrograms(trx: Trx, seq: number, most: number): Promise<readonly ProgramRow[]> {
  const { rows } = await sql<Read>`
    select ${columns} from ${from}
     where p.subscription_id = app_subscription() and p.seq < ${seq} order by p.id limit ${most}`.execute(trx)
  return rows.map(rowOf)
}

const rowOf = ({ id, row, missing_id, missing_key, seq, track, how, confidence, why, state }: Read): ProgramRow => ({
  id,
  installed: installedOf(row),
  answer: { track, how, confidence, why, state, missing: missing_key ?? '' },
  missingId: missing_id,
  seq,
})

/** `path` only says whether a bundle is part of macOS: where else it lies is not reported. */
export function installedOf(entry: ProgramEntry): InstalledApplication {
  const { source, scope, name, publisher, version, arch, productCode, upgradeCode, bundleId, bundle } = entry
  const isMac = source === 'app' || source === 'system'
  return {
    platform: isMac ? 'macos' : 'windows',
    ...{ name, publisher, version, arch, productCode, upgradeCode, bundleId },
    packageFamilyName: entry.packageFamily,
    user: scope === 'user' ? 'user' : '',
    path: source === 'system' ? `/System/Applications/${bundle}` : bundle === '' ? '' : `/Applications/${bundle}`,
  }
}

export interface Answered {
  readonly id: number
  readonly answer: ApplicationAnswer
  readonly missingId: number | null
  readonly isDue: boolean
}

/** An answer of a newer state stands. */
export async function writeAnswers(trx: Trx, answered: readonly Answered[], seq: number): Promise<void> {
  if (answered.length === 0) return
  const sorted = answered.toSorted((a, b) => a.id - b.id)
  const ids = sorted.map(one => one.id)
  const column = (of: (answer: ApplicationAnswer) => string): string[] => sorted.map(one => of(one.answer))
  await sql`select 1 from program p where p.id = any(${ids}::int[]) order by p.id for update`.execute(trx)
  await sql`
    update program p set track = v.track, how = v.how, confidence = v.confidence, why = v.why, state = v.state,
           missing_id = v.missing_id, seq = ${seq}, due = p.due or v.due
      from unnest(${ids}::int[], ${column(a => a.track)}::text[], ${column(a => a.how)}::text[],
                  ${column(a => a.confidence)}::text[], ${column(a => a.why)}::text[], ${column(a => a.state)}::text[],
                  ${sorted.map(one => one.missingId)}::int[], ${sorted.map(one => one.isDue)}::boolean[])
        as v(id, track, how, confidence, why, state, missing_id, due)
     where p.id = v.id and p.seq <= ${seq}`.execute(trx)
}

export async function readHandMappings(trx: Trx): Promise<HandMappings> {
  const rows = await trx.selectFrom('program_mapping').select(['name', 'publisher', 'track']).execute()
  return handMappings(rows)
}

/** All answers are to be given anew. */
export async function forgetAllAnswers(trx: Trx): Promise<void> {
  await sql`select 1 from program p where p.subscription_id = app_subscription() and p.seq > 0 order by p.id for update`.execute(
    trx,
  )
  await sql`update program set seq = 0 where subscription_id = app_subscription() and seq > 0`.execute(trx)
}

/** Above so many, looking each up in the index costs more than judging every asset that has programs (follow-store.ts, MANY_PACKAGES). */
const MANY_PROGRAMS = 2000

export interface DueProgram {
  readonly id: number
  readonly track: string
  readonly confidence: string
  readonly state: string
  readonly missing_id: number | null
}

/** Programs whose answer is another now, and the assets that have them. */
export async function readDue(trx: Trx): Promise<{ due: readonly DueProgram[]; assetIds: readonly number[] }> {
  const { rows: due } = await sql<DueProgram>`
    select p.id, p.track, p.confidence, p.state, p.missing_id from program p
     where p.subscription_id = app_subscription() and p.due order by p.id`.execute(trx)
  const ids = due.map(row => row.id)
  if (ids.length === 0) return { due, assetIds: [] }
  const having = ids.length > MANY_PROGRAMS ? sql`a.program_ids <> '{}'` : sql`a.ids && ${ids}::int[]`
  const { rows } = await sql<{ asset_id: number }>`
    select a.asset_id from asset_package a where ${having} order by 1`.execute(trx)
  return { due, assetIds: rows.map(row => row.asset_id) }
}

/** All assets that have these were judged by these answers. What was answered in another way since is somebody else's to judge, and stays due. */
export async function settleDue(trx: Trx, due: readonly DueProgram[]): Promise<void> {
  const ids = due.map(one => one.id)
  await sql`select 1 from program p where p.id = any(${ids}::int[]) order by p.id for update`.execute(trx)
  await sql`
    update program p set due = false
      from unnest(${ids}::int[], ${due.map(one => one.track)}::text[], ${due.map(one => one.confidence)}::text[],
                  ${due.map(one => one.state)}::text[], ${due.map(one => one.missing_id)}::int[])
        as v(id, track, confidence, state, missing_id)
     where p.id = v.id and p.seq > 0 and p.track = v.track and p.confidence = v.confidence and p.state = v.state
       and p.missing_id is not distinct from v.missing_id`.execute(trx)
}

/** Assets whose own system these patches may be about. */
export async function assetsOfSystems(trx: Trx, catalogIds: readonly number[]): Promise<readonly number[]> {
  const { rows } = await sql<{ asset_id: number }>`
    with changed as (
      select distinct d.detail -> 'detection' ->> 'kind' as kind,
             split_part(d.detail -> 'detection' ->> 'fixedBuild', '.', 3) as build
        from patch_detail d
       where d.patch_id = any(${[...catalogIds]}::int[]) and d.subscription_id = 0
         and d.detail -> 'detection' ->> 'kind' in ('windowsBuild', 'macosBuild')
    )
    select a.asset_id from asset a
     where a.os_id in ('windows', 'macos') and a.subscription_id = app_subscription()
       and exists (
         select 1 from changed c
          where (c.kind = 'macosBuild' and a.os_id = 'macos')
             or (c.kind = 'windowsBuild' and a.os_id = 'windows'
                 and split_part(a.system ->> 'os.build', '.', 3) = c.build))
     order by 1`.execute(trx)
  return rows.map(row => row.asset_id)
}
