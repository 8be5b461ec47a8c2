import type { TagUse, TagUseKind } from '@patchyard/api'
import { parentsOf } from '@patchyard/domain'
import { check } from '@patchyard/query'
import { type RawBuilder, sql } from 'kysely'
import type { Trx } from '../../database/database.ts'
import { askedTagsOf, tagsAsked, type NamedTag, type TagWithRule } from './rules/asked-tags.ts'

interface Counted {
  readonly count: number
  readonly names: readonly string[]
}

const SHOWN = 10

/** Rows (name) of what hangs on these tags, by kind. */
const statements: { readonly [K in TagUseKind]?: (ids: readonly number[]) => RawBuilder<{ name: string }> } = {
  scope: ids => sql`
    select distinct p.email as name from membership_tag m join person p on p.id = m.person_id
     where m.tag_id = any(${[...ids]}::int[])`,
  assessmentProfile: ids => sql`
    select distinct f.name from assessment_profile_tag t join assessment_profile f on f.id = t.profile_id
     where t.tag_id = any(${[...ids]}::int[])`,
  configurationProfile: ids => sql`
    select distinct f.name from configuration_profile_tag t join configuration_profile f on f.id = t.profile_id
     where t.tag_id = any(${[...ids]}::int[])`,
  licence: ids => sql`
    select distinct l.side as name from licence_tag l where l.tag_id = any(${[...ids]}::int[])`,
  job: ids => sql`
    select distinct j.name from job_tag t join job j on j.id = t.job_id
     where t.tag_id = any(${[...ids]}::int[]) and j.state in ('draft', 'disabled', 'enabled')`,
  activationKey: ids => sql`
    select distinct k.title as name from activation_key_tag t join activation_key k on k.id = t.activation_key_id
     where t.tag_id = any(${[...ids]}::int[])`,
}

const outcomes: { readonly [K in TagUseKind]: TagUse['outcome'] } = {
  asset: 'removed',
  child: 'needsAnswer',
  rule: 'noted',
  savedSearch: 'noted',
  scope: 'needsAnswer',
  assessmentProfile: 'needsAnswer',
  configurationProfile: 'needsAnswer',
  // Without one of its tags a job would reach other assets than people decided; of jobs that are over the tags are let go.
  job: 'refused',
  activationKey: 'needsAnswer',
  // Without its tag the licence would let in every asset, or no longer keep some out.
  licence: 'refused',
}

/** What hangs on these tags, each kind with its number and first names; the whole subscription's, whoever asks. */
export async function readTagUses(trx: Trx, ids: readonly number[], tags: readonly TagWithRule[]): Promise<TagUse[]> {
  const counted: [TagUseKind, Counted][] = [
    ['asset', await assetsOf(trx, ids)],
    ['child', ofNames(tags.filter(tag => tag.parentId === ids[0]).map(tag => tag.name))],
    ['rule', ofNames(rulesAsking(ids, tags))],
    ['savedSearch', ofNames(await searchesAsking(trx, ids, tags))],
  ]
  for (const [what, statement] of Object.entries(statements) as [TagUseKind, (typeof statements)['job']][]) {
    const { rows } = await (statement as NonNullable<typeof statement>)(ids).execute(trx)
    counted.push([what, ofNames(rows.map(row => row.name))])
  }
  return counted
    .filter(([, { count }]) => count > 0)
    .map(([what, { count, names }]) => ({ what, count, names: [...names], outcome: outcomes[what] }))
}

/** Takes the tags from everything that does not refuse. Profiles and scopes lose them with the tag's own row. */
export async function releaseTagUses(trx: Trx, ids: readonly number[]): Promise<void> {
  const all = [...ids]
  await sql`delete from job_tag where tag_id = any(${all}::int[])`.execute(trx)
  await sql`delete from activation_key_tag where tag_id = any(${all}::int[])`.execute(trx)
}

const ofNames = (names: readonly string[]): Counted => ({
  count: names.length,
  names: names.toSorted((a, b) => (a < b ? -1 : 1)).slice(0, SHOWN),
})

async function assetsOf(trx: Trx, ids: readonly number[]): Promise<Counted> {
  const { rows } = await sql<{ n: number; names: string[] | null }>`
    with carrying as materialized (
      select distinct t.asset_id from asset_tag t
       where t.subscription_id = app_subscription() and t.tag_id = any(${[...ids]}::int[])
    )
    select (select count(*) from carrying) as n, (select array_agg(f.name) from (
      select a.name from carrying c join asset a on a.asset_id = c.asset_id order by a.name_folded limit ${sql.lit(SHOWN)}
    ) f) as names`.execute(trx)
  return { count: rows[0]?.n ?? 0, names: rows[0]?.names ?? [] }
}

/** Other tags whose rules look at one of these. */
function rulesAsking(ids: readonly number[], tags: readonly TagWithRule[]): string[] {
  const asked = askedTagsOf(tags)
  return tags.filter(tag => !ids.includes(tag.id) && ids.some(id => asked.get(tag.id)?.has(id))).map(tag => tag.name)
}

async function searchesAsking(trx: Trx, ids: readonly number[], tags: readonly NamedTag[]): Promise<string[]> {
  const rows = await trx
    .selectFrom('saved_search')
    .select(['entity', 'name', 'query_canonical', 'having_canonical'])
    .where(e =>
      e.or([
        e.and([e('entity', '=', 'asset'), e('query_canonical', 'like', '%tags%')]),
        e.and([e('entity', '=', 'patch'), e('having_canonical', 'like', '%tags%')]),
      ]),
    )
    .execute()
  const parents = parentsOf(tags)
  return rows
    .filter(row => {
      const text = row.entity === 'asset' ? row.query_canonical : (row.having_canonical ?? '')
      const { tree } = check(text, { entity: 'asset' })
      const asked = tree === null ? new Set<number>() : tagsAsked(tree, tags, parents)
      return ids.some(id => asked.has(id))
    })
    .map(row => row.name)
}
