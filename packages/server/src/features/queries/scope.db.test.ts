import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { systemClock } from '../../adapters/system-clock.ts'
import type { Database } from '../../database/database.ts'
import type { Principal } from '../../http/principal.ts'
import { createCursors } from '../../paging/cursor.ts'
import { createListService, type ListService } from '../../queries/list-service.ts'
import { testDatabase, type TestDatabase } from '../../testing/index.ts'
import { assetList } from '../assets/assets-read-model.ts'
import { patchList } from '../catalog/patches-read-model.ts'
import { jobList } from '../jobs/jobs-read-model.ts'
import { vulnerabilityList } from '../vulnerabilities/vulnerabilities-read-model.ts'
import { createCompleteService } from './complete-service.ts'
import { createExplainService } from './explain-service.ts'
import { createWhyService } from './why-service.ts'
import { testPrincipal } from '../../testing/test-principal.ts'

// Nobody has a scope yet; whoever gets one must find it in every list, count and answer.

let db: TestDatabase
let lists: ListService
const ids = { a: '', b: '', patch: '', onlyB: '' }
const tags = { prod: 0, web: 0, lab: 0 }

beforeAll(async () => {
  db = await testDatabase()
  lists = createListService({
    database: db.database,
    clock: systemClock,
    cursors: createCursors(Buffer.alloc(32, 1)),
  })
  const one = async <T>(text: string, values: unknown[] = []): Promise<T> =>
    (await db.owner<{ r: T }>(`with made as (${text}) select r from made`, values))[0]?.r as T
  await db.owner(
    `insert into subscription (public_id, name, licence_kind, created_at) values (gen_random_uuid(), 's', 'full', now())`,
  )
  await db.owner(
    `insert into person (public_id, email, email_folded, name, created_at)
     values (gen_random_uuid(), 'p@example.org', 'p@example.org', 'P', now())`,
  )
  for (const name of ['prod', 'web', 'lab'] as const) {
    tags[name] = await one<number>(
      `insert into tag (subscription_id, public_id, name, name_folded, name_words, created_at)
       values (1, gen_random_uuid(), $1::text, $1::text, ' ' || $1::text || ' ', now()) returning id as r`,
      [name],
    )
  }
  // web stands below prod.
  await db.owner(
    `insert into tag_above (above_id, tag_id, subscription_id) values ($1, $1, 1), ($2, $2, 1), ($3, $3, 1), ($1, $2, 1)`,
    [tags.prod, tags.web, tags.lab],
  )
  for (const [name, id, tag] of [
    ['a', 1, tags.web],
    ['b', 2, tags.lab],
  ] as const) {
    ids[name] = await one<string>(
      `insert into asset (asset_id, subscription_id, public_id, name, name_folded, name_words, platform, os_family,
                          os_family_folded, os_family_words, created_at, missing_count)
       values ($1, 1, gen_random_uuid(), $2::text, $2::text, ' ' || $2::text || ' ', 'linux', 'debian', 'debian', ' debian ', now(), 1)
       returning public_id as r`,
      [id, name],
    )
    await db.owner(
      `insert into agent_line (asset_id, subscription_id, public_id, key_id, standing, standing_at, seq, link, machine, boot, seen_at)
       values ($1::int, 1, gen_random_uuid(), int4send($1::int), 'active', now(), 1, '', '', '', now())`,
      [id],
    )
    await db.owner(`insert into asset_tag (asset_id, tag_id, subscription_id) values ($1, $2, 1)`, [id, tag])
  }
  for (const [name, id, assets] of [
    ['patch', 1, [1, 2]],
    ['onlyB', 2, [2]],
  ] as const) {
    ids[name] = await one<string>(
      `insert into patch (id, subscription_id, public_id, key, title, title_folded, title_words, platform, track, first_reported_at)
       values ($1, 1, gen_random_uuid(), $2::text, $2::text, lower($2::text), ' ' || lower($2::text) || ' ', 'linux', '', now())
       returning public_id as r`,
      [id, name],
    )
    await db.owner(
      `insert into finding (asset_id, patch_id, subscription_id, status, first_seen, since, exposed_since)
       select a, $1, 1, 1, now(), now(), now() from unnest($2::int[]) a`,
      [id, assets],
    )
    await db.owner(`insert into patch_count (subscription_id, patch_id, missing) values (1, $1, $2)`, [
      id,
      assets.length,
    ])
    await db.owner(`insert into cve (subscription_id, cve) values (1, $1)`, [`CVE-2026-000${id}`])
    await db.owner(`insert into patch_cve (patch_id, cve, subscription_id) values ($1, $2, 1)`, [
      id,
      `CVE-2026-000${id}`,
    ])
  }
  await db.owner(
    `insert into job (subscription_id, public_id, name, name_folded, kind, platform, state, schedule_type, spec_version, owner_id, created_at, modified_at)
     select 1, gen_random_uuid(), 'J', 'j', 'deployment', 'linux', 'enabled', 'onDemand', 1, id, now(), now() from person`,
  )
  await db.owner(
    `insert into run (subscription_id, public_id, job_id, spec_version, nominal_at, state, created_at)
     select 1, gen_random_uuid(), id, 1, now(), 'active', now() from job`,
  )
  await db.owner(
    `insert into task (asset_id, subscription_id, public_id, run_id, job_id, state, not_before, start_before, finish_before, created_at, changed_at)
     select a.asset_id, 1, gen_random_uuid(), r.id, r.job_id, 'succeeded', now(), now(), now(), now(), now() from asset a, run r`,
  )
})
afterAll(() => db[Symbol.asyncDispose]())

