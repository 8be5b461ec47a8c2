import type { Role } from '@patchyard/domain'
import { testServer, type TestServer } from '@patchyard/server/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { firstAdmin, type Person } from '../door-client.ts'
import { addMember, type Member, setScope } from '../people.ts'

// Whose jobs: decisions.md §5.4–5.5 and rules 1–4 of the roles. Two assets: `a` in the site, `b` outside of it.

let server: TestServer
let admin: Person
let site: { n: number; id: string }
const assets = { a: '', b: '' }
const people = new Map<string, Member & { id: string }>()
const who = (name: string): Member & { id: string } => people.get(name) as Member & { id: string }

async function person(name: string, role: Role, scope: 'all' | 'site' | 'none'): Promise<void> {
  const member = await addMember(server, `${name}@example.org`, role)
  if (scope !== 'all') await setScope(server, member.email, ...(scope === 'site' ? [site.id] : []))
  const [row] = await server.db.owner<{ id: string }>(
    `update person set email_words = ' ' || lower($2::text) || ' example org ' where email = $1 returning public_id as id`,
    [member.email, name],
  )
  people.set(name, { ...member, id: row?.id ?? '' })
}

interface Made {
  readonly id: string
  readonly runId: string
  readonly taskIds: readonly string[]
}

/** A job of both assets, run and ended, unless it is `fresh`. */
async function job(name: string, owner: string, coAuthors: readonly string[] = [], fresh = false): Promise<Made> {
  const document = {
    kind: 'deployment',
    platform: 'linux',
    assets: [assets.a, assets.b],
    patches: [],
    schedule: { type: 'onDemand' },
    options: { onFailure: 'stop', reboot: 'never', windowMinutes: 60 },
  }
  const [row] = await server.db.owner<{ n: number; id: string }>(
    `insert into job (subscription_id, public_id, name, name_folded, name_words, kind, platform, state, schedule_type, spec_version,
                      owner_id, asset_count, created_at, modified_at)
     select 1, gen_random_uuid(), $1::text, lower($1::text), ' ' || lower($1::text) || ' ', 'deployment', 'linux', $3, 'onDemand', 1, id, 2,
            now(), now()
       from person where email = $2 returning id::int as n, public_id as id`,
    [name, who(owner).email, fresh ? 'disabled' : 'completed'],
  )
  await server.db.owner(
    `insert into job_spec (job_id, version, subscription_id, document, digest, author_id, created_at)
     select id, 1, 1, $2, '\\x00', owner_id, now() from job where id = $1`,
    [row?.n, JSON.stringify(document)],
  )
  await server.db.owner(`insert into job_tag (job_id, tag_id, subscription_id) values ($1, $2, 1)`, [row?.n, site.n])
  for (const coAuthor of coAuthors) {
    await server.db.owner(
      `insert into job_co_author (job_id, person_id, subscription_id) select $1, id, 1 from person where email = $2`,
      [row?.n, who(coAuthor).email],
    )
  }
  if (fresh) return { id: row?.id ?? '', runId: '', taskIds: [] }
  const [run] = await server.db.owner<{ n: number; id: string }>(
    `insert into run (subscription_id, public_id, job_id, spec_version, nominal_at, state, created_at)
     values (1, gen_random_uuid(), $1, 1, now(), 'done', now()) returning id::int as n, public_id as id`,
    [row?.n],
  )
  const tasks = await server.db.owner<{ id: string }>(
    `insert into task (asset_id, subscription_id, public_id, run_id, job_id, state, not_before, start_before, finish_before, created_at,
                       changed_at)
     select asset_id, 1, gen_random_uuid(), $1, $2, 'succeeded', now(), now(), now(), now(), now() from asset order by asset_id
     returning public_id as id`,
    [run?.n, row?.n],
  )
  return { id: row?.id ?? '', runId: run?.id ?? '', taskIds: tasks.map(task => task.id) }
}

