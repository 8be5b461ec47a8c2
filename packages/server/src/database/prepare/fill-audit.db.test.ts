import pg from 'pg'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type TestDatabase, testDatabase } from '../../testing/index.ts'
import { fillAudit } from './fill-audit.ts'

let db: TestDatabase
let owner: pg.Client
beforeAll(async () => {
  db = await testDatabase()
  owner = new pg.Client(db.ownerTarget)
  await owner.connect()
})
afterAll(async () => {
  await owner.end()
  await db[Symbol.asyncDispose]()
})

it('rows of an older version get what they are searched by, in every chain and more than a batch, and their hashes stay', async () => {
  const [made] = await db.owner<{ id: number }>(
    `insert into subscription (public_id, name, licence_kind, created_at) values (gen_random_uuid(), 'S', 'full', now()) returning id`,
  )
  const id = made?.id ?? 0
  await db.owner(
    `insert into audit (subscription_id, n, at, actor, action, object, detail, prev, hash)
     select chain, n, now(), 'anonymous:203.0.113.' || n % 250, 'session.refuse',
            'person:00000001-0000-4000-8000-' || lpad(n::text, 12, '0'), json_build_object('name', 'ÄHNLICH ' || n),
            '\\x00', decode(md5(n::text), 'hex')
       from unnest(array[0, $1]) as chain cross join generate_series(1, 1001) as n`,
    [id],
  )
  await db.owner(
    `insert into audit (subscription_id, n, at, actor, action, object, detail, prev, hash)
     values ($1, 1002, now(), 'odd', 'odd', 'assets', '{}', '\\x00', '\\x00')`,
    [id],
  )
  const hashes = () =>
    db.owner<{ sum: string }>(`select md5(string_agg(hash::text, '' order by subscription_id, n)) as sum from audit`)
  const before = await hashes()

  expect(await fillAudit(owner)).toBe(2003)
  expect(await fillAudit(owner)).toBe(0)

  expect(await hashes()).toEqual(before)
  const last = await db.owner(
    `select actor_kind, actor_name, actor_name_words, actor_person, host(actor_address) as address, action_words, object_kind, object_id,
            detail_folded, detail_words
       from audit where subscription_id = $1 and n >= 1001 order by n`,
    [id],
  )
  expect(last).toEqual([
    {
      actor_kind: 'anonymous',
      actor_name: '203.0.113.1',
      actor_name_words: ' 203 0 113 1 ',
      actor_person: null,
      address: '203.0.113.1',
      action_words: ' session refuse ',
      object_kind: 'person',
      object_id: '00000001-0000-4000-8000-000000001001',
      detail_folded: '{"name":"ähnlich 1001"}',
      detail_words: ' name ähnlich 1001 ',
    },
    {
      actor_kind: 'unknown',
      actor_name: 'odd',
      actor_name_words: ' odd ',
      actor_person: null,
      address: null,
      action_words: ' odd ',
      object_kind: 'assets',
      object_id: null,
      detail_folded: '',
      detail_words: '',
    },
  ])
})
