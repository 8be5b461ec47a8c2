import { claim } from '../rule-examples.ts'
import { noBuiltSql } from './no-built-sql.ts'

const store = 'packages/server/src/features/assets/asset-store.ts'

claim(noBuiltSql, {
  bad: [
    [store, 'sql.raw(`select ${name}`)'],
    [store, 'sql.raw("select " + name)'],
    [store, 'sql.raw(text)'],
    [store, 'kysely.sql.raw(text)'],
    [store, 'client.query(`select * from asset where id = ${id}`)'],
    [store, 'client.query("select * from asset where name = \'" + name + "\'")'],
    [store, 'client.query("select a" + " from b where c = " + id)'],
    [store, 'pool.query({ text: `select ${id}`, values: [] })'],
    ['packages/server/src/adapters/pg.ts', 'client.query(`listen ${channel}`)'],
  ],
  good: [
    [store, 'sql`select * from asset where id = ${id}`'],
    [store, 'sql.raw("select 1")'],
    [store, 'client.query("select * from asset where id = $1", [id])'],
    [store, 'client.query("select a " + "from b")'],
    [store, 'client.query(`select a\nfrom b`)'],
    [store, 'client.query(`listen ${pg.escapeIdentifier(channel)}`)'],
    [store, 'api.query({ text: name })'],
    ['packages/server/src/database/migrations/run.ts', 'sql.raw(file.text)'],
    ['packages/server/src/features/assets/asset-store.db.test.ts', 'client.query(`select ${id}`)'],
  ],
})
