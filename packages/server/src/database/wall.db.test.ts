import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest'
import { testDatabase, type TestDatabase } from '../testing/index.ts'
import { migrationTables } from './migrate.ts'
import { openTables } from './wall.ts'

let db: TestDatabase
let one: number
let two: number

beforeAll(async () => {
  db = await testDatabase()
  const made = await db.owner<{ id: number }>(
    `insert into subscription (public_id, name, licence_kind, created_at)
     select gen_random_uuid(), name, 'full', now() from unnest(array['one', 'two']) as name returning id`,
  )
  ;[one, two] = made.map(row => row.id) as [number, number]
  await db.owner(
    `insert into asset (subscription_id, public_id, name, name_folded, platform, created_at)
     select s, gen_random_uuid(), 'host-of-' || s, 'host-of-' || s, 'linux', now() from unnest($1::int[]) as s`,
    [[one, two]],
  )
})

afterAll(async () => {
  await db[Symbol.asyncDispose]()
})

interface TableRow {
  name: string
  tenant: boolean
  enabled: boolean
  forced: boolean
  policies: number
}

const tables = `
  select c.relname as name, c.relrowsecurity as enabled, c.relforcerowsecurity as forced,
         exists (select 1 from pg_attribute a where a.attrelid = c.oid and a.attname = 'subscription_id' and not a.attisdropped) as tenant,
         (select count(*)::int from pg_policy p where p.polrelid = c.oid) as policies
    from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p', 'f', 'm', 'v') order by 1`

describe('every table is behind the wall or listed with its reason', () => {
  test('a table without forced row-level security stands in openTables', async () => {
    const found = (await db.owner<TableRow>(tables)).filter(table => !table.forced || !table.enabled)
    const names = found.map(table => table.name).filter(name => !migrationTables.includes(name))
    expect(names.sort()).toEqual(Object.keys(openTables).sort())
  })

  test('a table behind the wall has a subscription and a policy', async () => {
    const walled = (await db.owner<TableRow>(tables)).filter(table => table.forced)
    expect(walled.length).toBeGreaterThan(20)
    expect(walled.filter(table => !table.tenant || table.policies === 0)).toEqual([])
  })

  test('the app role owns nothing, is no superuser and does not bypass row-level security', async () => {
    const [role] = await db.owner(
      `select rolsuper, rolbypassrls, rolcreatedb, rolcreaterole, rolreplication,
              exists (select 1 from pg_class where relowner = r.oid) as owns from pg_roles r where rolname = $1`,
      [db.appTarget.user],
    )
    expect(Object.values(role ?? {})).toEqual([false, false, false, false, false, false])
  })

  test("the migrator's tables are closed to the app role", async () => {
    for (const table of migrationTables) {
      const question = db.database.asOperator(trx => sql`select 1 from ${sql.table(table)}`.execute(trx))
      await expect(question).rejects.toMatchObject({ code: '42501' })
    }
  })
})

describe('a subscription sees itself only', () => {
  const names = (id: number | null): Promise<string[]> => {
    const work = async (trx: Parameters<Parameters<typeof db.database.asOperator>[0]>[0]): Promise<string[]> =>
      (await trx.selectFrom('asset').select('name').orderBy('name').execute()).map(row => row.name)
    return id === null ? db.database.asOperator(work) : db.database.inSubscription(id, work)
  }

  it('reads its own rows', async () => {
    expect(await names(one)).toEqual([`host-of-${one}`])
    expect(await names(two)).toEqual([`host-of-${two}`])
  })

  it('is not there at all outside of a subscription', async () => {
    expect(await names(null)).toEqual([])
  })

  it('does not stay on the connection for the next transaction', async () => {
    for (let round = 0; round < 30; round += 1) {
      await Promise.all([names(one), names(two)])
      expect(await names(null)).toEqual([])
    }
  })

  it('cannot write rows of another', async () => {
    const change = db.database.inSubscription(one, trx =>
      trx.updateTable('asset').set({ name: 'taken' }).where('subscription_id', '=', two).executeTakeFirst(),
    )
    expect((await change).numUpdatedRows).toBe(0n)
    const move = db.database.inSubscription(one, trx =>
      trx.updateTable('asset').set({ subscription_id: two }).executeTakeFirst(),
    )
    await expect(move).rejects.toMatchObject({ code: '42501' })
  })

  it.each([0, -1, 1.5, Number.NaN, 2 ** 53, '1' as unknown as number, "1'; drop table asset; --" as unknown as number])(
    'refuses %s as a subscription before anything is sent',
    async id => {
      await expect(db.database.inSubscription(id, async () => 1)).rejects.toBeInstanceOf(RangeError)
    },
  )
})

/** Whether row-level security holds must not depend on which table it is: each one is asked. */
test('no table behind the wall shows a row of another subscription', async () => {
  const walled = (await db.owner<TableRow>(tables)).filter(table => table.forced)
  const seen: Record<string, unknown> = {}
  for (const table of walled) {
    const { rows } = await db.database.inSubscription(two, trx =>
      sql`select 1 from ${sql.table(table.name)} where subscription_id not in (${two}, 0)`.execute(trx),
    )
    if (rows.length > 0) seen[table.name] = rows.length
  }
  expect(seen).toEqual({})
})
