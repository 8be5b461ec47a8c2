import type { Tag, TagCsvQuery, TagDetail, TagQuery, TagRule, TagRuleProblem } from '@patchyard/api'
import { parentsOf, tagAndAbove } from '@patchyard/domain'
import { assetInScope, type QueryContext } from '@patchyard/query'
import { type RawBuilder, sql } from 'kysely'
import type { Trx } from '../../database/database.ts'
import { Problem } from '../../errors/problem.ts'
import type { Principal } from '../../http/principal.ts'
import type { CursorCodec } from '../../paging/cursor.ts'
import { everyItem } from '../../paging/every-item.ts'
import { contains, type KeysetList, readPage } from '../../paging/keyset-page.ts'
import { contextOf } from '../../queries/query-context.ts'
import { sqlOf } from '../../queries/sql-of.ts'
import { type NamedTag, tagsAsked } from './rules/asked-tags.ts'
import type { RuleTrees } from './rules/rule-trees.ts'

interface TagRow {
  id: number
  public_id: string
  parent_id: number | null
  name: string
  description: string
  colour: string
  criticality: number | null
  favourite: boolean
  rule: TagRule | null
  rule_query: string | null
  rule_problems: TagRuleProblem[] | null
  evaluated_at: Date | null
  created_at: Date
  modified_at: Date | null
}

const columns = (
  personId: number,
) => sql`g.id, g.public_id, g.parent_id, g.name, g.description, g.colour, g.criticality, g.rule,
  g.rule_query, g.rule_problems, g.evaluated_at, g.created_at, g.modified_at, ${isFavourite(personId)} as favourite`
const isFavourite = (personId: number) =>
  sql<boolean>`exists (select 1 from tag_favourite v where v.tag_id = g.id and v.person_id = ${personId})`

const list: KeysetList = {
  name: 'tags',
  defaultSort: 'name',
  tie: { expression: sql`g.id`, type: 'bigint' },
  sorts: {
    name: { expression: sql`g.name_folded`, type: 'text' },
    criticality: { expression: sql`coalesce(g.criticality, 0)`, type: 'bigint' },
    kind: { expression: sql`(g.rule is not null)`, type: 'boolean' },
    createdAt: { expression: sql`g.created_at`, type: 'timestamptz' },
    modifiedAt: { expression: sql`coalesce(g.modified_at, g.created_at)`, type: 'timestamptz' },
  },
}

/** Tags with the numbers of assets in the speaker's scope; names of tags are no secret inside a subscription. */
export async function listTags(trx: Trx, cursors: CursorCodec, principal: Principal, request: TagQuery, nowMs: number) {
  const page = await readPage<TagRow>(trx, cursors, list, request, {
    columns: columns(principal.personId),
    from: sql`from tag g where g.subscription_id = app_subscription() and ${conditions(principal, request)}`,
    scope: [
      JSON.stringify(principal.scope),
      request.search ?? '',
      request.kind ?? '',
      request.favourite ?? null,
      request.parent ?? '',
      request.assignable ?? null,
    ],
  })
  const items = await shown(trx, principal, page.rows, nowMs)
  return { items, nextCursor: page.nextCursor, total: page.total }
}

/** In the order of a list, all of them: there are some thousand at most. */
export const allTags = (
  trx: Trx,
  cursors: CursorCodec,
  principal: Principal,
  request: TagCsvQuery,
  nowMs: number,
): Promise<Tag[]> => everyItem(part => listTags(trx, cursors, principal, { ...request, ...part }, nowMs))