beforeAll(async () => {
  server = await testServer()
  admin = await firstAdmin(server)
  const [tag] = await server.db.owner<{ n: number; id: string }>(
    `insert into tag (subscription_id, public_id, name, name_folded, name_words, created_at)
     values (1, gen_random_uuid(), 'site', 'site', ' site ', now()) returning id as n, public_id as id`,
  )
  site = tag as { n: number; id: string }
  await server.db.owner(`insert into tag_above (above_id, tag_id, subscription_id) values ($1, $1, 1)`, [site.n])
  for (const [name, n] of [
    ['a', 1],
    ['b', 2],
  ] as const) {
    const [asset] = await server.db.owner<{ id: string }>(
      `insert into asset (asset_id, subscription_id, public_id, name, name_folded, name_words, platform, created_at, licensed, activated_at)
       values ($1::int, 1, gen_random_uuid(), 'host-' || $2::text, 'host-' || $2::text, ' host ' || $2::text || ' ', 'linux', now(), true, now())
       returning public_id as id`,
      [n, name],
    )
    assets[name] = asset?.id ?? ''
    await server.db.owner(
      `insert into agent_line (asset_id, subscription_id, public_id, key_id, standing, standing_at, seq, link, machine, boot, seen_at)
       values ($1::int, 1, gen_random_uuid(), int4send($1::int), 'active', now(), 1, '', '', '', now())`,
      [n],
    )
  }
  await server.db.owner(`insert into asset_tag (asset_id, tag_id, subscription_id) values (1, $1, 1)`, [site.n])
  await person('user', 'patchUser', 'all')
  await person('siteUser', 'patchUser', 'site')
  await person('manager', 'patchManager', 'all')
  await person('siteManager', 'patchManager', 'site')
  await person('security', 'patchSecurity', 'all')
  await person('reader', 'patchReader', 'all')
  await person('newcomer', 'patchReader', 'none')
}, 60_000)
afterAll(() => server[Symbol.asyncDispose]())

const get = (name: string, path: string) => who(name).person.call('GET', path)
const post = (name: string, path: string, body: object) => who(name).person.call('POST', path, body)

describe('what is in a job', () => {
  let hidden: Made
  beforeAll(async () => {
    hidden = await job('Hidden', 'user', ['siteUser'])
  })

  it.each([
    ['reader', false],
    ['siteManager', true],
    ['siteUser', true],
    ['user', true],
  ])('is open to %s: %s; its row is everybody’s', async (name, open) => {
    const list = await get(name, '/jobs?query=name:Hidden')
    expect(list.body.items).toMatchObject([{ id: hidden.id, name: 'Hidden', mayOpen: open, needsOwner: false }])
    const opened = await get(name, `/jobs/${hidden.id}`)
    if (!open) expect(opened).toMatchObject({ status: 403, body: { code: 'forbidden', because: 'notCoAuthor' } })
    else expect(opened.status).toBe(200)
    const run = await get(name, `/runs/${hidden.runId}/tasks`)
    expect(run.status).toBe(open ? 200 : 404)
    expect((await get(name, `/tasks/${hidden.taskIds[0]}`)).status).toBe(open ? 200 : 404)
  })

  it('does not come out by lists, counts, facets, exports, values, explanations or the reason why', async () => {
    const seen = async (name: string) => {
      const list = await get(name, '/tasks?query=job.name:Hidden&facets=status')
      const csv = await server.app.inject({
        method: 'GET',
        url: '/api/v1/tasks.csv?query=job.name:Hidden',
        headers: { cookie: who(name).cookie },
      })
      const values = await post(name, '/query/complete', { entity: 'task', text: 'job.name:', position: 9 })
      const tags = await get(name, '/jobs?query=tags.name:site')
      const coAuthored = await get(name, '/jobs?query=coAuthor:siteuser')
      const explained = await post(name, '/query/explain', { entity: 'task', text: 'job.name:Hidden' })
      const why = await post(name, '/query/why', { entity: 'task', text: 'job.name:Hidden', id: hidden.taskIds[0] })
      const whyJob = await post(name, '/query/why', { entity: 'job', text: 'tags.name:site', id: hidden.id })
      return {
        total: list.body.total,
        facet: list.body.facets.status.length,
        csv: csv.body.trim().split('\r\n').length - 1,
        values: values.body.options.filter((one: { label: string }) => one.label === 'Hidden').length,
        tags: tags.body.total,
        coAuthored: coAuthored.body.total,
        explained: [explained.body.total, explained.body.everything],
        why: why.status,
        whyJob: whyJob.body.clauses.some((one: { found: string[] | null }) => one.found?.includes('site') === true),
      }
    }
    const reader = await seen('reader')
    expect(reader).toMatchObject({
      total: 0,
      facet: 0,
      csv: 0,
      values: 0,
      tags: 0,
      coAuthored: 0,
      explained: [0, 0],
      why: 404,
      whyJob: false,
    })
    expect(await seen('user')).toMatchObject({
      total: 2,
      facet: 1,
      csv: 2,
      values: 1,
      tags: 1,
      coAuthored: 1,
      explained: [2, 2],
      why: 200,
      whyJob: true,
    })
    // Asked again: what the owner was told is not remembered for others.
    expect(await seen('reader')).toEqual(reader)
  })

  it('shows to whom it is open the assets in their own scope, and counts no others', async () => {
    const opened = await get('siteUser', `/jobs/${hidden.id}`)
    expect(opened.body.assets).toMatchObject([{ id: assets.a }])
    expect(opened.body.assetCount).toBe(2)
    expect(opened.body.runs[0].tasks.total).toBe(1)
    expect((await get('siteUser', `/runs/${hidden.runId}/tasks`)).body.total).toBe(1)
    expect((await get('siteUser', `/tasks/${hidden.taskIds[1]}`)).status).toBe(404)
    expect((await get('user', `/jobs/${hidden.id}`)).body.runs[0].tasks.total).toBe(2)
  })

  it('is nothing to somebody with an empty scope, not even a row', async () => {
    expect((await get('newcomer', '/jobs')).body.total).toBe(0)
    const unknown = await get('newcomer', `/jobs/00000000-0000-4000-8000-000000000000`)
    const known = await get('newcomer', `/jobs/${hidden.id}`)
    const bare = ({ status, body }: typeof known) => ({ status, body: { ...body, requestId: '', instance: '' } })
    expect(bare(known)).toEqual(bare(unknown))
  })
})

