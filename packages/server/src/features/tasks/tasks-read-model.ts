import { Task, type TaskDetail, type TaskItem } from '@patchyard/api'
import { type ItemState, reasonSentence, type TaskState } from '@patchyard/domain'
import { assetInScope, jobDetailsSeen, type QueryContext } from '@patchyard/query'
import { type RawBuilder, sql } from 'kysely'
import type { Trx } from '../../database/database.ts'
import type { CursorCodec } from '../../paging/cursor.ts'
import { contains, type KeysetList, type PageRequest, readPage } from '../../paging/keyset-page.ts'
import type { ListDefinition } from '../../queries/list-definition.ts'
import { sqlOf } from '../../queries/sql-of.ts'
import { taskActions } from './task-actions.ts'

interface TaskRow {
  id: number
  asset_id: number
  public_id: string
  run_id: string
  job_public_id: string
  job_name: string
  asset_public_id: string
  asset_name: string
  state: string
  reason: string | null
  progress: { task: string; text: string; done: number; total: number }[]
  item_count: number
  items_done: number
  items_failed: number
  began_at: Date | null
  ended_at: Date | null
  rebooted: boolean
}

const columns = sql`t.id, t.asset_id, t.public_id, r.public_id as run_id, j.public_id as job_public_id,
  j.name as job_name, a.public_id as asset_public_id,
  a.name as asset_name, t.state, t.reason, l.progress, t.item_count, t.items_done, t.items_failed, t.began_at,
  t.ended_at, t.rebooted`
const from = sql`from task t join run r on r.id = t.run_id join job j on j.id = t.job_id join asset a on a.asset_id = t.asset_id
  join agent_line l on l.asset_id = t.asset_id`

/** The rule of the list of all tasks: of jobs that the asker may open, on assets in scope. */
const seen = (context: QueryContext): RawBuilder<unknown> =>
  sql`${sqlOf(jobDetailsSeen(context))} and ${sqlOf(assetInScope(context, 'task'))}`

const list: KeysetList = {
  name: 'tasks',
  defaultSort: 'asset',
  tie: { expression: sql`t.id`, type: 'bigint' },
  sorts: {
    asset: { expression: sql`a.name_folded`, type: 'text' },
    status: { expression: sql`t.state`, type: 'text' },
    itemsDone: { expression: sql`t.items_done`, type: 'bigint' },
    itemsFailed: { expression: sql`t.items_failed`, type: 'bigint' },
    beganAt: { expression: sql`coalesce(t.began_at, 'epoch'::timestamptz)`, type: 'timestamptz' },
    endedAt: { expression: sql`coalesce(t.ended_at, 'epoch'::timestamptz)`, type: 'timestamptz' },
  },
}

/** Tasks of all jobs, which people call results. */
export const taskList: ListDefinition<typeof Task> = {
  entity: 'task',
  item: Task,
  defaultSort: '-started',
  async readItems(trx, ids) {
    const { rows } = await sql<TaskRow>`select ${columns} ${from} where t.id = any(${ids}::bigint[])`.execute(trx)
    return new Map(rows.map(row => [row.id, taskOf(row)]))
  },
}

/** null: no such run here, or of a job that the asker may not open. */
export async function listRunTasks(
  trx: Trx,
  cursors: CursorCodec,
  context: QueryContext,
  runPublicId: string,
  request: PageRequest & { search?: string | undefined },
) {
  const { rows } = await sql<{ id: number }>`
    select r.id from run r join job j on j.id = r.job_id
     where r.public_id = ${runPublicId} and ${sqlOf(jobDetailsSeen(context))}`.execute(trx)
  const run = rows[0]
  if (run === undefined) return null
  const page = await readPage<TaskRow>(trx, cursors, list, request, {
    columns,
    from: sql`${from} where t.run_id = ${run.id} and ${seen(context)} and ${contains(sql`a.name_folded`, request.search)}`,
    scope: [run.id, request.search ?? '', JSON.stringify(context.scope)],
  })
  return { items: page.rows.map(taskOf), nextCursor: page.nextCursor, total: page.total }
}

function taskOf(row: TaskRow): Task {
  const now = row.ended_at === null ? row.progress.find(p => p.task === row.public_id) : undefined
  return {
    id: row.public_id,
    runId: row.run_id,
    job: { id: row.job_public_id, name: row.job_name },
    asset: { id: row.asset_public_id, name: row.asset_name },
    status: row.state as TaskState,
    reason: row.reason,
    sentence: row.reason === null ? null : (reasonSentence(row.reason) ?? row.reason),
    progress: now?.text ?? null,
    itemCount: row.item_count,
    itemsDone: row.items_done,
    itemsFailed: row.items_failed,
    beganAt: row.began_at?.toISOString() ?? null,
    endedAt: row.ended_at?.toISOString() ?? null,
    rebooted: row.rebooted,
  }
}

export async function readTask(trx: Trx, context: QueryContext, publicId: string): Promise<TaskDetail | null> {
  const { rows } =
    await sql<TaskRow>`select ${columns} ${from} where t.public_id = ${publicId} and ${seen(context)}`.execute(trx)
  const row = rows[0]
  if (row === undefined) return null
  const events = await trx
    .selectFrom('task_event')
    .select(['n', 'at', 'kind', 'conflict', 'text'])
    .where('asset_id', '=', row.asset_id)
    .where('task', '=', publicId)
    .orderBy('n')
    .execute()
  return {
    ...taskOf(row),
    actions: taskActions(await documentOf(trx, row), events),
    items: await readItems(trx, row.asset_id, row.id),
    events: events.map(e => ({ n: e.n, at: e.at?.toISOString() ?? null, kind: e.kind, conflict: e.conflict !== null })),
  }
}

async function documentOf(trx: Trx, { asset_id, id }: TaskRow): Promise<string | null> {
  const task = await trx
    .selectFrom('task')
    .select('document')
    .where('asset_id', '=', asset_id)
    .where('id', '=', id)
    .executeTakeFirst()
  return task?.document ?? null
}

async function readItems(trx: Trx, assetId: number, taskId: number): Promise<TaskItem[]> {
  const rows = await trx
    .selectFrom('item')
    .innerJoin('patch', 'patch.id', 'item.patch_id')
    .selectAll('item')
    .select(['patch.public_id', 'patch.key', 'patch.title'])
    .where('item.asset_id', '=', assetId)
    .where('item.task_id', '=', taskId)
    .orderBy('item.n')
    .execute()
  return rows.map(row => ({
    n: row.n,
    patch: { id: row.public_id, key: row.key, title: row.title },
    status: row.state as ItemState,
    reason: row.reason,
    sentence: row.reason === null ? null : (reasonSentence(row.reason) ?? row.reason),
    exitCode: row.exit_code,
    output: row.output,
    packages: row.packages as TaskItem['packages'],
    beganAt: row.began_at?.toISOString() ?? null,
    endedAt: row.ended_at?.toISOString() ?? null,
    verifiedAt: row.verified_at?.toISOString() ?? null,
  }))
}