function conditions(principal: Principal, request: TagQuery): RawBuilder<boolean> {
  const { scope } = principal
  const all: RawBuilder<unknown>[] = [contains(sql`g.name_folded`, request.search)]
  if (request.kind !== undefined) all.push(request.kind === 'dynamic' ? sql`g.rule is not null` : sql`g.rule is null`)
  if (request.favourite !== undefined) {
    all.push(request.favourite ? isFavourite(principal.personId) : sql`not ${isFavourite(principal.personId)}`)
  }
  if (request.parent === 'none') all.push(sql`g.parent_id is null`)
  else if (request.parent !== undefined) {
    if (!uuid.test(request.parent))
      throw new Problem('malformed', { field: 'parent', detail: 'the id of a tag, or none' })
    all.push(sql`g.parent_id = (select p.id from tag p where p.public_id = ${request.parent})`)
  }
  if (request.assignable !== undefined) {
    const mine =
      scope.kind === 'all' ? sql`g.rule is null` : sql`(g.rule is null and g.id = any(${[...scope.tagIds]}::int[]))`
    all.push(request.assignable ? mine : sql`not ${mine}`)
  }
  return sql<boolean>`${sql.join(all, sql` and `)}`
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** null: there is no such tag. */
export async function readTag(
  trx: Trx,
  trees: RuleTrees,
  principal: Principal,
  publicId: string,
  nowMs: number,
): Promise<TagDetail | null> {
  const { rows } = await sql<TagRow>`
    select ${columns(principal.personId)} from tag g where g.public_id = ${publicId}`.execute(trx)
  const row = rows[0]
  if (row === undefined) return null
  const [tag] = await shown(trx, principal, [row], nowMs)
  const tags = await loadTree(trx)
  const parents = parentsOf(tags)
  const tree = row.rule_query === null ? null : trees.of(row.rule_query)
  const asked = tree === null ? new Set<number>() : tagsAsked(tree, tags, parents)
  const named = (of: typeof tags): TagDetail['children'] =>
    of.map(one => ({ id: one.publicId, name: one.name })).toSorted((a, b) => (a.name < b.name ? -1 : 1))
  return {
    ...(tag as Tag),
    rule: row.rule,
    problems: row.rule_problems ?? [],
    children: named(tags.filter(one => one.parentId === row.id)),
    asksTags: named(tags.filter(one => asked.has(one.id))),
  }
}

export async function loadTree(trx: Trx): Promise<NamedTag[]> {
  const { rows } = await sql<{ id: number; public_id: string; name: string; parent_id: number | null }>`
    select t.id, t.public_id, t.name, t.parent_id from tag t where t.subscription_id = app_subscription()`.execute(trx)
  return rows.map(row => ({ id: row.id, publicId: row.public_id, name: row.name, parentId: row.parent_id }))
}

async function shown(trx: Trx, principal: Principal, rows: readonly TagRow[], nowMs: number): Promise<Tag[]> {
  if (rows.length === 0) return []
  const tree = new Map((await loadTree(trx)).map(tag => [tag.id, tag]))
  const parents = parentsOf(tree.values())
  const below = new Map<number, number>()
  const children = new Map<number, number>()
  for (const id of tree.keys()) {
    const [, ...above] = tagAndAbove(parents, id)
    const [parent] = above
    if (parent !== undefined) children.set(parent, (children.get(parent) ?? 0) + 1)
    for (const up of above) below.set(up, (below.get(up) ?? 0) + 1)
  }
  const counts = await countAssets(
    trx,
    rows.map(row => row.id),
    contextOf(principal, nowMs),
  )
  const { scope } = principal
  const mayChange = principal.can('tag.manage') && scope.kind === 'all'
  return rows.map(row => {
    const parent = row.parent_id === null ? undefined : tree.get(row.parent_id)
    return {
      id: row.public_id,
      name: row.name,
      description: row.description,
      colour: row.colour,
      criticality: row.criticality,
      favourite: row.favourite,
      kind: row.rule === null ? 'static' : 'dynamic',
      parent: parent === undefined ? null : { id: parent.publicId, name: parent.name },
      path: tagAndAbove(parents, row.id)
        .toReversed()
        .map(id => tree.get(id)?.name ?? ''),
      childCount: children.get(row.id) ?? 0,
      belowCount: below.get(row.id) ?? 0,
      assetCount: counts.get(row.id) ?? 0,
      query: row.rule_query,
      isBroken: row.rule_problems !== null,
      evaluatedAt: row.evaluated_at?.toISOString() ?? null,
      mayAssign:
        row.rule === null && principal.can('tag.assign') && (scope.kind === 'all' || scope.tagIds.includes(row.id)),
      mayChange,
      createdAt: row.created_at.toISOString(),
      modifiedAt: (row.modified_at ?? row.created_at).toISOString(),
    }
  })
}

/**
 * How many assets of the list carry each tag or one below it. A tag with none below it is counted from the index alone; of
 * others an asset counts once, whichever of them it carries. Who is not in the list are few: they become a hash.
 */
async function countAssets(
  trx: Trx,
  ids: readonly number[],
  context: QueryContext,
): Promise<ReadonlyMap<number, number>> {
  const seen = sqlOf<boolean>(assetInScope(context, 'task'))
  const listed = sql<boolean>`t.asset_id not in (select u.asset_id from agent_line u
    where u.subscription_id = app_subscription()
      and (u.standing not in ('active', 'quarantined') or u.deactivated_at is not null))`
  const { rows } = await sql<{ id: number; n: number }>`
    with asked as materialized (
      select u.above_id, u.tag_id, count(*) over (partition by u.above_id) as below
        from tag_above u where u.subscription_id = app_subscription() and u.above_id = any(${[...ids]}::int[])
    ), alone as materialized (
      select t.tag_id, count(*) as n from asset_tag t
       where t.subscription_id = app_subscription() and t.tag_id in (select q.tag_id from asked q where q.below = 1)
         and ${listed} and ${seen} group by t.tag_id
    )
    select a.tag_id as id, a.n from alone a
    union all
    select d.above_id, count(*) from (
      select distinct q.above_id, t.asset_id from asked q join asset_tag t on t.tag_id = q.tag_id
       where q.below > 1 and t.subscription_id = app_subscription() and ${listed} and ${seen}) d
     group by d.above_id`.execute(trx)
  return new Map(rows.map(row => [row.id, row.n]))
}