describe('co-authors', () => {
  it('edit with the same or a higher role and scope, otherwise they view; what they may is said', async () => {
    const made = await job('Shared', 'user', [], true)
    for (const name of ['siteUser', 'manager', 'security', 'reader']) {
      expect((await post('user', `/jobs/${made.id}/co-authors`, { person: who(name).id })).status).toBe(200)
    }
    const { body } = await get('user', `/jobs/${made.id}`)
    const may = Object.fromEntries(
      body.coAuthors.map((one: { email: string; mayEdit: boolean }) => [one.email.split('@')[0], one.mayEdit]),
    )
    expect(may).toEqual({ manager: true, siteUser: false, security: false, reader: false })
    const rename = (name: string) => who(name).person.call('PATCH', `/jobs/${made.id}`, { name: 'New name' })
    expect(await rename('siteUser')).toMatchObject({ status: 403, body: { because: 'coAuthorScopeTooSmall' } })
    expect(await rename('security')).toMatchObject({ status: 403 })
    expect(await rename('manager')).toMatchObject({ status: 200, body: { name: 'New name' } })
    expect((await get('siteUser', `/jobs/${made.id}`)).body.may).toEqual(['job.view', 'job.clone'])
    expect((await get('security', `/jobs/${made.id}`)).body.may).toEqual(['job.view'])
    const gone = await who('user').person.call('DELETE', `/jobs/${made.id}/co-authors/${who('reader').id}`)
    expect(gone.body.coAuthors).toHaveLength(3)
    expect((await get('reader', `/jobs/${made.id}`)).status).toBe(403)
  })

  it('weaker than a new owner lose editing', async () => {
    const made = await job('Passed on', 'siteUser', ['user'], true)
    expect((await get('user', `/jobs/${made.id}`)).body.may).toContain('job.edit')
    const change = { jobs: [made.id], owner: who('manager').id }
    const shown = await post('manager', '/jobs/owner', { ...change, dryRun: true })
    expect(shown.body.jobs).toMatchObject([
      { before: { id: who('siteUser').id }, nowOnlyViewing: [{ id: who('user').id }] },
    ])
    expect((await get('user', `/jobs/${made.id}`)).body.ownedBy.id).toBe(who('siteUser').id)
    await post('manager', '/jobs/owner', change)
    expect((await get('user', `/jobs/${made.id}`)).body).toMatchObject({
      ownedBy: { id: who('manager').id },
      may: ['job.view', 'job.clone'],
    })
  })
})

