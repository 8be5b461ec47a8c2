import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { systemClock } from '../adapters/system-clock.ts'
import { systemRandom } from '../adapters/system-random.ts'
import { testDatabase, type TestDatabase } from '../testing/index.ts'
import { postgresProxy, type PostgresProxy } from '../testing/postgres-proxy.ts'
import { connectDatabase } from './connect.ts'
import type { Database } from './database.ts'
import { DatabaseAway, UnknownOutcome } from './errors.ts'

let db: TestDatabase
let proxy: PostgresProxy
let database: Database

beforeAll(async () => {
  db = await testDatabase()
  await db.owner('create table note (text text not null)')
  await db.owner(`grant all on note to "${db.appTarget.user}"`)
  proxy = await postgresProxy(db.appTarget)
  database = connectDatabase({
    target: proxy.target,
    clock: systemClock,
    random: systemRandom,
    leakproof: true,
    pool: { connectTimeoutMs: 1000 },
  })
})

afterAll(async () => {
  await database.close()
  await proxy[Symbol.asyncDispose]()
  await db[Symbol.asyncDispose]()
})

const write = (text: string): Promise<unknown> =>
  database.asOperator(async trx => {
    await sql`insert into note values (${text})`.execute(trx)
  })
const isKept = async (text: string): Promise<boolean> =>
  (await db.owner('select 1 from note where text = $1', [text])).length > 0

describe('when the connection breaks', () => {
  it('while COMMIT is on its way, the outcome is unknown and nothing was kept', async () => {
    proxy.atCommit = 'lose the request'
    await expect(write('request lost')).rejects.toBeInstanceOf(UnknownOutcome)
    proxy.atCommit = 'pass'
    expect(await isKept('request lost')).toBe(false)
  })

  it('while the reply to COMMIT is on its way, the outcome is unknown and all was kept', async () => {
    proxy.atCommit = 'lose the reply'
    await expect(write('reply lost')).rejects.toBeInstanceOf(UnknownOutcome)
    proxy.atCommit = 'pass'
    expect(await isKept('reply lost')).toBe(true)
  })

  it('before COMMIT, nothing was kept, and that is known', async () => {
    const cut = database.asOperator(async trx => {
      await sql`insert into note values ('cut')`.execute(trx)
      proxy.away = true
      await sql`select 1`.execute(trx)
    })
    await expect(cut).rejects.toBeInstanceOf(DatabaseAway)
    expect(await isKept('cut')).toBe(false)
  })

  it('everything is busy while the database is away, and works when it is back', async () => {
    await expect(write('away')).rejects.toBeInstanceOf(DatabaseAway)
    expect(await database.health()).toMatchObject({ up: false })
    proxy.away = false
    await write('back')
    expect(await isKept('back')).toBe(true)
    expect(await database.health()).toMatchObject({ up: true, leakproof: true })
  })
})

it('is busy, not stuck, when all connections are in use for too long', async () => {
  const release = Promise.withResolvers<void>()
  const hogs = Array.from({ length: 10 }, () => database.asOperator(() => release.promise))
  await expect(database.asOperator(async () => 'never')).rejects.toBeInstanceOf(DatabaseAway)
  release.resolve()
  await Promise.all(hogs)
})

describe('notices', () => {
  const heard = async (channel: string, database_: Database) => {
    const notices: string[] = []
    const gap = { count: 0 }
    const waiters: (() => void)[] = []
    const wake = (): void => {
      for (const waiter of waiters.splice(0)) waiter()
    }
    const stop = await database_.listen(channel, {
      onNotice(payload) {
        notices.push(payload)
        wake()
      },
      onGap() {
        gap.count += 1
        wake()
      },
    })
    const until = async (holds: () => boolean): Promise<void> => {
      while (!holds()) await new Promise<void>(resolve => waiters.push(resolve))
    }
    return { notices, gap, until, stop }
  }

  it('are heard by every listener, also after the connection broke', async () => {
    const one = await heard('work', database)
    const two = await heard('other', database)
    await one.until(() => one.gap.count === 1)
    await db.owner(`notify work, 'first'`)
    await one.until(() => one.notices.length === 1)
    proxy.away = true
    await db.owner(`notify work, 'lost'`)
    proxy.away = false
    await one.until(() => one.gap.count === 2)
    await db.owner(`notify work, 'second'`)
    await one.until(() => one.notices.length === 2)
    expect(one.notices).toEqual(['first', 'second'])
    expect(two.notices).toEqual([])
    await one.stop()
    await two.stop()
  })

  it.each(['', 'Work', 'work; drop table note', 'x'.repeat(64)])('refuse %j as a channel', async channel => {
    await expect(database.listen(channel, { onNotice() {}, onGap() {} })).rejects.toBeInstanceOf(RangeError)
  })
})
