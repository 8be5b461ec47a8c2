import type { TestServer } from '@patchyard/server/testing'
import type { Ids, Kind } from './one-of-each.ts'

/** What differs from the row that is there; `n` counts the copies. */
const copies = {
  tags: { table: 'tag', differs: `'name', 'copy ' || n, 'name_key', '\\x' || lpad(to_hex(n), 8, '0')` },
  'assessment-profiles': { table: 'assessment_profile', differs: `'name_folded', 'copy ' || n, 'is_default', false` },
  'configuration-profiles': {
    table: 'configuration_profile',
    differs: `'name_folded', 'copy ' || n, 'priority', 1000 + n, 'is_default', false`,
  },
  jobs: { table: 'job', differs: `'name', 'copy ' || n` },
  patches: { table: 'patch', differs: `'key', x.key || n` },
} as const

export type ManyIds = Readonly<Partial<Record<Kind, readonly string[]>>>

/**
 * Copies, by rows, of the things of a subscription that a request may name many of; public ids by kind. A hundred of each through
 * the API would take a minute. Each asset has its agent and its task in the run.
 */
export async function manyOfEach(server: TestServer, ids: Ids, count: number): Promise<ManyIds> {
  const publicIds = async (text: string, values: readonly unknown[]): Promise<string[]> =>
    (await server.db.owner<{ id: string }>(text, [...values])).map(row => row.id)
  const copied = async (table: string, differs: string, of: string, key = 'id'): Promise<string[]> =>
    publicIds(
      `insert into ${table} overriding system value
       select y.* from ${table} x, generate_series(1, $2::int) n,
         lateral jsonb_populate_record(x, jsonb_build_object('public_id', gen_random_uuid(),
           '${key}', nextval('${table}_id_seq'), ${differs})) y
        where x.public_id = $1 returning public_id as id`,
      [of, count],
    )
  const many: Partial<Record<Kind, readonly string[]>> = {}
  for (const [kind, { table, differs }] of Object.entries(copies) as [
    keyof typeof copies,
    { table: string; differs: string },
  ][]) {
    many[kind] = await copied(table, differs, ids[kind])
  }
  await server.db.owner(
    `insert into job_spec select y.* from job j, job_spec x,
       lateral jsonb_populate_record(x, jsonb_build_object('job_id', j.id)) y
      where j.public_id = any($1) and x.job_id = (select id from job where public_id = $2)`,
    [many.jobs, ids.jobs],
  )
  many.assets = await copied('asset', `'name', 'copy ' || n`, ids.assets, 'asset_id')
  /** A row of the first asset, one for each of the copied assets. */
  const besideEach = (table: string, differs: string): Promise<string[]> =>
    publicIds(
      `insert into ${table} select y.* from asset a, ${table} x,
         lateral jsonb_populate_record(x, jsonb_build_object('public_id', gen_random_uuid(), 'asset_id', a.asset_id${differs})) y
        where a.public_id = any($1) and x.asset_id = (select asset_id from asset where public_id = $2)
       returning public_id as id`,
      [many.assets, ids.assets],
    )
  many.agents = await besideEach('agent_line', '')
  many.tasks = await besideEach('task', `, 'id', nextval('task_id_seq')`)
  // Over, so that it may be tried again.
  await server.db.owner(`update task set state = 'failed', ended_at = changed_at where public_id = any($1)`, [
    many.tasks,
  ])
  await server.db.owner(`update run set state = 'done' where public_id = $1`, [ids.runs])
  return many
}
