import type { ExplainedClause, QueryExplainRequest, QueryExplanation } from '@patchyard/api'
import type { Clock } from '@patchyard/domain'
import { compileList, type Counted, type Entity, explain as explainClauses, type QueryTree } from '@patchyard/query'
import type { Database } from '../../database/database.ts'
import type { Principal } from '../../http/principal.ts'
import { type Reading, readingAs } from '../../queries/reading-as.ts'
import { readHaving, readQuery, refuseStatus, secondEntity } from '../../queries/read-query.ts'
import { sqlOf } from '../../queries/sql-of.ts'
import { withinTime } from '../../queries/within-time.ts'
import { defaultSorts } from './default-sorts.ts'
import { refuseUnlessMayRead } from './may-read.ts'

/** Counting each clause of a long query is work that nobody asked the database to do twice: it ends here. */
const BUDGET_MS = 10_000
const MOST_COUNTED = 60

export interface ExplainService {
  /**
   * The query as a tree, each clause with the number of objects that it matches alone and the time of that count; what is not
   * counted within ten seconds has null. Throws Problem `query_invalid`, `forbidden`.
   */
  explain(principal: Principal, request: QueryExplainRequest): Promise<QueryExplanation>
}

export function createExplainService(ports: { database: Database; clock: Clock }): ExplainService {
  const { database, clock } = ports

  async function count(
    request: { query: QueryTree; having?: QueryTree | null; status?: QueryExplainRequest['status'] | null },
    { context, inside }: Reading,
    withinMs: number,
  ): Promise<Counted> {
    const { entity } = request.query
    const { count: statement } = compileList(
      {
        entity,
        query: request.query,
        having: request.having ?? null,
        status: request.status ?? null,
        sort: defaultSorts[entity],
        after: null,
        limit: 1,
      },
      context,
    )
    const since = clock.monotonicMs()
    const { rows } = await inside(trx => sqlOf<{ n: number }>(statement).execute(trx), {
      statementTimeoutMs: Math.max(1, Math.round(withinMs)),
    })
    const ms = Math.round((clock.monotonicMs() - since) * 100) / 100
    return { n: rows[0]?.n ?? 0, ms }
  }

  return {
    async explain(principal, { entity, text, having, status, ofInstallation = false }) {
      refuseUnlessMayRead(principal, entity, ofInstallation)
      refuseStatus(entity, status)
      const query = readQuery(entity, text, 'text').tree
      const second = readHaving(entity, having)?.tree ?? null
      const other = secondEntity(entity)
      if (second !== null && other !== null) refuseUnlessMayRead(principal, other)
      const reading = readingAs(database, principal, clock.nowMs(), ofInstallation)
      const until = clock.monotonicMs() + BUDGET_MS
      const counted = async (request: Parameters<typeof count>[0]): Promise<Counted | null> => {
        const left = until - clock.monotonicMs()
        if (left <= 0) return null
        return withinTime(count(request, reading, left))
      }
      const explained = async (tree: QueryTree): Promise<ExplainedClause[]> => {
        const clauses = await explainClauses(tree, one => counted({ query: one }), MOST_COUNTED)
        return clauses.map(({ alone, ...place }) => ({ ...place, matches: alone?.n ?? null, ms: alone?.ms ?? null }))
      }
      const everything = await count({ query: everyOne(entity) }, reading, BUDGET_MS)
      const whole = await counted({ query, having: second, status: status ?? null })
      return {
        everything: everything.n,
        total: whole?.n ?? null,
        ms: whole?.ms ?? null,
        clauses: await explained(query),
        having: second === null ? null : await explained(second),
      }
    },
  }
}

const everyOne = (entity: Entity): QueryTree => ({ entity, root: null })
