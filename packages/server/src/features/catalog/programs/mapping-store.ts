import type { ProgramMapping } from '@patchyard/api'
import { sql } from 'kysely'
import type { Trx } from '../../../database/database.ts'
import { lockAlone } from '../../../database/subscription-lock.ts'

/** Tables `program_mapping`, and of `program` that answers are to be given anew. The wall is set to the subscription. */
export interface MappingRecord {
  readonly publicId: string
  readonly name: string
  readonly publisher: string
  readonly spoken: string
  readonly spokenPublisher: string
  readonly track: string | null
}

/** Takes the place of what was said of the same name and publisher before. */
export async function saveMapping(
  trx: Trx,
  mapping: MappingRecord,
  createdBy: string,
  nowMs: number,
): Promise<ProgramMapping> {
  const { publicId, name, publisher, spoken, spokenPublisher, track } = mapping
  await settleAnswers(trx)
  await sql`
    insert into program_mapping (public_id, subscription_id, name, publisher, spoken, spoken_publisher, track, created_by, created_at)
    values (${publicId}, app_subscription(), ${name}, ${publisher}, ${spoken}, ${spokenPublisher}, ${track}, ${createdBy},
            ${new Date(nowMs)})
    on conflict (subscription_id, spoken, spoken_publisher) do update
       set public_id = excluded.public_id, name = excluded.name, publisher = excluded.publisher, track = excluded.track,
           created_by = excluded.created_by, created_at = excluded.created_at`.execute(trx)
  await forgetAnswers(trx, spoken, spokenPublisher)
  return { id: publicId, name, publisher, product: track, createdBy, createdAt: new Date(nowMs).toISOString() }
}

/** null: there is none of that id. */
export async function removeMapping(trx: Trx, publicId: string): Promise<MappingRecord | null> {
  await settleAnswers(trx)
  const row = await trx
    .deleteFrom('program_mapping')
    .where('public_id', '=', publicId)
    .returning(['name', 'publisher', 'spoken', 'spoken_publisher', 'track'])
    .executeTakeFirst()
  if (row === undefined) return null
  await forgetAnswers(trx, row.spoken, row.spoken_publisher)
  const { name, publisher, spoken, track } = row
  return { publicId, name, publisher, spoken, spokenPublisher: row.spoken_publisher, track }
}

export async function countMappings(trx: Trx): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select count(*)::int as n from program_mapping m where m.subscription_id = app_subscription()`.execute(trx)
  return rows[0]?.n ?? 0
}

/** What people have said of all names but this one. */
export async function readMappingsBut(
  trx: Trx,
  { spoken, spokenPublisher }: Pick<MappingRecord, 'spoken' | 'spokenPublisher'>,
): Promise<readonly Pick<MappingRecord, 'name' | 'publisher' | 'track'>[]> {
  return trx
    .selectFrom('program_mapping')
    .select(['name', 'publisher', 'track'])
    .where(eb => eb.or([eb('spoken', '<>', spoken), eb('spoken_publisher', '<>', spokenPublisher)]))
    .execute()
}

export async function isProduct(trx: Trx, track: string): Promise<boolean> {
  const { rows } = await sql`
    select 1 from patch p
     where p.subscription_id = 0 and p.track = ${track} and p.platform in ('windows', 'macos')
       and (p.track like 'winget:%' or p.track like 'cask:%') limit 1`.execute(trx)
  return rows.length > 0
}

/** Until COMMIT nobody answers who has read what people said before (`Matching.begin`): such an answer would stand. */
const settleAnswers = (trx: Trx): Promise<void> => lockAlone(trx, 'catalog')

async function forgetAnswers(trx: Trx, spoken: string, spokenPublisher: string): Promise<void> {
  const { rows } = await sql<{ id: number }>`
    select p.id from program p
     where p.subscription_id = app_subscription() and p.spoken = ${spoken}
       and (${spokenPublisher} = '' or p.spoken_publisher = ${spokenPublisher})
     order by p.id for update`.execute(trx)
  await sql`
    update program set seq = 0 where id = any(${rows.map(row => row.id)}::int[]) and seq > 0`.execute(trx)
}
