import { permissionsOf, type Permission } from '@patchyard/domain'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { testDatabase, type TestDatabase } from '../../testing/index.ts'
import { permissionsOfKey } from './speaker.ts'
import { findMember } from './speaker-read-model.ts'

let db: TestDatabase

beforeAll(async () => {
  db = await testDatabase()
  await db.owner(
    `insert into subscription (public_id, name, licence_kind, created_at) values (gen_random_uuid(), 's', 'full', now())`,
  )
  await db.owner(
    `insert into person (public_id, email, email_folded, name, created_at)
     select gen_random_uuid(), g || '@x', g || '@x', 'P' || g, now() from generate_series(1, 500) g`,
  )
  await db.owner(
    `insert into membership (subscription_id, person_id, roles, all_assets, created_at)
     select 1, id, '{patchUser}', id <> 7, now() from person`,
  )
  // 2,000 tags, each with three below it; the person has 50 of them, as every tenth other person.
  await db.owner(
    `insert into tag (subscription_id, public_id, name, name_folded, name_words, created_at)
     select 1, gen_random_uuid(), g::text, g::text, ' ' || g || ' ', now() from generate_series(1, 2000) g`,
  )
  await db.owner(
    `insert into tag_above (above_id, tag_id, subscription_id)
     select a.id, b.id, 1 from tag a join tag b on b.id between a.id and a.id + 3`,
  )
  await db.owner(
    `insert into membership_tag (subscription_id, person_id, tag_id)
     select 1, p.id, t.id from person p join tag t on t.id % 40 = 1 where p.id = 7 or p.id % 10 = 0`,
  )
  await db.owner('analyze')
})
afterAll(() => db[Symbol.asyncDispose]())

describe('a member', () => {
  it('has in the scope their tags and those below, once each', async () => {
    const member = await db.database.inSubscription(1, trx => findMember(trx, 1, 7))
    expect(member?.scope_tags).toHaveLength(200)
    expect(member?.scope_tags?.slice(0, 6)).toEqual([1, 2, 3, 4, 41, 42])
    expect((await db.database.inSubscription(1, trx => findMember(trx, 1, 8)))?.scope_tags).toBeNull()
  })

  it('who is disabled here or everywhere, or no member, is nobody', async () => {
    await db.owner(`update membership set disabled_at = now() where person_id = 11`)
    await db.owner(`update person set disabled_at = now() where id = 12`)
    await db.owner(`delete from membership where person_id = 13`)
    for (const id of [11, 12, 13]) {
      expect(await db.database.inSubscription(1, trx => findMember(trx, 1, id))).toBeNull()
    }
  })

  it.each([
    [8, 30],
    [7, 300],
  ])('is read with few pages: person %i, at most %i', async (id, most) => {
    const statement = await db.database.inSubscription(1, async trx => {
      let text = ''
      const log = await sql<{ 'QUERY PLAN': [{ Plan: Record<string, number> }] }>`
        explain (analyze, buffers, format json) ${sql.raw(await textOf(id))}`.execute(trx)
      text = JSON.stringify(log.rows[0]?.['QUERY PLAN'][0].Plan['Shared Hit Blocks'])
      return Number(text)
    })
    expect(statement).toBeGreaterThan(0)
    expect(statement).toBeLessThanOrEqual(most)
  })
})

/** The statement of `findMember` as it was sent. */
async function textOf(id: number): Promise<string> {
  let text = ''
  await db.database.inSubscription(1, async trx => {
    const compile = trx.getExecutor().compileQuery.bind(trx.getExecutor())
    const executor = trx.getExecutor()
    Object.assign(executor, {
      compileQuery(...args: Parameters<typeof compile>) {
        const compiled = compile(...args)
        text = compiled.sql.replace('$1', '1').replace('$2', String(id))
        return compiled
      },
    })
    await findMember(trx, 1, id)
  })
  return text
}

describe('a key', () => {
  const maker = permissionsOf(['patchReader'])
  it.each<[string, { role: 'patchUser' | 'patchReader' | null; permissions: string[] | null }, readonly Permission[]]>([
    ['of a role above that of its maker has what the maker has', { role: 'patchUser', permissions: null }, [...maker]],
    ['without a part has what its maker has', { role: null, permissions: null }, [...maker]],
    [
      'of chosen permissions has those that its maker still has',
      { role: null, permissions: ['asset.read', 'person.manage', 'operator'] },
      ['asset.read'],
    ],
    ['of permissions that are no more has none', { role: null, permissions: ['gone.read'] }, []],
  ])('%s', (_, key, want) => {
    expect([...permissionsOfKey(maker, key)]).toEqual(want)
  })
})
