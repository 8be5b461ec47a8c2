import type { EndOfLife } from '@patchyard/api'
import { sql } from 'kysely'
import type { Trx } from '../../../database/database.ts'
import { type ReleaseName, releasesOf } from './release-names.ts'

interface OfPatch {
  readonly key: string
  readonly track: string
  readonly version: string
  readonly catalogId: number | null
  readonly products: readonly string[]
}

/** How long the systems that a patch is for are looked after, as far as a feed says so. */
export async function readEndOfLife(trx: Trx, patch: OfPatch): Promise<EndOfLife[]> {
  const releases = patch.key.startsWith('rpm:') ? await readReleases(trx, patch.catalogId) : []
  const names = releasesOf({ ...patch, releases })
  if (names.length === 0) return []
  const { rows } = await sql<{
    product: string
    release: string
    label: string
    end_of_life_at: Date | null
    is_end_of_life: boolean
  }>`
    select l.product, l.release, l.label, l.end_of_life_at, l.is_end_of_life from lifecycle l
     where ${sql.join(names.map(isOne), sql` or `)} order by l.product, l.release limit 50`.execute(trx)
  return rows.map(row => ({
    product: row.product,
    release: row.release,
    label: row.label,
    endOfLifeAt: row.end_of_life_at?.toISOString() ?? null,
    isEndOfLife: row.is_end_of_life,
  }))
}

// A code name is a word of the label: "12 (Bookworm)", "24.04 'Noble Numbat'".
const isOne = ({ product, release, codename, edition }: ReleaseName) =>
  codename !== undefined
    ? sql`(l.product = ${product} and l.label ~* ${`\\m${codename}\\M`})`
    : edition === true
      ? sql`(l.product = ${product} and (l.release = ${release} or left(l.release, ${release.length + 1}) = ${`${release}-`}))`
      : sql`(l.product = ${product} and l.release = ${release})`

async function readReleases(trx: Trx, catalogId: number | null): Promise<string[]> {
  if (catalogId === null) return []
  const rows = await trx
    .selectFrom('patch_rule')
    .select('release')
    .distinct()
    .where('patch_id', '=', catalogId)
    .execute()
  return rows.map(row => row.release)
}
