import { createHash } from 'node:crypto'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { StartError } from '../../errors/start-error.ts'
import { testDatabase, type TestDatabase } from '../../testing/index.ts'
import type { MigrationFile } from '../adapters/migration-files.ts'
import type { PoolTarget } from '../pool.ts'
import { leakproofFunctions, markLeakproof } from './leakproof.ts'
import { prepareDatabase } from './prepare-database.ts'
import { makeTrigrams } from './trigrams.ts'

const file = (name: string, text: string): MigrationFile => ({
  name,
  text,
  sha256: createHash('sha256').update(text).digest('hex'),
})
const one = file('0001-one', 'create table one (id int primary key); create table also (id int primary key);')
const two = file('0002-two', 'alter table one add column more text;')

async function withEmpty(work: (db: TestDatabase) => Promise<void>): Promise<void> {
  await using db = await testDatabase({ empty: true })
  await work(db)
}

const prepare = (db: TestDatabase, migrations: readonly MigrationFile[], app: PoolTarget = db.appTarget) =>
  prepareDatabase({ owner: db.ownerTarget, app, migrations })

describe('migrations', () => {
  it('run once each, in order, also when two servers start at once', () =>
    withEmpty(async db => {
      const starts = await Promise.all([prepare(db, [one, two]), prepare(db, [one, two]), prepare(db, [one, two])])
      expect(starts.map(start => start.migrated).filter(names => names.length > 0)).toEqual([['0001-one', '0002-two']])
      expect((await prepare(db, [one, two])).migrated).toEqual([])
    }))

  it('are all or nothing in one start', () =>
    withEmpty(async db => {
      const broken = file('0002-broken', 'create table half (id int); select 1 / 0;')
      await expect(prepare(db, [one, broken])).rejects.toThrow(/^migration 0002-broken: division by zero/)
      const tables = await db.owner(`select relname from pg_class where relname in ('one', 'half')`)
      expect(tables).toEqual([])
      expect((await prepare(db, [one, two])).migrated).toEqual(['0001-one', '0002-two'])
    }))

  it('that changed afterwards stop the start', () =>
    withEmpty(async db => {
      await prepare(db, [one])
      const changed = prepare(db, [file('0001-one', `${one.text} -- better`)])
      await expect(changed).rejects.toThrow(/^migration 0001-one has changed since/)
    }))

  it('of a newer version stop the start', () =>
    withEmpty(async db => {
      await prepare(db, [one, two])
      await expect(prepare(db, [one])).rejects.toThrow(/newer version \(0002-two\)/)
    }))

  it('give the app role rows, not tables', () =>
    withEmpty(async db => {
      await prepare(db, [one])
      const app = new pg.Client(db.appTarget)
      await app.connect()
      try {
        await app.query('insert into one values (1)')
        await expect(app.query('drop table one')).rejects.toThrow(/must be owner/)
        await expect(app.query('create table mine (id int)')).rejects.toThrow(/permission denied/)
      } finally {
        await app.end()
      }
    }))
})

describe('a role that the wall does not hold is refused', () => {
  let db: TestDatabase
  const made: string[] = []

  beforeAll(async () => {
    db = await testDatabase({ empty: true })
    await prepare(db, [one])
  })

  afterAll(async () => {
    for (const role of made) await db.owner(`drop owned by "${role}"`)
    for (const role of made.reverse()) await db.owner(`drop role "${role}"`)
    await db[Symbol.asyncDispose]()
  })

  /** Roles belong to the whole cluster: the name of this database keeps runs apart. */
  async function makeRole(name: string, options: string): Promise<string> {
    const full = `${db.ownerTarget.database}_${name}`
    await db.owner(`create role "${full}" ${options}`)
    made.push(full)
    return full
  }

  it.each([
    ['a superuser', 'superuser', /is a superuser/],
    ['one with BYPASSRLS', 'bypassrls', /has BYPASSRLS/],
    ['a member of one with BYPASSRLS', 'member', /is a member of .*, which has BYPASSRLS/],
    ['an owner of a table', 'owner', /owns the table/],
  ])('%s', async (_what, kind, sentence) => {
    // The check asks the session that the server would use; here it is a role that the owner may become.
    const name = await makeRole(
      kind,
      kind === 'superuser' ? 'superuser' : kind === 'bypassrls' ? 'bypassrls' : 'nosuperuser',
    )
    if (kind === 'member') await db.owner(`grant "${await makeRole('boss', 'bypassrls')}" to "${name}"`)
    if (kind === 'owner')
      await db.owner(`create table "${kind}_table" (id int); alter table "${kind}_table" owner to "${name}"`)
    const { refuseRoleBeyondWall } = await import('./roles.ts')
    const client = new pg.Client(db.ownerTarget)
    await client.connect()
    try {
      await client.query(`set session authorization "${name}"`)
      await expect(refuseRoleBeyondWall(client)).rejects.toThrow(StartError)
      await expect(refuseRoleBeyondWall(client)).rejects.toThrow(sentence)
    } finally {
      await client.end()
    }
  })
})

it('a role whose password is not known is not taken over', () =>
  withEmpty(async db => {
    const taken = prepareDatabase({ owner: db.ownerTarget, app: db.appTarget, appIsNew: true, migrations: [one] })
    await expect(taken).rejects.toThrow(/its password is not in this data folder/)
  }))

describe('trigrams', () => {
  it('are made with their indexes, and once', async () => {
    await using db = await testDatabase()
    const client = new pg.Client(db.ownerTarget)
    await client.connect()
    try {
      expect(await makeTrigrams(client)).toBe(true)
    } finally {
      await client.end()
    }
    const indexes = await db.owner<{ name: string }>(
      `select relname as name from pg_class where relname in ('asset_search', 'patch_search') order by 1`,
    )
    expect(indexes.map(row => row.name)).toEqual(['asset_search', 'patch_search'])
  })

  it('are done without where the owner may not make them, and that is known', () =>
    withEmpty(async db => {
      const client = new pg.Client(db.ownerTarget)
      await client.connect()
      try {
        await client.query(`set session authorization ${pg.escapeIdentifier(db.appTarget.user)}`)
        expect(await makeTrigrams(client)).toBe(false)
        // The connection goes on: nothing is left half done.
        expect((await client.query('select 1 as one')).rows).toEqual([{ one: 1 }])
      } finally {
        await client.end()
      }
    }))
})

describe('operators are leakproof', () => {
  it('and where the owner may not mark them, that is known', () =>
    withEmpty(async db => {
      const client = new pg.Client(db.ownerTarget)
      await client.connect()
      try {
        await client.query(`set session authorization ${pg.escapeIdentifier(db.appTarget.user)}`)
        expect(await markLeakproof(client)).toBe(false)
      } finally {
        await client.end()
      }
    }))

  it('where the owner may mark them', async () => {
    await using db = await testDatabase()
    const rows = await db.owner<{ name: string; leakproof: boolean }>(
      `select f as name, p.proleakproof as leakproof from unnest($1::text[]) f join pg_proc p on p.oid = f::regprocedure`,
      [leakproofFunctions],
    )
    expect(leakproofFunctions.length).toBe(13)
    expect(rows.filter(row => !row.leakproof)).toEqual([])
  })
})
