import { MOST_SUPERSEDENCE_NODES, type Supersedence, type SupersedenceEdge } from '@patchyard/api'
import type { QueryContext } from '@patchyard/query'
import { sql } from 'kysely'
import type { Trx } from '../../../database/database.ts'
import type { FoundPatch } from './find-patch.ts'
import { readShownPatches } from './shown-patches.ts'
import { withoutImplied } from './without-implied.ts'

/** Some keys around one patch and what is known between them. `isCut`: there are more. */
interface Around {
  readonly keys: readonly string[]
  readonly edges: readonly SupersedenceEdge[]
  readonly isCut: boolean
}

/** What a patch replaces and what replaces it: by stored edges, else by the order of versions, else by who is said to replace whom. */
export async function readSupersedence(
  trx: Trx,
  { id, catalogId }: FoundPatch,
  context: QueryContext,
): Promise<Supersedence> {
  const { key, track, versioned } = await trx
    .selectFrom('patch')
    .select(['key', 'track', sql<boolean>`version_key <> ''`.as('versioned')])
    .where('id', '=', id)
    .executeTakeFirstOrThrow()
  let around = versioned ? await inTrack(trx, key, track, context) : await byEdges(trx, key)
  if (!versioned && around.keys.length === 1) around = await bySuccessor(trx, { id, catalogId }, key)
  const { rows } = await sql<{ id: number; key: string }>`
    select distinct on (p.key) p.id, p.key from patch p
     where p.subscription_id in (${context.subscriptionId}, 0) and p.key = any(${[...around.keys]}::text[])
     order by p.key, p.subscription_id desc`.execute(trx)
  const shown = await readShownPatches(
    trx,
    rows.map(row => row.id),
    context,
  )
  const byKey = new Map(rows.flatMap(row => (shown.has(row.id) ? [[row.key, shown.get(row.id)] as const] : [])))
  const reported = new Set(rows.map(row => row.key))
  const nodes = around.keys.flatMap(one => {
    const node = byKey.get(one)
    if (node !== undefined) return [node]
    // Named by a source alone: no patch has that key. What is there and not shown is left out.
    return reported.has(one) ? [] : [{ ...unknown, key: one, title: one }]
  })
  const kept = new Set(nodes.map(node => node.key))
  const edges = bridged(around.edges, kept)
  return { key, nodes, edges: withoutImplied(edges), isCut: around.isCut }
}

const unknown = {
  id: null,
  version: '',
  issuedAt: null,
  isLatest: false,
  isDeprecated: false,
  missingCount: 0,
} as const

/** Edges between what is kept; of a row of versions, over what is not. */
function bridged(edges: readonly SupersedenceEdge[], kept: ReadonlySet<string>): SupersedenceEdge[] {
  const next = new Map(edges.filter(edge => edge.kind === 'version').map(edge => [edge.older, edge.newer]))
  return edges.flatMap(edge => {
    if (!kept.has(edge.older)) return []
    if (edge.kind !== 'version') return kept.has(edge.newer) ? [edge] : []
    let newer: string | undefined = edge.newer
    while (newer !== undefined && !kept.has(newer)) newer = next.get(newer)
    return newer === undefined ? [] : [{ ...edge, newer }]
  })
}

/** All versions of one product, nearest first: half of what is given is newer, where there is as much. */
async function inTrack(trx: Trx, key: string, track: string, context: QueryContext): Promise<Around> {
  // PostgreSQL has max(bytea) from 18 on.
  const { rows } = await sql<{ key: string }>`
    select v.key
      from (select distinct on (p.key) p.key, p.version_key from patch p
             where p.subscription_id in (${context.subscriptionId}, 0) and p.track = ${track} and p.version_key <> ''
             order by p.key, p.version_key desc) v
     order by v.version_key, v.key`.execute(trx)
  const all = rows.map(row => row.key)
  const at = all.indexOf(key)
  const most = MOST_SUPERSEDENCE_NODES
  const older = Math.min(at, Math.max(most / 2, most - (all.length - at)))
  const window = all.slice(at - older, at - older + most)
  const edges = window.slice(1).map(
    (newer, i): SupersedenceEdge => ({
      older: window[i] ?? '',
      newer,
      kind: 'version',
      reason: null,
    }),
  )
  const keys = window.map((one, i) => ({ one, far: Math.abs(i - older) })).toSorted((a, b) => a.far - b.far)
  return { keys: keys.map(({ one }) => one), edges, isCut: all.length > window.length }
}

