import { readFile } from 'node:fs/promises'
import { createChainVerifier } from '@patchyard/domain'
import { sql } from 'kysely'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Trx } from '../../database/database.ts'
import { withSubscription } from '../../database/wall.ts'
import { type TestDatabase, testDatabase } from '../../testing/index.ts'
import { inChain, readChain, readChainEnd } from './audit-chains.ts'
import { type NewAudit, writeAudit } from './audit-service.ts'
import { chainName, hashText } from './audit-store.ts'

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
})
afterAll(() => db[Symbol.asyncDispose]())

const deed = (action: string, more: Partial<NewAudit> = {}): NewAudit =>
  ({ actor: { system: 'clock' }, action, object: 'thing:1', nowMs: 1_700_000_000_123, ...more }) as NewAudit
const write = (chain: number, action: string, more: Partial<NewAudit> = {}): Promise<void> =>
  inChain(db.database, chain, trx => writeAudit(trx, deed(action, more)))

async function verify(chain: number) {
  const [name, end] = await inChain(
    db.database,
    chain,
    async trx => [await chainName(trx, chain), (await readChainEnd(trx, chain)) ?? undefined] as const,
  )
  const verifier = createChainVerifier(hashText, name)
  const actions: string[] = []
  for await (const batch of readChain(db.database, chain, Number.MAX_SAFE_INTEGER)) {
    for (const row of batch) {
      verifier.take(row)
      actions.push(row.action)
    }
  }
  return { ...verifier.end(end), actions }
}

describe('the chain of a subscription', () => {
  it('keeps what was written in its order, and agrees with itself', async () => {
    for (const action of ['a', 'b', 'c']) await write(one, action)
    expect(await verify(one)).toMatchObject({ rows: 3, problems: [], actions: ['a', 'b', 'c'] })
  })

  it('has nothing of a transaction that was given up', async () => {
    const failed = db.database.inSubscription(one, async trx => {
      await writeAudit(trx, deed('never'))
      throw new Error('no')
    })
    await expect(failed).rejects.toThrow('no')
    expect((await verify(one)).actions).not.toContain('never')
  })

  it('has no gap and no fork when fifty write at once', async () => {
    await Promise.all(Array.from({ length: 50 }, (_, n) => write(n % 2 === 0 ? one : two, `at once ${n}`)))
    expect(await verify(one)).toMatchObject({ rows: 28, problems: [] })
    expect(await verify(two)).toMatchObject({ rows: 25, problems: [] })
  })

  it('is held for nobody before the end: a transaction that wrote long ago lets others write', async () => {
    const slow = Promise.withResolvers<void>()
    const wrote = Promise.withResolvers<void>()
    const first = db.database.inSubscription(one, async trx => {
      await writeAudit(trx, deed('slow'))
      wrote.resolve()
      await slow.promise
    })
    await wrote.promise
    await write(one, 'quick')
    slow.resolve()
    await first
    expect((await verify(one)).actions.slice(-2)).toEqual(['quick', 'slow'])
  })

  it('takes texts that a column does not keep as they were said', async () => {
    await write(one, 'odd', {
      object: 'person:\ud800\0\u0301',
      detail: { half: '\udc00', zero: '\0', quote: '"\\\n\u2028', deep: [{ b: 1, a: null }], gone: undefined, n: -0 },
    })
    expect(await verify(one)).toMatchObject({ problems: [] })
  })

  it.each([
    [{ principal: { via: 'apiKey', personPublicId: 'p' } }, 'apiKey:p'],
    [{ actor: { system: 'clock' } }, 'system:clock'],
    [{ actor: { operator: 'host' } }, 'operator:host'],
    [{ actor: { person: 'p', via: 'session' } }, 'session:p'],
    [{ actor: { anonymous: true, address: '203.0.113.9' } }, 'anonymous:203.0.113.9'],
  ] as const)('%o is %s', async (who, text) => {
    await inChain(db.database, one, trx => writeAudit(trx, { ...who, action: 'who', object: 'x', nowMs: 0 }))
    const { rows } = await inChain(db.database, one, trx =>
      sql<{ actor: string }>`select actor from audit order by n desc limit 1`.execute(trx),
    )
    expect(rows[0]?.actor).toBe(text)
  })
})

describe('the installation', () => {
  it('has a chain of its own, which no subscription sees', async () => {
    await write(0, 'operator deed')
    expect((await verify(0)).actions).toEqual(['operator deed'])
    const count = (trx: Trx) =>
      sql<{ n: number }>`select count(*) as n from audit where subscription_id = 0`.execute(trx)
    expect((await inChain(db.database, one, count)).rows[0]?.n).toBe(0)
  })

  it("writes into a subscription's chain too, in either order, without a deadlock", async () => {
    const both = (first: number, second: number) =>
      db.database.asOperator(async trx => {
        await writeAudit(trx, deed('both', { subscriptionId: first }))
        await writeAudit(trx, deed('both', { subscriptionId: second }))
        await writeAudit(trx, deed('own'))
      })
    await Promise.all(Array.from({ length: 20 }, (_, n) => (n % 2 === 0 ? both(one, two) : both(two, one))))
    for (const chain of [0, one, two]) expect((await verify(chain)).problems).toEqual([])
    expect((await verify(0)).actions.filter(action => action === 'own')).toHaveLength(20)
    expect((await verify(two)).actions.filter(action => action === 'both')).toHaveLength(20)
  })

  it('is not where a transaction wrote that went behind a wall by itself, as signing in does', async () => {
    await db.database.asOperator(async trx => {
      await withSubscription(trx, two)
      await writeAudit(trx, deed('signed in'))
    })
    expect((await verify(two)).actions.at(-1)).toBe('signed in')
  })

  it('is told from within a subscription as well', async () => {
    await db.database.inSubscription(one, async trx => {
      await writeAudit(trx, deed('seen by operators', { subscriptionId: 0 }))
      await writeAudit(trx, deed('seen by administrators'))
    })
    expect((await verify(0)).actions.at(-1)).toBe('seen by operators')
    expect((await verify(one)).actions.at(-1)).toBe('seen by administrators')
  })
})

