import { expect, it } from 'vitest'
import { checkSqlFile } from '../check-source.ts'
import { claim } from '../rule-examples.ts'
import { noSqlClock } from './no-sql-clock.ts'

const store = 'packages/server/src/features/jobs/run-store.ts'

claim(noSqlClock, {
  bad: [
    [store, 'sql`select * from run where due_at <= now()`'],
    [store, 'sql`${column} < Now( )`'],
    [store, 'client.query("update run set at = current_timestamp")'],
    [store, 'const text = "select clock_timestamp()"'],
    [store, 'sql`current_date`'],
  ],
  good: [
    [store, 'sql`select * from run where due_at <= ${at}`'],
    [store, 'const hint = "call clock.nowMs(), not now()"'],
    [store, 'sql`select known()`'],
    [store, 'sql`select current_setting(${name})`'],
    [
      'packages/server/src/database/migrations/first.ts',
      'sql`create table t (at timestamptz default now() not null, set int)`',
    ],
  ],
})

it.each([
  ['packages/server/src/features/jobs/sql/claim.sql', "select 1\nwhere t.due_at < now() - interval '1 hour'", 2],
  ['packages/server/src/features/jobs/sql/claim.sql', '-- now() would tie this to the machine\nselect $1', undefined],
  ['packages/server/src/database/migrations/0001-first.sql', 'at timestamptz default now()', undefined],
  ['packages/server/src/database/schema.sql', 'at timestamptz default now()', undefined],
])('%s: %j', (path, text, line) => {
  expect(checkSqlFile(path, text)[0]?.line).toBe(line)
})
