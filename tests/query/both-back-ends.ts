import {
  compileList,
  type Entity,
  matches,
  type QueryContext,
  type QueryTree,
  type SqlFragment,
  type StatusFilter,
  statementOf,
} from '@patchyard/query'
import type { TestDatabase } from '@patchyard/server/testing'
import { idIn, isListed, type World, type WorldFinding } from './world/world.ts'
import { inScope, objectsOf, type WorldScope } from './world/world-objects.ts'

export interface Asked {
  readonly query: QueryTree
  readonly having?: QueryTree | null
  readonly status?: StatusFilter | null
}

export interface Asker {
  readonly world: World
  readonly scope: WorldScope
  /** Place of the person in the world. */
  readonly person: number | null
  readonly nowMs: number
  readonly asOfMs?: number
}

export const contextOf = ({ world, scope, person, nowMs, asOfMs }: Asker): QueryContext => ({
  subscriptionId: world.subscriptionId,
  scope:
    scope === null
      ? { kind: 'all' }
      : { kind: 'tags', tagIds: withBelow(world, scope).map(tag => idIn(world.subscriptionId, tag)) },
  personId: person === null ? null : idIn(world.subscriptionId, person),
  nowMs,
  ...(asOfMs === undefined ? {} : { asOfMs }),
})

function withBits(asker: Asker): QueryContext {
  const { world, scope } = asker
  const ids = world.assets.flatMap((a, i) => (inScope(world, a, scope) ? [idIn(world.subscriptionId, i)] : []))
  // Not from the first asset on, so that ids lie before and behind them.
  const from = idIn(world.subscriptionId, 1)
  const bits = new Uint8Array(2)
  const known = ids.filter(id => id >= from)
  for (const id of known) bits[(id - from) >> 3] = (bits[(id - from) >> 3] ?? 0) | (1 << ((id - from) & 7))
  const context = contextOf(asker)
  // The first asset lies before them: with it the scope is asked as ever.
  return known.length === ids.length ? { ...context, scopeBits: { from, bits } } : context
}

/** As the speaker's scope is resolved: tags and all below them. */
const withBelow = (world: World, scope: readonly number[]): number[] =>
  world.tags.flatMap((_, i) => (above(world, i).some(tag => scope.includes(tag)) ? [i] : []))

function above(world: World, tag: number): number[] {
  const parent = world.tags[tag]?.parent ?? null
  return parent === null ? [tag] : [tag, ...above(world, parent)]
}

const defaultSort: { readonly [E in Entity]: string } = {
  asset: 'name',
  patch: 'title',
  job: 'name',
  task: 'status',
  vulnerability: 'cve',
  audit: 'n',
}

/** Runs one statement as the server would: as the app role, behind the wall of the asker's subscription. */
export function runFragment<Row>(
  db: TestDatabase,
  subscriptionId: number,
  fragment: SqlFragment,
): Promise<readonly Row[]> {
  const { text, values } = statementOf(fragment)
  return db.inSubscription<Row>(subscriptionId, text, values)
}

// What is few (packages/query/src/sql/finding-ways.ts, keyed-ways.ts), and the number that makes everything many instead. No
// value of a test is one of these.
const many: ReadonlyMap<unknown, number> = new Map([
  [8000, 0],
  [200_000, 0],
  [1000, -1],
  [1001, 0],
  [3000, -1],
  [3001, 0],
])

/** Thresholds that were met: those that are not any more would be tested no more. */
export const thresholdsMet = new Set<unknown>()
export const thresholds: readonly unknown[] = [...many.keys()]

/** The same statement for a fleet where everything is many: the other of two ways to the same answer. */
export function otherWay({ strings, values }: SqlFragment): SqlFragment {
  for (const value of values) if (many.has(value)) thresholdsMet.add(value)
  return { strings, values: values.map(value => many.get(value) ?? value) }
}

const hasTwoWays = ({ values }: SqlFragment): boolean => values.some(value => many.has(value))

/** Places in the world that PostgreSQL answers, in order of place; count and both ways must be those of the rows. */
export async function askSql(db: TestDatabase, asker: Asker, asked: Asked): Promise<number[]> {
  const { entity } = asked.query
  const sort = { token: defaultSort[entity], descending: false }
  const compiled = compileList({ entity, ...asked, sort, after: null, limit: 500 }, contextOf(asker))
  const run = <Row>(fragment: SqlFragment): Promise<readonly Row[]> =>
    runFragment<Row>(db, asker.world.subscriptionId, fragment)
  const rows = await run<{ id: number }>(compiled.page)
  const counts = [await run<{ n: number }>(compiled.count)]
  if (asker.scope !== null) {
    // The scope's assets read before, as for scopes of many assets.
    const bits = compileList({ entity, ...asked, sort, after: null, limit: 500 }, withBits(asker))
    if (JSON.stringify(await run(bits.page)) !== JSON.stringify(rows)) throw new Error('by bits, another answer')
    counts.push(await run<{ n: number }>(bits.count))
  }
  if (hasTwoWays(compiled.page)) {
    const others = await run<{ id: number }>(otherWay(compiled.page))
    if (JSON.stringify(others) !== JSON.stringify(rows)) throw new Error('two ways, two answers')
  }
  if (hasTwoWays(compiled.count)) counts.push(await run<{ n: number }>(otherWay(compiled.count)))
  for (const [count] of counts) {
    if (count?.n !== rows.length) throw new Error(`${count?.n} counted, ${rows.length} listed`)
  }
  return rows.map(row => (row.id % 1000) - 1).sort((a, b) => a - b)
}

/** Places in the world for which the evaluator in memory says yes. */
export function askMemory(asker: Asker, asked: Asked): number[] {
  const { world, scope, nowMs } = asker
  const { entity } = asked.query
  const context = contextOf(asker)
  const found = [...objectsOf(world, entity, scope, nowMs)].filter(([, object]) =>
    matches(asked.query, object, context),
  )
  return found.map(([i]) => i).filter(i => hasFinding(asker, asked, i))
}

/** The second query: one finding in that state whose other end is what it asks for. */
function hasFinding({ world, scope, person, nowMs }: Asker, { query, having, status }: Asked, i: number): boolean {
  if (having == null && status == null) return true
  const inState = (f: WorldFinding): boolean =>
    status == null || (status === 'latestMissing' ? f.status === 'missing' && f.latest : f.status === status)
  const fits = (f: WorldFinding, asset: number): boolean => {
    if (!inState(f)) return false
    if (query.entity === 'patch' && f.patch !== i) return false
    if (having == null) return true
    const other = query.entity === 'asset' ? f.patch : asset
    const object = objectsOf(world, having.entity, scope, nowMs).get(other)
    return object !== undefined && matches(having, object, contextOf({ world, scope, person, nowMs }))
  }
  if (query.entity === 'asset') return world.assets[i]?.findings.some(f => fits(f, i)) === true
  // Counts, and with them the filter alone, are of all assets in scope; a second query asks those in the list of assets.
  const visible = new Set(objectsOf(world, 'asset', scope, nowMs).keys())
  return world.assets.some(
    (a, asset) =>
      (having == null ? isListed(a) && inScope(world, a, scope) : visible.has(asset)) &&
      a.findings.some(f => fits(f, asset)),
  )
}
