import type { JobDefinition } from '@patchyard/domain'
import { assetInScope } from '@patchyard/query'
import { sql } from 'kysely'
import type { Trx } from '../../../database/database.ts'
import { Problem } from '../../../errors/problem.ts'
import type { Principal } from '../../../http/principal.ts'
import { contextOf } from '../../../queries/query-context.ts'
import { sqlOf } from '../../../queries/sql-of.ts'
import { openJob } from '../job-access-read-model.ts'

/**
 * What the definition names is there, and the speaker may see it: what they may not see is answered like what does not exist. What the
 * version `before` named already is not asked again: an editor with a smaller scope loses nothing of it, and gets nothing more.
 */
export async function requireKnown(
  trx: Trx,
  principal: Principal,
  definition: JobDefinition,
  { nowMs, before }: { readonly nowMs: number; readonly before?: JobDefinition },
): Promise<void> {
  const { assets, patches } = definition
  const was = before?.assets
  const lost = (all: readonly string[], old: readonly string[] | undefined, known: ReadonlySet<string>) =>
    all.find(id => !known.has(id) && old?.includes(id) !== true)
  const named = [...assets.include, ...assets.exclude]
  const seen = named.length === 0 ? new Set<string>() : await seenAssets(trx, principal, named, nowMs)
  refuseLost('/assets/include', lost(assets.include, was?.include, seen))
  refuseLost('/assets/exclude', lost(assets.exclude, was?.exclude, seen))
  const tagIds = [...assets.tags, ...assets.excludeTags]
  const tags = tagIds.length === 0 ? new Set<string>() : await idsIn(trx, 'tag', tagIds)
  // A tag that is gone is never kept: without it the job would reach other assets than people think.
  refuseLost('/assets/tags', lost(assets.tags, undefined, tags))
  refuseLost('/assets/excludeTags', lost(assets.excludeTags, undefined, tags))
  if (patches.from === 'list') {
    const old = before?.patches.from === 'list' ? before.patches.patches : undefined
    const known = await idsIn(trx, 'patch', patches.patches)
    // As before: the field is that of the list.
    refuseLost('/patches/patches', lost(patches.patches, old, known))
  }
  if (patches.from === 'job') await requireJob(trx, principal, definition, patches.job)
}

async function requireJob(trx: Trx, principal: Principal, definition: JobDefinition, id: string): Promise<void> {
  const other = await openJob(trx, principal, id).catch((error: unknown) => {
    // Whoever may not open a job takes no patches from it either, and does not learn that it is there.
    if (error instanceof Problem && (error.code === 'forbidden' || error.code === 'not_found')) return null
    throw error
  })
  refuseLost('/patches/job', other === null ? id : undefined)
  const row = await trx
    .selectFrom('job')
    .select(['kind', 'platform'])
    .where('public_id', '=', id)
    .executeTakeFirstOrThrow()
  if (row.platform !== definition.platform) {
    throw new Problem('conflict', { field: '/patches/job', detail: `that job is one for ${row.platform}` })
  }
}

function refuseLost(field: string, id: string | undefined): void {
  if (id !== undefined) throw new Problem('not_found', { field, detail: `${id} does not exist` })
}

/** Those of the assets that the speaker may see. */
export async function seenAssets(
  trx: Trx,
  principal: Principal,
  ids: readonly string[],
  nowMs: number,
): Promise<ReadonlySet<string>> {
  const { rows } = await sql<{ id: string }>`
    select a.public_id as id from asset a
     where a.public_id = any(${[...ids]}::uuid[]) and a.removed_at is null
       and ${sqlOf<boolean>(assetInScope(contextOf(principal, nowMs), 'asset'))}`.execute(trx)
  return new Set(rows.map(row => row.id))
}

async function idsIn(trx: Trx, table: 'tag' | 'patch', ids: readonly string[]): Promise<ReadonlySet<string>> {
  const rows = await trx
    .selectFrom(table)
    .select('public_id')
    .where('public_id', '=', sql<string>`any(${[...ids]}::uuid[])`)
    .execute()
  return new Set(rows.map(row => row.public_id))
}
