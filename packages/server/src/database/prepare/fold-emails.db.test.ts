import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { accessStore } from '../../features/access/access-store.ts'
import { testDatabase, type TestDatabase } from '../../testing/index.ts'
import { foldEmails } from './fold-emails.ts'

let db: TestDatabase

beforeAll(async () => {
  db = await testDatabase()
  await db.owner(
    `insert into subscription (public_id, name, licence_kind, created_at) values (gen_random_uuid(), 's', 'full', now())`,
  )
  for (const [email, folded] of [
    ['Ada@Example.org', 'ada@example.org'],
    // Fullwidth letters, a Kelvin sign and a ligature, as JavaScript's lower case alone leaves them.
    ['ＢＯ@example.org', 'ｂｏ@example.org'],
    ['ﬁn@example.org', 'ﬁn@example.org'],
    ['ａda@example.org', 'ａda@example.org'],
  ]) {
    await db.owner(
      `insert into person (public_id, email, email_folded, name, created_at) values (gen_random_uuid(), $1, $2, 'P', now())`,
      [email, folded],
    )
  }
})
afterAll(() => db[Symbol.asyncDispose]())

const folded = async (): Promise<Record<string, string>> =>
  Object.fromEntries(
    (await db.owner<{ email: string; email_folded: string }>('select email, email_folded from person')).map(row => [
      row.email,
      row.email_folded,
    ]),
  )

describe('addresses', () => {
  it('of older versions are folded at start, once, but for one that another has', async () => {
    const client = new pg.Client(db.ownerTarget)
    await client.connect()
    expect(await foldEmails(client)).toBe(2)
    expect(await folded()).toEqual({
      'Ada@Example.org': 'ada@example.org',
      'ＢＯ@example.org': 'bo@example.org',
      'ﬁn@example.org': 'fin@example.org',
      'ａda@example.org': 'ａda@example.org',
    })
    expect(await foldEmails(client)).toBe(0)
    await client.end()
  })

  it.each(['Bo@example.org', 'ＢＯ@EXAMPLE.org', 'bo@example.org'])('%s is found as the same', async email => {
    const found = await db.database.asOperator(trx => accessStore.findPersonByEmail(trx, email))
    expect(found?.email).toBe('ＢＯ@example.org')
  })

  it('are folded when they are written', async () => {
    await db.database.asOperator(trx =>
      accessStore.insertPerson(trx, {
        publicId: '00000000-0000-4000-8000-000000000001',
        email: 'ℋans@Example.ORG',
        name: 'H',
        passwordHash: null,
        homeSubscriptionId: 1,
        now: new Date(0),
      }),
    )
    expect((await folded())['ℋans@Example.ORG']).toBe('hans@example.org')
  })
})
