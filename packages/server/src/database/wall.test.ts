import { DummyDriver, Kysely, PostgresAdapter, PostgresIntrospector, PostgresQueryCompiler } from 'kysely'
import { expect, it } from 'vitest'
import { wallStatement } from './wall.ts'

const compiler = new Kysely<unknown>({
  dialect: {
    createAdapter: () => new PostgresAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: db => new PostgresIntrospector(db),
    createQueryCompiler: () => new PostgresQueryCompiler(),
  },
})

it('sets the wall by a literal: a parameter or set_config() would not reach the workers of a distributed database', () => {
  const { sql, parameters } = wallStatement(7).compile(compiler)
  expect([sql, parameters]).toEqual([`set local app.subscription = '7'`, []])
})