describe('the role of the server', () => {
  it.each([
    ['update audit set action = $1', 'x'],
    ['delete from audit where action = $1', 'a'],
    ['update audit_seal set key_id = $1', 'x'],
    ['delete from audit_seal where key_id = $1', 'x'],
    ['truncate audit', null],
    ['truncate audit_seal', null],
    ['alter table audit disable row level security', null],
    ['drop table audit', null],
  ])('may not: %s', async (statement, value) => {
    const client = new pg.Client(db.appTarget)
    await client.connect()
    try {
      await client.query(`set app.subscription = '${one}'`)
      await expect(client.query(statement, value === null ? [] : [value])).rejects.toMatchObject({ code: '42501' })
    } finally {
      await client.end()
    }
  })
})

describe('what the owner of the database does to rows is found', () => {
  const sound = async (): Promise<void> => expect((await verify(two)).problems).toEqual([])
  it.each([
    ['a changed action', `update audit set action = 'z' where n = 3`, [{ kind: 'changed', n: 3 }]],
    ['a changed detail', `update audit set detail = '{"a":1}' where n = 4`, [{ kind: 'changed', n: 4 }]],
    ['a changed time', `update audit set at = at + interval '1 ms' where n = 5`, [{ kind: 'changed', n: 5 }]],
    ['a row taken out', `delete from audit where n = 6`, [{ kind: 'missing', from: 6, to: 6 }]],
    [
      'two rows exchanged',
      `update audit set n = case n when 7 then 1000008 else 1000007 end where n in (7, 8);
       update audit set n = n - 1000000 where n > 1000000`,
      [
        { kind: 'changed', n: 7 },
        { kind: 'changed', n: 8 },
      ],
    ],
  ])('%s', async (_claim, statement, problems) => {
    await sound()
    await using copy = await testDatabaseBeside()
    await copy.change(statement)
    expect((await verify(two)).problems).toEqual(problems)
  })

  /** The rows as they were come back afterwards. */
  async function testDatabaseBeside() {
    await db.owner(`create table kept_audit as select * from audit where subscription_id = ${two}`)
    return {
      change: (statement: string) => db.owner(statement.replaceAll(/where/g, `where subscription_id = ${two} and`)),
      async [Symbol.asyncDispose]() {
        await db.owner(`delete from audit where subscription_id = ${two}`)
        await db.owner(`insert into audit select * from kept_audit; drop table kept_audit`)
      },
    }
  }
})

describe('rows of an older version', () => {
  it('are chained by the migration with the text that TypeScript hashes', async () => {
    const migration = await readFile(new URL('../../database/migrations/0012-audit.sql', import.meta.url), 'utf8')
    const client = new pg.Client(db.ownerTarget)
    await client.connect()
    try {
      // As 0001 made it, in a schema of its own.
      await client.query(`create schema before; set search_path = before, public;
        create table audit (id bigint primary key generated always as identity, subscription_id int not null,
          at timestamptz not null, actor text not null, action text not null, object text not null, detail jsonb not null default '{}');
        create index audit_at on audit (subscription_id, at desc);
        alter table audit enable row level security; alter table audit force row level security`)
      const details = ['{}', '{"from":"pending"}', '{"b":[1,{"y":null,"x":"\\u001f\\"\\\\é"}],"a":true,"Z":-1.5}']
      for (const detail of details) {
        for (const subscription of [one, two]) {
          await client.query(
            `insert into audit (subscription_id, at, actor, action, object, detail) values ($1, $2, $3, $4, $5, $6)`,
            [
              subscription,
              new Date(1_600_000_000_007),
              'session:p',
              'tag.create',
              `quote "\\\b\t\u007f 包 ${detail}`,
              detail,
            ],
          )
        }
      }
      await client.query(migration)
      for (const subscription of [one, two]) {
        const { rows } = await client.query<{ line: string }>(
          `select json_build_object('n', n, 'at', to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
              'actor', actor, 'action', action, 'object', object, 'detail', detail,
              'prev', encode(prev, 'hex'), 'hash', encode(hash, 'hex'))::text as line
             from audit where subscription_id = $1 order by n`,
          [subscription],
        )
        const head = await client.query<{ n: string; hash: string }>(
          `select n, encode(hash, 'hex') as hash from audit_head where subscription_id = $1`,
          [subscription],
        )
        const name = await inChain(db.database, subscription, trx => chainName(trx, subscription))
        const verifier = createChainVerifier(hashText, name)
        for (const { line } of rows) verifier.take(JSON.parse(line))
        const end = { n: Number(head.rows[0]?.n), hash: head.rows[0]?.hash ?? '' }
        expect(verifier.end(end)).toMatchObject({ rows: 3, problems: [] })
      }
    } finally {
      await client.query('rollback')
      await client.query('drop schema before cascade')
      await client.end()
    }
  })
})
