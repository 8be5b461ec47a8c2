import { sql } from 'kysely'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { testDatabase, type TestDatabase } from '../testing/index.ts'
import { DatabaseAway } from './errors.ts'

let db: TestDatabase

beforeAll(async () => {
  db = await testDatabase()
  await db.owner('create table counter (id int primary key, n int not null)')
  await db.owner('insert into counter values (1, 0), (2, 0)')
  await db.owner(`grant all on counter to "${db.appTarget.user}"`)
})

afterAll(async () => {
  await db[Symbol.asyncDispose]()
})

const add = (id: number) => sql`update counter set n = n + 1 where id = ${id}`

/** Resolves for everybody when `count` have arrived. */
function meeting(count: number): () => Promise<void> {
  const all = Promise.withResolvers<void>()
  let arrived = 0
  return () => {
    arrived += 1
    if (arrived === count) all.resolve()
    return all.promise
  }
}

it('runs work again after a deadlock until both are done', async () => {
  let attempts = 0
  const bothHoldOne = meeting(2)
  const both = (first: number, second: number) =>
    db.database.asOperator(async trx => {
      attempts += 1
      await add(first).execute(trx)
      await bothHoldOne()
      await add(second).execute(trx)
    })
  await Promise.all([both(1, 2), both(2, 1)])
  expect(await db.owner('select n from counter order by id')).toEqual([{ n: 2 }, { n: 2 }])
  expect(attempts).toBe(3)
})

it('runs work again after a serialization failure, with the same input', async () => {
  const before = (await db.owner<{ n: number }>('select n from counter where id = 1'))[0]?.n ?? 0
  const allHaveRead = meeting(3)
  let attempts = 0
  const readThenAdd = () =>
    db.database.asOperator(
      async trx => {
        attempts += 1
        const { rows } = await sql<{ n: number }>`select n from counter where id = 1`.execute(trx)
        await allHaveRead()
        await sql`update counter set n = ${(rows[0]?.n ?? 0) + 1} where id = 1`.execute(trx)
      },
      { isolation: 'serializable' },
    )
  await Promise.all([readThenAdd(), readThenAdd(), readThenAdd()])
  expect(await db.owner('select n from counter where id = 1')).toEqual([{ n: before + 3 }])
  expect(attempts).toBeGreaterThan(3)
})

it('keeps nothing of work that throws', async () => {
  const before = await db.owner('select * from counter order by id')
  const broken = db.database.asOperator(async trx => {
    await add(1).execute(trx)
    throw new TypeError('in the middle')
  })
  await expect(broken).rejects.toBeInstanceOf(TypeError)
  expect(await db.owner('select * from counter order by id')).toEqual(before)
})

it('does not report success when a swallowed error had already ended the transaction', async () => {
  const before = await db.owner('select * from counter order by id')
  const swallowed = db.database.asOperator(async trx => {
    await add(1).execute(trx)
    await sql`select 1 / 0`.execute(trx).catch(() => undefined)
  })
  await expect(swallowed).rejects.toThrow(/rolled back instead of committed/)
  expect(await db.owner('select * from counter order by id')).toEqual(before)
})

it('refuses to write in a read-only transaction', async () => {
  await expect(db.database.asOperator(trx => add(1).execute(trx), { readOnly: true })).rejects.toMatchObject({
    code: '25006',
  })
})

it('answers busy when a statement takes longer than allowed', async () => {
  const slow = db.database.asOperator(trx => sql`select pg_sleep(5)`.execute(trx), { statementTimeoutMs: 50 })
  await expect(slow).rejects.toBeInstanceOf(DatabaseAway)
})

it('drops a connection that broke in the middle and goes on with another', async () => {
  const broken = db.database.asOperator(async trx => {
    await sql`select pg_terminate_backend(pg_backend_pid())`.execute(trx)
  })
  await expect(broken).rejects.toBeInstanceOf(DatabaseAway)
  await expect(db.database.asOperator(async () => 'on')).resolves.toBe('on')
})

it('survives a connection that breaks between two statements', async () => {
  const broken = db.database.asOperator(async trx => {
    const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(trx)
    await db.owner('select pg_terminate_backend($1, 1000)', [rows[0]?.pid])
    await add(1).execute(trx)
  })
  await expect(broken).rejects.toBeInstanceOf(DatabaseAway)
})

it('reads bigint as a safe number, days as text and instants as Date', async () => {
  const { rows } = await db.database.asOperator(trx =>
    sql`select 9007199254740991::bigint as big, array[1, 2]::bigint[] as bigs, date '2026-03-29' as day,
               timestamptz '2026-03-29 01:30:00+02' as instant, '{"a": [1]}'::jsonb as json`.execute(trx),
  )
  expect(rows).toEqual([
    {
      big: 9007199254740991,
      bigs: [1, 2],
      day: '2026-03-29',
      instant: new Date('2026-03-28T23:30:00Z'),
      json: { a: [1] },
    },
  ])
  const beyond = db.database.asOperator(trx => sql`select 9007199254740993::bigint as big`.execute(trx))
  await expect(beyond).rejects.toBeInstanceOf(RangeError)
})
