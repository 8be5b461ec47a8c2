// What there was at an instant of a past, and how much of it: by the product's statements, and by going through the rows.
import { compileList, compilePatchCounts, type SqlFragment } from '@patchyard/query'
import type { TestDatabase } from '@patchyard/server/testing'
import { expect } from 'vitest'
import { contextOf, runFragment } from './both-back-ends.ts'
import { NOW_MS } from './random-questions.ts'
import { findingsOf, type Moment, patchIdOf, type Snapshot } from './world/past.ts'
import type { World } from './world/world.ts'

/** A world whose assets report from FROM_MS on, and another subscription with another past of the same assets and patches. */
export interface Past {
  readonly db: TestDatabase
  readonly world: World
  readonly moments: readonly Moment[]
}

export interface State {
  readonly asset_id: number
  readonly patch_id: number
  readonly status: number
  readonly from_ms: number
  readonly to_ms: number | null
}

/** What the tables hold, read without the product's statements. */
export const statesOf = ({ db }: Past): Promise<readonly State[]> =>
  db.owner<State & Record<string, unknown>>(
    `select asset_id, patch_id, status, (extract(epoch from since) * 1000)::float8 as from_ms, null as to_ms from finding where subscription_id = 7
     union all select asset_id, patch_id, status, (extract(epoch from from_at) * 1000)::float8, (extract(epoch from to_at) * 1000)::float8
       from finding_history where subscription_id = 7`,
  )

const holdsAt =
  (atMs: number) =>
  ({ from_ms, to_ms }: State): boolean =>
    from_ms <= atMs && (to_ms === null || atMs < to_ms)

/** Throws where one instant has two of them. */
export function snapshotAt({ world }: Past, states: readonly State[], atMs: number): Snapshot {
  const at = states.filter(holdsAt(atMs))
  if (new Set(at.map(row => `${row.asset_id} ${row.patch_id}`)).size < at.length) throw new Error('two states at once')
  return findingsOf(world, at)
}

type Counts = Readonly<Record<string, number>>

/** Missing and installed, of patches and of assets, at an instant: what the lists sort by, and what stands beside a page. */
export async function countsAt({ db, world }: Past, atMs: number): Promise<Counts> {
  const context = contextOf({ world, scope: null, person: null, nowMs: NOW_MS, asOfMs: atMs })
  const run = <Row>(fragment: SqlFragment): Promise<readonly Row[]> => runFragment<Row>(db, 7, fragment)
  const counts: Record<string, number> = {}
  for (const [entity, token] of [
    ['asset', 'missingPatchCount'],
    ['asset', 'installedPatchCount'],
    ['patch', 'missingCount'],
    ['patch', 'installedCount'],
  ] as const) {
    const query = { entity, root: null }
    const list = compileList({ entity, query, sort: { token, descending: true }, after: null, limit: 500 }, context)
    for (const row of await run<{ id: number; sort_key: number }>(list.page))
      if (row.sort_key !== 0) counts[`${entity} ${row.id} ${token}`] = row.sort_key
  }
  const ids = world.patches.map((_, i) => patchIdOf(world, 7, i))
  const beside: [string, number][] = []
  for (const row of await run<{ id: number; missing: number; installed: number }>(compilePatchCounts(ids, context)))
    beside.push([`patch ${row.id} missingCount`, row.missing], [`patch ${row.id} installedCount`, row.installed])
  expect(Object.fromEntries(beside.filter(([, n]) => n !== 0))).toEqual(
    Object.fromEntries(Object.entries(counts).filter(([name]) => name.startsWith('patch'))),
  )
  return counts
}

/** The same by going through the states of assets that are listed. */
export async function countsOf({ db }: Past, states: readonly State[], atMs: number): Promise<Counts> {
  const listed = await db.owner<{ id: number }>(
    `select asset_id::int as id from agent_line where standing in ('active', 'quarantined') and deactivated_at is null`,
  )
  const ids = new Set(listed.map(row => row.id))
  const counts: Record<string, number> = {}
  for (const one of states.filter(holdsAt(atMs)).filter(state => ids.has(state.asset_id))) {
    const status = one.status === 1 ? 'missing' : 'installed'
    for (const name of [`asset ${one.asset_id} ${status}PatchCount`, `patch ${one.patch_id} ${status}Count`])
      counts[name] = (counts[name] ?? 0) + 1
  }
  return counts
}