const speaker = (scope: Principal['scope']): Principal => testPrincipal({ scope })
const everything = (): Principal => speaker({ kind: 'all' })
// As the speaker is resolved: with the tags below.
const ofTag = (name: keyof typeof tags): Principal =>
  speaker({ kind: 'tags', tagIds: name === 'prod' ? [tags.prod, tags.web] : [tags[name]] })
const nothing = (): Principal => speaker({ kind: 'tags', tagIds: [] })

describe('a scope', () => {
  it.each([
    ['all', everything, ['a', 'b']],
    ['a tag', () => ofTag('lab'), ['b']],
    ['a tag above that of the asset', () => ofTag('prod'), ['a']],
    ['no tag', nothing, []],
  ] as const)('of %s shows its assets, counts them and their facets', async (_name, principal, want) => {
    const found = await lists.find(assetList, principal(), { facets: 'osFamily,tags.name' })
    expect(found.items.map(asset => asset.name)).toEqual(want)
    expect(found.total).toBe(want.length)
    expect(found.facets?.['osFamily']).toEqual(want.length === 0 ? [] : [{ value: 'debian', count: want.length }])
  })

  it('counts patches on its assets alone', async () => {
    const counts = async (principal: Principal) =>
      (await lists.find(patchList, principal, { sort: 'title' })).items.map(patch => [patch.title, patch.missingCount])
    expect(await counts(everything())).toEqual([
      ['onlyB', 1],
      ['patch', 2],
    ])
    expect(await counts(ofTag('prod'))).toEqual([['patch', 1]])
    expect(await counts(nothing())).toEqual([])
  })

  it('counts vulnerabilities on its assets alone', async () => {
    const counts = async (principal: Principal) =>
      (await lists.find(vulnerabilityList, principal, { sort: 'cve' })).items.map(one => [
        one.cve,
        one.affectedAssetCount,
      ])
    expect(await counts(everything())).toEqual([
      ['CVE-2026-0001', 2],
      ['CVE-2026-0002', 1],
    ])
    expect(await counts(ofTag('prod'))).toEqual([['CVE-2026-0001', 1]])
  })

  it('counts tasks of jobs on its assets alone', async () => {
    const total = async (principal: Principal) =>
      (await lists.find(jobList, principal, {})).items.map(job => job.tasks.total)
    expect(await total(everything())).toEqual([2])
    expect(await total(ofTag('lab'))).toEqual([1])
  })

  it('is part of a cursor', async () => {
    const { nextCursor } = await lists.find(assetList, everything(), { limit: 1 })
    await expect(lists.find(assetList, ofTag('prod'), { limit: 1, cursor: nextCursor ?? '' })).rejects.toMatchObject({
      extras: { field: 'cursor' },
    })
  })

  it('is where values are counted', async () => {
    const { complete } = createCompleteService({ database: db.database, clock: systemClock })
    const values = async (principal: Principal) =>
      (await complete(principal, { entity: 'asset', text: 'osFamily:d', position: 10 })).options.map(one => one.count)
    expect([await values(everything()), await values(ofTag('lab')), await values(nothing())]).toEqual([[2], [1], []])
  })

  it('is where clauses are counted', async () => {
    const { explain } = createExplainService({ database: db.database, clock: systemClock })
    const explained = await explain(ofTag('lab'), { entity: 'asset', text: 'osFamily:debian', having: 'title:patch' })
    expect(explained).toMatchObject({ everything: 1, total: 1, clauses: [{ matches: 1 }] })
  })

  it('hides an object behind it as if it were not there', async () => {
    const { why } = createWhyService({ database: db.database, clock: systemClock })
    expect(await why(ofTag('lab'), { entity: 'asset', id: ids.b, text: 'name:b' })).toMatchObject({ matches: true })
    for (const request of [
      { entity: 'asset', id: ids.a, text: '' },
      { entity: 'patch', id: ids.patch, text: '', havingId: ids.a },
    ] as const) {
      await expect(why(ofTag('lab'), request)).rejects.toMatchObject({ code: 'not_found' })
    }
    await expect(why(ofTag('prod'), { entity: 'patch', id: ids.onlyB, text: '' })).rejects.toMatchObject({
      code: 'not_found',
    })
    const refusal = (id: string) => why(ofTag('lab'), { entity: 'asset', id, text: 'name:a' }).catch(String)
    expect(await refusal(ids.a)).toBe(await refusal('00000000-0000-4000-8000-000000000000'))
  })
})

describe('a count that takes too long', () => {
  it('leaves the rows, and says that there are at least as many', async () => {
    const { database } = db
    // The statements that count are the only ones with this limit: here they meet it.
    const slow: Database = {
      ...database,
      inSubscription: (subscriptionId, work, options) =>
        options?.statementTimeoutMs === 5000
          ? database.inSubscription(
              subscriptionId,
              async trx => {
                await sql`select pg_sleep(10)`.execute(trx)
                return work(trx)
              },
              { ...options, statementTimeoutMs: 20 },
            )
          : database.inSubscription(subscriptionId, work, options),
    }
    const cursors = createCursors(Buffer.alloc(32, 1))
    const found = await createListService({ database: slow, clock: systemClock, cursors }).find(
      assetList,
      everything(),
      { limit: 1, facets: 'osFamily' },
    )
    expect(found).toMatchObject({ total: 2, totalIsLowerBound: true, items: [{ name: 'a' }] })
    expect(found.nextCursor).not.toBeNull()
    expect(found).not.toHaveProperty('facets')
  })
})
