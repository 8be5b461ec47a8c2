import type { ItemState, TaskState } from '@patchyard/domain'
import { type Selectable, type SelectQueryBuilder, sql } from 'kysely'
import type { Trx } from '../../database/database.ts'
import type { DB, ItemTable, TaskTable } from '../../database/schema.gen.ts'
import {
  type ItemRecord,
  notBegunStates,
  type TaskPackage,
  type TaskRecord,
  VERIFY_LIMIT_MS,
  workingStates,
} from '../../storage/ports/task-record.ts'
import type { TaskStore } from '../../storage/ports/task-store.ts'

const date = (ms: number | null): Date | null => (ms === null ? null : new Date(ms))

/** States in which the manifest lists the task. Once an agent has said `end`, nothing is wanted of it any more. */
const offeredStates: TaskState[] = [
  'planned',
  'sent',
  'received',
  'blocked',
  'waitingUser',
  'downloading',
  'preActions',
  'patching',
  'postActions',
  'rebootPending',
  'rebooting',
]

/** See {@link TaskStore}. */
export function createPgTaskStore(trx: Trx): TaskStore {
  const subscription = sql<number>`app_subscription()`

  async function withItems(
    query: SelectQueryBuilder<DB, 'task', Selectable<TaskTable>>,
  ): Promise<readonly TaskRecord[]> {
    const rows = await query.execute()
    if (rows.length === 0) return []
    const items = await trx
      .selectFrom('item')
      .selectAll()
      .where('asset_id', 'in', [...new Set(rows.map(r => r.asset_id))])
      .where(
        'task_id',
        'in',
        rows.map(r => r.id),
      )
      .orderBy('n')
      .execute()
    const byTask = Map.groupBy(items, item => item.task_id)
    return rows.map(row => taskOf(row, byTask.get(row.id) ?? []))
  }

  return {
    async listOffered(assetId, nowMs) {
      const rows = await trx
        .selectFrom('task')
        .select(['id', 'public_id', 'sha256', 'document', 'state'])
        .where('asset_id', '=', assetId)
        .where('state', 'in', offeredStates)
        .where('cancel_asked_at', 'is', null)
        .where('document', 'is not', null)
        .where('waits', '=', false)
        // A run that is still being planned is nobody's yet: agents get all of it or nothing.
        .where(sql<boolean>`not exists (select 1 from run r where r.id = task.run_id and r.state = 'due')`)
        // What is wanted of an agent while its subscription is suspended or Free is nothing (protocol §7.1): it drops what has
        // not begun. By the clock, not by a chore: a licence that ended a moment ago offers nothing.
        .where(
          sql<boolean>`not exists (select 1 from subscription s where s.id = ${subscription} and (
            s.suspended_at is not null or s.licence_kind = 'free' or s.licence_end <= ${new Date(nowMs)}))`,
        )
        .orderBy('id')
        .limit(64)
        .execute()
      return rows.map(row => ({
        id: row.id,
        publicId: row.public_id,
        sha256: (row.sha256 as Buffer).toString('hex'),
        document: row.document as string,
        sent: row.state !== 'planned',
      }))
    },

    async markSent(assetId, ids, nowMs) {
      if (ids.length === 0) return
      const now = new Date(nowMs)
      await trx
        .updateTable('task')
        .set({ state: 'sent', sent_at: now, changed_at: now })
        .where('asset_id', '=', assetId)
        .where('id', 'in', [...ids])
        .where('state', '=', 'planned')
        .execute()
    },

    async lock(assetId, publicId) {
      const found = await withItems(
        trx
          .selectFrom('task')
          .selectAll()
          .where('asset_id', '=', assetId)
          .where('public_id', '=', publicId)
          .forUpdate(),
      )
      return found[0] ?? null
    },

    async listVerifying(assetId, scanStartedMs) {
      return withItems(
        trx
          .selectFrom('task')
          .selectAll()
          .where('asset_id', '=', assetId)
          .where('state', '=', 'verifying')
          .where('verify_after', '<=', new Date(scanStartedMs))
          .forUpdate(),
      )
    },

    async save(task) {
      await trx
        .updateTable('task')
        .set({
          state: task.state,
          reason: task.reason,
          changed_at: new Date(task.changedAtMs),
          sent_at: date(task.sentAtMs),
          received_at: date(task.receivedAtMs),
          began_at: date(task.beganAtMs),
          ended_at: date(task.endedAtMs),
          rebooted: task.rebooted,
          cancel_asked_at: date(task.cancelAskedAtMs),
          verify_after: date(task.verifyAfterMs),
          items_done: task.items.filter(i => i.state === 'installed' || i.state === 'alreadyInstalled').length,
          items_failed: task.items.filter(i => i.state === 'failed').length,
        })
        .where('asset_id', '=', task.assetId)
        .where('id', '=', task.id)
        .execute()
      if (task.items.length === 0) return
      const items = task.items
      await sql`
        update item set state = v.state, reason = v.reason, exit_code = v.exit_code, output = v.output,
               began_at = v.began_at, ended_at = v.ended_at, verified_at = v.verified_at
          from unnest(
            ${items.map(i => i.n)}::int[], ${items.map(i => i.state)}::text[], ${items.map(i => i.reason)}::text[],
            ${items.map(i => i.exitCode)}::int[], ${items.map(i => i.output)}::text[],
            ${items.map(i => date(i.beganAtMs))}::timestamptz[], ${items.map(i => date(i.endedAtMs))}::timestamptz[],
            ${items.map(i => date(i.verifiedAtMs))}::timestamptz[]
          ) as v(n, state, reason, exit_code, output, began_at, ended_at, verified_at)
         where item.asset_id = ${task.assetId} and item.task_id = ${task.id} and item.n = v.n
           and (item.state, item.reason, item.ended_at, item.verified_at, item.began_at)
               is distinct from (v.state, v.reason, v.ended_at, v.verified_at, v.began_at)`.execute(trx)
    },

    async insert(tasks) {
      for (let at = 0; at < tasks.length; at += TASKS_PER_INSERT)
        await insertTasks(trx, tasks.slice(at, at + TASKS_PER_INSERT))
    },

    async recordEvent(event) {
      const sha256 = Buffer.from(event.sha256, 'hex')
      const stored = await trx
        .insertInto('task_event')
        .values({
          asset_id: event.assetId,
          task: event.task,
          n: event.n,
          subscription_id: subscription,
          sha256,
          kind: event.kind,
          at: date(event.atMs),
          text: event.text,
          received_at: new Date(event.receivedAtMs),
          orphan: event.orphan,
        })
        .onConflict(c => c.columns(['asset_id', 'task', 'n']).doNothing())
        .returning('n')
        .executeTakeFirst()
      if (stored !== undefined) return 'stored'
      const known = await trx
        .selectFrom('task_event')
        .select('sha256')
        .where('asset_id', '=', event.assetId)
        .where('task', '=', event.task)
        .where('n', '=', event.n)
        .executeTakeFirstOrThrow()
      if (known.sha256.equals(sha256)) return 'same'
      await trx
        .updateTable('task_event')
        .set({ conflict: event.text.slice(0, 4096) })
        .where('asset_id', '=', event.assetId)
        .where('task', '=', event.task)
        .where('n', '=', event.n)
        .where('conflict', 'is', null)
        .execute()
      return 'conflict'
    },

    async isForeign(assetId, publicId) {
      const row = await trx
        .selectFrom('task')
        .select('asset_id')
        .where('public_id', '=', publicId)
        .where('asset_id', '<>', assetId)
        .executeTakeFirst()
      return row !== undefined
    },

    async findDocument(assetId, sha256) {
      const row = await trx
        .selectFrom('task')
        .select('document')
        .where('asset_id', '=', assetId)
        .where('sha256', '=', Buffer.from(sha256, 'hex'))
        .where('state', 'in', offeredStates)
        .executeTakeFirst()
      return row?.document ?? null
    },

    async listOpen(runId) {
      return withItems(
        trx
          .selectFrom('task')
          .selectAll()
          .where('run_id', '=', runId)
          .where('state', 'in', [...offeredStates, 'verifying'])
          .orderBy('asset_id')
          .forUpdate(),
      )
    },

    async listOpenOf(assetId) {
      return withItems(
        trx
          .selectFrom('task')
          .selectAll()
          .where('asset_id', '=', assetId)
          .where('state', 'in', [...offeredStates, 'verifying'])
          .orderBy('id')
          .forUpdate(),
      )
    },

    async listOfRun(runId) {
      return withItems(trx.selectFrom('task').selectAll().where('run_id', '=', runId).orderBy('asset_id'))
    },

    async listOverdue(nowMs, limit) {
      return withItems(
        trx
          .selectFrom('task')
          .selectAll()
          .where(e =>
            e.or([
              e.and([e('state', 'in', [...notBegunStates]), e('start_before', '<', new Date(nowMs))]),
              e.and([e('state', 'in', [...workingStates]), e('finish_before', '<', new Date(nowMs - VERIFY_LIMIT_MS))]),
              e.and([e('state', '=', 'verifying'), e('changed_at', '<', new Date(nowMs - VERIFY_LIMIT_MS))]),
            ]),
          )
          .orderBy('asset_id')
          .limit(limit),
      )
    },
  }
}

