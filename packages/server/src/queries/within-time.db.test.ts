import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { DatabaseAway } from '../database/errors.ts'
import { testDatabase, type TestDatabase } from '../testing/index.ts'
import { withinTime } from './within-time.ts'

let db: TestDatabase

beforeAll(async () => {
  db = await testDatabase()
})
afterAll(() => db[Symbol.asyncDispose]())

const sleep = (seconds: number, statementTimeoutMs: number) =>
  db.database
    .asOperator(trx => sql`select pg_sleep(${seconds})`.execute(trx), { statementTimeoutMs })
    .then(() => 'done')

describe('work with a time limit', () => {
  it('that ends in time is what it is', async () => {
    expect(await withinTime(sleep(0, 1000))).toBe('done')
  })

  it('that meets its limit is null', async () => {
    expect(await withinTime(sleep(10, 20))).toBeNull()
  })

  it('that fails for another reason fails', async () => {
    await expect(withinTime(Promise.reject(new DatabaseAway(new Error('ECONNREFUSED'))))).rejects.toBeInstanceOf(
      DatabaseAway,
    )
    await expect(withinTime(Promise.reject(new RangeError('x')))).rejects.toThrow(RangeError)
  })
})
