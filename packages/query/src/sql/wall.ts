// What no query can go around: each table that a statement reads is held to the subscription, and assets to scope and licence, here.
// Row-level security stands behind it (packages/server/src/database/wall.ts).
import { param, type SqlFragment, sql } from './fragment.ts'
import type { QueryContext, ScopeBits } from './query-context.ts'

export interface Wall {
  /** A column of a table of the subscription. */
  own(column: SqlFragment): SqlFragment
  /** A column of a table that also holds the installation's own catalog. */
  ownOrCatalog(column: SqlFragment): SqlFragment
  /** Whether some assets of the subscription do not count, so that its counters do not either. */
  readonly scoped: boolean
  /** Scope and licence of an asset; null where every asset counts. `asset` names the column of an asset's id. */
  inScope(asset: SqlFragment): SqlFragment | null
  /** What a job is for and what became of it; null where the asker may know of every job. The columns are the job's id and owner. */
  jobDetails(job: SqlFragment, owner: SqlFragment): SqlFragment | null
  /** For what has no assets: an empty scope shows nothing at all. Null where the scope is everything. */
  readonly notEmpty: SqlFragment | null
}

/** Throws RangeError for a subscription or a tag that is not a positive integer: nothing is compiled then. */
export function wallOf(context: QueryContext): Wall {
  const { subscriptionId, scope } = context
  requireId(subscriptionId, 'subscription')
  const own = (column: SqlFragment): SqlFragment => sql`${column} = ${param(subscriptionId)}`
  const ownOrCatalog = (column: SqlFragment): SqlFragment => sql`${column} in (${param(subscriptionId)}, 0)`
  const jobDetails = (job: SqlFragment, owner: SqlFragment): SqlFragment | null =>
    context.ownJobsOnly === true
      ? sql`(${owner} = ${param(context.personId)}::bigint or exists (select 1 from job_co_author wc where wc.job_id = ${job} and ${own(
          sql`wc.subscription_id`,
        )} and wc.person_id = ${param(context.personId)}::bigint))`
      : null
  const isLicensed = context.unlicensed === true ? sql`false` : sql`la.licensed`
  const licensed =
    context.licensedOnly === true
      ? (asset: SqlFragment): SqlFragment =>
          sql`exists (select 1 from asset la where la.asset_id = ${asset} and ${own(sql`la.subscription_id`)} and ${isLicensed})`
      : null
  if (scope.kind === 'all') {
    return {
      own,
      ownOrCatalog,
      jobDetails,
      scoped: licensed !== null,
      inScope: licensed ?? (() => null),
      notEmpty: null,
    }
  }
  for (const id of scope.tagIds) requireId(id, 'tag')
  const tags = param([...scope.tagIds])
  // A set that is made once; as `exists` the planner looks each asset of a long list up.
  const tagged = (asset: SqlFragment): SqlFragment =>
    context.scopeBits === undefined
      ? sql`${asset} in (select st.asset_id from asset_tag st where ${own(
          sql`st.subscription_id`,
        )} and st.tag_id = any(${tags}::int[]))`
      : hasBit(context.scopeBits, asset)
  return {
    own,
    ownOrCatalog,
    jobDetails,
    scoped: true,
    inScope: licensed === null ? tagged : asset => sql`(${tagged(asset)} and ${licensed(asset)})`,
    notEmpty: sql`cardinality(${tags}::int[]) > 0`,
  }
}

function hasBit({ from, bits }: ScopeBits, asset: SqlFragment): SqlFragment {
  if (!Number.isSafeInteger(from) || bits.length === 0) throw new RangeError('a scope of assets that is none')
  const last = from + bits.length * 8 - 1
  // `case`, for get_bit fails behind the end, and conditions beside each other have no order.
  return sql`case when ${asset} between ${param(from)}::bigint and ${param(last)}::bigint then get_bit(${param(bits)}::bytea, ${asset} - ${param(from)}::bigint) = 1 else false end`
}

function requireId(id: number, what: string): void {
  if (!Number.isSafeInteger(id) || id < 1) throw new RangeError(`${what} ${String(id)} is not a positive integer`)
}