const TASKS_PER_INSERT = 500

/** Fan-out: two statements for up to 500 assets, whatever the number of items. */
async function insertTasks(trx: Trx, tasks: readonly Omit<TaskRecord, 'id'>[]): Promise<void> {
  if (tasks.length === 0) return
  const drawn = await sql<{ id: number }>`
    select nextval('task_id_seq') as id from generate_series(1, ${tasks.length})`.execute(trx)
  const rows = tasks.map((task, index) => ({ task, id: drawn.rows[index]?.id ?? 0 }))
  const column = <T>(of: (task: Omit<TaskRecord, 'id'>) => T): T[] => tasks.map(of)
  const ids = rows.map(r => r.id)
  await sql`
    insert into task (asset_id, id, subscription_id, public_id, run_id, job_id, state, reason, document, sha256,
                      not_before, start_before, finish_before, created_at, changed_at, ended_at, item_count, items_done)
    select v.asset_id, v.id, app_subscription(), v.public_id, v.run_id, v.job_id, v.state, v.reason, v.document, v.sha256,
           v.not_before, v.start_before, v.finish_before, v.created_at, v.created_at, v.ended_at, v.item_count, v.items_done
      from unnest(
        ${column(t => t.assetId)}::bigint[], ${ids}::bigint[], ${column(t => t.publicId)}::uuid[],
        ${column(t => t.runId)}::bigint[], ${column(t => t.jobId)}::bigint[], ${column(t => t.state)}::text[],
        ${column(t => t.reason)}::text[], ${column(t => t.document)}::text[],
        ${column(t => (t.sha256 === null ? null : Buffer.from(t.sha256, 'hex')))}::bytea[],
        ${column(t => new Date(t.notBeforeMs))}::timestamptz[], ${column(t => new Date(t.startBeforeMs))}::timestamptz[],
        ${column(t => new Date(t.finishBeforeMs))}::timestamptz[], ${column(t => new Date(t.createdAtMs))}::timestamptz[],
        ${column(t => date(t.endedAtMs))}::timestamptz[], ${column(t => t.items.length)}::int[],
        ${column(t => t.items.filter(i => i.state === 'alreadyInstalled').length)}::int[]
      ) as v(asset_id, id, public_id, run_id, job_id, state, reason, document, sha256, not_before, start_before,
             finish_before, created_at, ended_at, item_count, items_done)`.execute(trx)
  const items = rows.flatMap(({ task, id }) => task.items.map(item => ({ assetId: task.assetId, id, item })))
  if (items.length === 0) return
  // The same packages on many assets travel once.
  const distinct = new Map<string, number>()
  const packages = items.map(({ item }) => {
    const text = JSON.stringify(item.packages)
    const known = distinct.get(text)
    if (known !== undefined) return known
    distinct.set(text, distinct.size + 1)
    return distinct.size
  })
  await sql`
    with packages as materialized (
      select p.n, p.text::jsonb as packages from unnest(${[...distinct.keys()]}::text[]) with ordinality as p(text, n))
    insert into item (asset_id, task_id, n, subscription_id, patch_id, state, reason, output, packages)
    select v.asset_id, v.task_id, v.n, app_subscription(), v.patch_id, v.state, v.reason, v.output, p.packages
      from unnest(
        ${items.map(i => i.assetId)}::bigint[], ${items.map(i => i.id)}::bigint[], ${items.map(i => i.item.n)}::int[],
        ${items.map(i => i.item.patchId)}::int[], ${items.map(i => i.item.state)}::text[],
        ${items.map(i => i.item.reason)}::text[], ${items.map(i => i.item.output)}::text[], ${packages}::int[]
      ) as v(asset_id, task_id, n, patch_id, state, reason, output, packages) join packages p on p.n = v.packages`.execute(
    trx,
  )
}