describe('a change of owner', () => {
  it('says which of the targets leave with the old scope, and is all or nothing', async () => {
    const [one, two] = [await job('One', 'user', [], true), await job('Two', 'user', [], true)]
    const shown = await post('manager', '/jobs/owner', { jobs: [one.id], owner: who('siteUser').id, dryRun: true })
    expect(shown.body.jobs).toMatchObject([{ assets: 1, assetsOutside: 1 }])
    const foreign = '00000000-0000-4000-8000-000000000000'
    const mixed = await post('manager', '/jobs/owner', { jobs: [one.id, two.id, foreign], owner: who('siteUser').id })
    expect(mixed).toMatchObject({ status: 404, body: { code: 'not_found' } })
    for (const made of [one, two]) {
      expect((await get('manager', `/jobs/${made.id}`)).body.ownedBy.id).toBe(who('user').id)
    }
    const both = await post('manager', '/jobs/owner', { jobs: [one.id, two.id], owner: who('siteUser').id })
    expect(both.status).toBe(200)
    expect((await get('siteUser', `/jobs/${two.id}`)).body.ownedBy.id).toBe(who('siteUser').id)
  })

  it.each([
    ['a Patch Security person', 'manager', 'security', 'newOwnerMayNotOwn'],
    ['a reader', 'manager', 'reader', 'newOwnerMayNotOwn'],
    ['somebody who sees more than the giver and the owner of before', 'siteManager', 'user', 'newOwnerScopeTooLarge'],
    ['anybody, by a Patch User', 'user', 'siteUser', undefined],
  ])('to %s is refused', async (_, by, to, because) => {
    const made = await job('Kept', 'siteUser', [], true)
    const reply = await post(by, '/jobs/owner', { jobs: [made.id], owner: who(to).id })
    expect(reply).toMatchObject({ status: 403, body: { code: 'forbidden' } })
    expect(reply.body.because).toBe(because)
  })
})

describe('any job', () => {
  it('of an owner who sees more is stopped and deleted by a manager of the site, not edited or started', async () => {
    const made = await job('Wide', 'user', [], true)
    const rename = await who('siteManager').person.call('PATCH', `/jobs/${made.id}`, { name: 'Mine' })
    expect(rename).toMatchObject({ status: 403, body: { because: 'scopeTooSmall' } })
    expect(await who('siteManager').person.call('POST', `/jobs/${made.id}/enable`)).toMatchObject({
      status: 403,
      body: { because: 'scopeTooSmall' },
    })
    expect((await get('siteManager', `/jobs/${made.id}`)).body.may).toEqual([
      'job.view',
      'job.stop',
      'job.delete',
      'job.clone',
    ])
    expect((await who('siteManager').person.call('DELETE', `/jobs/${made.id}`)).status).toBe(200)
    expect((await get('manager', `/jobs/${made.id}`)).status).toBe(404)
  })

  it('takes another name from who read the present one, and the audit says what it was', async () => {
    const { id } = await job('Kernels', 'user')
    const rename = (body: object) => who('user').person.call('PATCH', `/jobs/${id}`, body)
    expect((await rename({ name: 'Kernels first', was: 'Kernels' })).status).toBe(200)
    expect(await rename({ name: 'Kernels last', was: 'Kernels' })).toMatchObject({
      status: 409,
      body: { code: 'conflict' },
    })
    expect((await get('user', `/jobs/${id}`)).body).toMatchObject({ name: 'Kernels first' })
    const rows = await server.db.owner(`select detail from audit where action = 'job.rename' and object = $1`, [
      `job:${id}`,
    ])
    expect(rows).toEqual([{ detail: { before: { name: 'Kernels' }, after: { name: 'Kernels first' } } }])
  })

  it('of a disabled person does not start, and managers see that it needs an owner', async () => {
    await person('leaver', 'patchUser', 'all')
    const made = await job('Orphan', 'leaver', ['user'], true)
    expect((await admin.call('POST', `/people/${who('leaver').id}/disable`)).status).toBe(200)
    expect((await get('manager', '/jobs?query=name:Orphan')).body.items).toMatchObject([{ needsOwner: true }])
    for (const name of ['manager', 'user']) {
      expect(await who(name).person.call('POST', `/jobs/${made.id}/enable`)).toMatchObject({
        status: 403,
        body: { because: 'needsOwner' },
      })
    }
    await post('manager', '/jobs/owner', { jobs: [made.id], owner: who('user').id })
    expect((await who('user').person.call('POST', `/jobs/${made.id}/enable`)).status).toBe(200)
  })
})

describe('an answer that goes on', () => {
  it('ends when its person is disabled, and names only assets of the scope', async () => {
    await person('listener', 'patchUser', 'site')
    const origin = server.app.listeningOrigin
    const answer = await fetch(`${origin}/api/v1/stream`, {
      headers: { authorization: `Bearer ${who('listener').secret}` },
    })
    const reader = (answer.body as ReadableStream<Uint8Array>).getReader()
    await reader.read()
    for (const id of [assets.b, assets.a])
      await server.db.owner(`select pg_notify('patchyard_stream', '1 asset ' || $1)`, [id])
    const told = new TextDecoder().decode((await reader.read()).value)
    expect(told).toContain(assets.a)
    expect(told).not.toContain(assets.b)
    await admin.call('POST', `/people/${who('listener').id}/disable`)
    await expect(
      (async () => {
        while (!(await reader.read()).done);
      })(),
    ).rejects.toThrow(/terminated/)
  })
})