/** Along stored edges, nearest first; what is newer first, for that is what to install. */
async function byEdges(trx: Trx, key: string): Promise<Around> {
  const kept = new Set([key])
  const up = await walk(key, kept, Math.floor(MOST_SUPERSEDENCE_NODES * 0.6), async keys =>
    (
      await trx
        .selectFrom('patch_edge')
        .select('newer as key')
        .distinct()
        .where('older', 'in', keys)
        .orderBy('newer')
        .execute()
    ).map(row => row.key),
  )
  const down = await walk(key, kept, MOST_SUPERSEDENCE_NODES, async keys =>
    (
      await trx
        .selectFrom('patch_edge')
        .select('older as key')
        .distinct()
        .where('newer', 'in', keys)
        .orderBy('older')
        .execute()
    ).map(row => row.key),
  )
  const keys = [...kept]
  const rows = await trx
    .selectFrom('patch_edge')
    .selectAll()
    .where('older', 'in', keys)
    .where('newer', 'in', keys)
    .orderBy('older')
    .orderBy('newer')
    .execute()
  const edges = rows.map(
    ({ older, newer, derived }): SupersedenceEdge => ({
      older,
      newer,
      kind: derived === null ? 'stated' : 'derived',
      reason: derived,
    }),
  )
  return { keys, edges, isCut: up || down }
}

/** Advisories: one is replaced when each of its packages has a newer version in later ones; the last of these is known. */
async function bySuccessor(trx: Trx, { id, catalogId }: FoundPatch, key: string): Promise<Around> {
  const start = catalogId ?? id
  const keyOf = new Map([[start, key]])
  const edges: SupersedenceEdge[] = []
  const kept = new Set([start])
  const follow = (direction: 'newer' | 'older') => async (ids: readonly number[]) => {
    const { rows } = await sql<{ from: number; id: number; key: string }>`
      select p.id as "from", o.id, o.key from patch p join patch o on ${
        direction === 'newer' ? sql`o.id = p.superseded_by` : sql`o.superseded_by = p.id`
      } where p.id = any(${[...ids]}::int[]) order by o.id desc limit ${MOST_SUPERSEDENCE_NODES + 1}`.execute(trx)
    for (const row of rows) {
      keyOf.set(row.id, row.key)
      const [older, newer] = direction === 'newer' ? [row.from, row.id] : [row.id, row.from]
      edges.push({ older: keyOf.get(older) ?? '', newer: keyOf.get(newer) ?? '', kind: 'packages', reason: null })
    }
    return rows.map(row => row.id)
  }
  const up = await walk(start, kept, Math.floor(MOST_SUPERSEDENCE_NODES * 0.6), follow('newer'))
  const down = await walk(start, kept, MOST_SUPERSEDENCE_NODES, follow('older'))
  const keys = [...kept].map(one => keyOf.get(one) ?? '')
  const within = new Set(keys)
  return { keys, edges: edges.filter(e => within.has(e.older) && within.has(e.newer)), isCut: up || down }
}

/** Adds what can be reached from `start` to `kept`, in widening circles, up to `most` of it. Returns whether that was not all. */
async function walk<T>(
  start: T,
  kept: Set<T>,
  most: number,
  next: (from: readonly T[]) => Promise<readonly T[]>,
): Promise<boolean> {
  for (let frontier: readonly T[] = [start]; frontier.length > 0; ) {
    const fresh: T[] = []
    for (const one of await next(frontier)) {
      if (kept.has(one)) continue
      if (kept.size >= most) return true
      kept.add(one)
      fresh.push(one)
    }
    frontier = fresh
  }
  return false
}