function taskOf(row: Selectable<TaskTable>, items: readonly Selectable<ItemTable>[]): TaskRecord {
  return {
    id: row.id,
    assetId: row.asset_id,
    subscriptionId: row.subscription_id,
    publicId: row.public_id,
    runId: row.run_id,
    jobId: row.job_id,
    state: row.state as TaskState,
    reason: row.reason,
    document: row.document,
    sha256: row.sha256?.toString('hex') ?? null,
    notBeforeMs: row.not_before.getTime(),
    startBeforeMs: row.start_before.getTime(),
    finishBeforeMs: row.finish_before.getTime(),
    createdAtMs: row.created_at.getTime(),
    changedAtMs: row.changed_at.getTime(),
    sentAtMs: row.sent_at?.getTime() ?? null,
    receivedAtMs: row.received_at?.getTime() ?? null,
    beganAtMs: row.began_at?.getTime() ?? null,
    endedAtMs: row.ended_at?.getTime() ?? null,
    rebooted: row.rebooted,
    cancelAskedAtMs: row.cancel_asked_at?.getTime() ?? null,
    verifyAfterMs: row.verify_after?.getTime() ?? null,
    items: items.map(itemOf),
  }
}

function itemOf(row: Selectable<ItemTable>): ItemRecord {
  return {
    n: row.n,
    patchId: row.patch_id,
    state: row.state as ItemState,
    reason: row.reason,
    packages: row.packages as TaskPackage[],
    exitCode: row.exit_code,
    output: row.output,
    beganAtMs: row.began_at?.getTime() ?? null,
    endedAtMs: row.ended_at?.getTime() ?? null,
    verifiedAtMs: row.verified_at?.getTime() ?? null,
  }
}
