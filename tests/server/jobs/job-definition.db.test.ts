import { emptyDefinition } from '@patchyard/domain'
import { testServer, type TestServer } from '@patchyard/server/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { activationKey, choosing, enrolledHost } from '../arrange.ts'
import { firstAdmin, type Person } from '../door-client.ts'
import { addMember, personIdOf } from '../people.ts'

let server: TestServer
let admin: Person
let user: Person
let security: Person
let asset: string
let patch: string
let tag: string

beforeAll(async () => {
  server = await testServer()
  admin = await firstAdmin(server)
  await enrolledHost(server, await activationKey(admin), { missing: 2 })
  asset = (await admin.call('GET', '/assets')).body.items[0].id
  patch = (await admin.call('GET', `/assets/${asset}/findings`)).body.items[0].patchId
  tag = (await admin.call('POST', '/tags', { name: 'site' })).body.id
  user = (await addMember(server, 'user@example.org', 'patchUser')).person
  security = (await addMember(server, 'security@example.org', 'patchSecurity')).person
}, 60_000)
afterAll(() => server[Symbol.asyncDispose]())

const made = async (body: object = {}, who = admin) => {
  const reply = await who.call('POST', '/jobs', { name: 'J', platform: 'linux', ...body })
  expect(`${reply.status} ${JSON.stringify(reply.body.problems ?? '')}`).toMatch(/^201/)
  return reply.body as { id: string; revision: string; status: string; missing: string[]; definition: object }
}
const put = (id: string, body: object, revision: string | null, who = admin) =>
  who.call('PUT', `/jobs/${id}`, body, revision === null ? {} : { 'if-match': revision })
const quoted = ({ revision }: { revision: string }) => `"${revision}"`
const weekly = {
  type: 'weekly',
  start: '2099-01-05T21:00',
  zone: 'Europe/Berlin',
  every: 1,
  until: null,
  days: ['monday'],
}

describe('a job', () => {
  it('needs a name and a platform; without the rest it is a draft that says what it lacks', async () => {
    const job = await made()
    expect(job).toMatchObject({ status: 'draft', missing: ['assets', 'patches', 'schedule'], scheduleType: 'none' })
    expect(job.definition).toEqual(emptyDefinition('linux'))
    const enabled = await admin.call('POST', `/jobs/${job.id}/enable`)
    expect(enabled).toMatchObject({ status: 409, body: { code: 'job_incomplete', missing: job.missing } })
  })

  it('comes back as it was given, tidy, with an ETag', async () => {
    const options = { reboot: 'ifNeeded', atOnce: 5 }
    const job = await made({
      ...choosing([asset], [patch, patch]),
      schedule: weekly,
      options,
      description: ' of the site ',
      assets: { tags: [tag], include: [asset] },
    })
    const empty = emptyDefinition('linux')
    expect(job.definition).toEqual({
      ...empty,
      description: 'of the site',
      assets: { ...empty.assets, tags: [tag], include: [asset] },
      patches: { from: 'list', patches: [patch] },
      schedule: weekly,
      options: { ...empty.options, ...options },
    })
    const read = await admin.call('GET', `/jobs/${job.id}`)
    expect(read.headers?.['etag']).toBe(quoted(job))
    expect(read.body).toMatchObject({ status: 'disabled', specVersion: 1, tags: ['site'], scheduleType: 'weekly' })
    expect(read.body.schedule).toBe('Every Monday at 21:00, time of Europe/Berlin, from 5 January 2099')
    const listed = await admin.call(
      'GET',
      `/jobs?query=${encodeURIComponent('tags.name:site and scheduleType:Weekly')}`,
    )
    expect(listed.body.items.map((one: { id: string }) => one.id)).toEqual([job.id])
  })

  it('with mistakes is refused with all of them, and nothing is saved', async () => {
    const before = (await admin.call('GET', '/jobs')).body.total
    const reply = await admin.call('POST', '/jobs', {
      name: 'J',
      platform: 'linux',
      schedule: { ...weekly, zone: 'Europe/Atlantis', start: '2099-02-30T21:00' },
      window: { appliesTo: 'start', minutes: 0 },
      preActions: [{ kind: 'script', name: 'a', interpreter: 'powershell', script: 'x' }],
    })
    expect(reply).toMatchObject({ status: 400, body: { code: 'job_invalid' } })
    expect(reply.body.problems.map((one: { code: string; at: string }) => `${one.code} ${one.at}`)).toEqual([
      'window_malformed /window/minutes',
      'schedule_start /schedule/start',
      'schedule_zone /schedule/zone',
      'action_interpreter /preActions/0/interpreter',
    ])
    expect((await admin.call('GET', '/jobs')).body.total).toBe(before)
  })

  it('with a query that is none is refused with the places of its mistakes', async () => {
    const reply = await admin.call('POST', '/jobs', {
      name: 'J',
      platform: 'linux',
      patches: { from: 'query', query: 'sevrity:high' },
    })
    expect(reply).toMatchObject({ status: 400, body: { code: 'query_invalid', field: '/patches/query' } })
    expect(reply.body.errors[0]).toMatchObject({ from: 0, to: 7 })
  })

  it('takes its patches from another job only of whoever may open that one', async () => {
    const job = await made(choosing([asset], [patch]))
    const from = { name: 'J', platform: 'linux', patches: { from: 'job', job: job.id } }
    expect((await admin.call('POST', '/jobs', from)).status).toBe(201)
    expect((await user.call('POST', '/jobs', from)).body).toMatchObject({ code: 'not_found', field: '/patches/job' })
  })
})

describe('a definition is replaced', () => {
  it('only by who says what was read: 428 without, 412 with what is old', async () => {
    const job = await made()
    const body = { platform: 'linux', description: 'one' }
    expect((await put(job.id, body, null)).body.code).toBe('precondition_needed')
    expect((await put(job.id, body, 'W/"x"')).status).toBe(400)
    const first = await put(job.id, body, quoted(job))
    expect(first).toMatchObject({ status: 200, body: { specVersion: 2, definition: { description: 'one' } } })
    const second = await put(job.id, { ...body, description: 'two' }, quoted(job))
    expect(second).toMatchObject({ status: 412, body: { code: 'precondition_failed', revision: first.body.revision } })
    expect((await put(job.id, { ...body, description: 'two' }, '*')).status).toBe(200)
  })

  it('of two editors at once exactly one wins', async () => {
    const job = await made()
    const both = await Promise.all(
      Array.from({ length: 6 }, (_, n) => put(job.id, { platform: 'linux', description: `${n}` }, quoted(job))),
    )
    expect(both.map(reply => reply.status).toSorted((a, b) => a - b)).toEqual([200, 412, 412, 412, 412, 412])
  })

  it('a new name is another revision, a change of nothing is none', async () => {
    const job = await made()
    const same = await put(job.id, { platform: 'linux' }, quoted(job))
    expect(same.body).toMatchObject({ revision: job.revision, specVersion: 1 })
    const named = await put(job.id, { platform: 'linux', name: 'K' }, quoted(job))
    expect(named.body).toMatchObject({ name: 'K', specVersion: 1 })
    expect((await put(job.id, { platform: 'linux' }, quoted(job))).status).toBe(412)
  })

  it('a draft that is complete becomes disabled, and a draft again', async () => {
    const job = await made()
    const whole = await put(job.id, choosing([asset], [patch]), quoted(job))
    expect(whole.body).toMatchObject({ status: 'disabled', missing: [] })
    const less = await put(job.id, { platform: 'linux', schedule: { type: 'onDemand' } }, quoted(whole.body))
    expect(less.body).toMatchObject({ status: 'draft', missing: ['assets', 'patches'] })
  })

  it('platform and kind stay, and a job that ran once stays as it ran', async () => {
    const job = await made({ ...choosing([asset], [patch]), enable: true })
    const windows = await put(job.id, { platform: 'windows' }, '*')
    expect(windows.body.problems.map((one: { code: string }) => one.code)).toContain('platform_fixed')
    const fewer = await put(job.id, choosing([asset], []), '*')
    expect(fewer.body.problems[0].code).toBe('job_begun')
    const described = await put(job.id, { ...job.definition, description: 'why' }, '*')
    expect(described.body).toMatchObject({ specVersion: 2, runs: [{ specVersion: 1 }] })
  })

  it('a co-author edits tags, and not single assets', async () => {
    const job = await made({ assets: { include: [asset] } }, user)
    const colleague = await addMember(server, 'colleague@example.org', 'patchUser')
    await user.call('POST', `/jobs/${job.id}/co-authors`, { person: await personIdOf(server, colleague.email) })
    const { definition } = job as unknown as { definition: { assets: object } }
    const tagged = { ...definition, assets: { ...definition.assets, tags: [tag] } }
    expect((await put(job.id, tagged, '*', colleague.person)).status).toBe(200)
    const taken = await put(job.id, { ...tagged, assets: { tags: [tag] } }, '*', colleague.person)
    expect(taken).toMatchObject({ status: 403, body: { because: 'coAuthorMayNotChooseAssets' } })
  })

  it('who may not open the job learns nothing of its revision', async () => {
    const job = await made()
    expect((await put(job.id, { platform: 'linux' }, '"1-x"', user)).status).toBe(403)
  })

  it('writes what changed into the audit, with the digests before and after', async () => {
    const job = await made()
    const after = await put(job.id, { platform: 'linux', options: { reboot: 'always' } }, quoted(job))
    const [row] = await server.db.owner<{ detail: Record<string, unknown> }>(
      `select detail from audit where action = 'job.edit' and object = $1`,
      [`job:${job.id}`],
    )
    expect(row?.detail).toMatchObject({
      before: { version: 1 },
      after: { version: 2, digest: after.body.specDigest },
      changed: ['/options/reboot'],
    })
  })
})

describe('of a job that waits for its time', () => {
  it('all changes until its run begins, and its start may lie in the past when it stays', async () => {
    const job = await made({ ...choosing([asset], [patch]), schedule: weekly, enable: true })
    expect(job.status).toBe('enabled')
    await server.db.owner(
      `update job_spec set document = replace(document, '2099-01-05T21:00', '2026-01-05T21:00')
        where job_id = (select id from job where public_id = $1)`,
      [job.id],
    )
    const begun = { ...weekly, start: '2026-01-05T21:00' }
    const other = await put(job.id, { ...choosing([asset], [patch]), schedule: { ...begun, days: ['friday'] } }, '*')
    expect(other.body).toMatchObject({ status: 'enabled', specVersion: 2 })
    const moved = { ...begun, start: '2026-01-06T21:00' }
    const past = await put(job.id, { ...choosing([asset], [patch]), schedule: moved }, '*')
    expect(past.body.problems).toMatchObject([{ code: 'schedule_start_past' }])
    const now = await put(job.id, choosing([asset], [patch]), '*')
    expect(now).toMatchObject({ status: 409, body: { problems: [{ code: 'on_demand_enabled' }] } })
  })
})

describe('a tag', () => {
  it('of a job that may still run is not deleted, of one that is gone it is', async () => {
    const { id } = (await admin.call('POST', '/tags', { name: 'canary' })).body
    const job = await made({ assets: { excludeTags: [id] } })
    const kept = await admin.call('DELETE', `/tags/${id}?uses=release`)
    expect(kept).toMatchObject({ status: 409, body: { uses: [{ what: 'job', outcome: 'refused' }] } })
    await admin.call('DELETE', `/jobs/${job.id}`)
    expect((await admin.call('DELETE', `/tags/${id}`)).status).toBe(200)
  })
})

describe('a clone', () => {
  it('is disabled, belongs to who makes it, and has no assets that this person does not see', async () => {
    const job = await made({ ...choosing([asset], [patch]), assets: { include: [asset], tags: [tag] } })
    const scoped = await addMember(server, 'scoped@example.org', 'patchManager')
    await server.db.owner(
      `update membership set all_assets = false where person_id = (select id from person where email = 'scoped@example.org')`,
    )
    await server.db.owner(
      `insert into membership_tag (subscription_id, person_id, tag_id)
       select 1, p.id, t.id from person p, tag t where p.email = 'scoped@example.org' and t.public_id = $1`,
      [tag],
    )
    const own = await admin.call('POST', `/jobs/${job.id}/clone`, {})
    expect(own).toMatchObject({ status: 201, body: { name: 'Copy of J', status: 'disabled' } })
    expect(own.body.definition).toEqual(job.definition)
    const theirs = await scoped.person.call('POST', `/jobs/${job.id}/clone`, { name: 'Mine' })
    expect(theirs.body).toMatchObject({
      name: 'Mine',
      owner: 'scoped@example.org',
      definition: { assets: { include: [], tags: [tag] } },
    })
  })

  it('loses a single run that is over, and is a draft then', async () => {
    const job = await made({
      ...choosing([asset], [patch]),
      schedule: { type: 'once', start: '2099-01-01T10:00', zone: 'UTC' },
    })
    const before = `'2099-01-01T10:00'`
    await server.db.owner(
      `update job_spec set document = replace(document, '2099-01-01T10:00', '2020-01-01T10:00')
        where document like '%' || ${before} || '%'`,
    )
    const clone = await admin.call('POST', `/jobs/${job.id}/clone`, {})
    expect(clone.body).toMatchObject({ status: 'draft', missing: ['schedule'], definition: { schedule: null } })
  })
})

describe('an advisory', () => {
  it('is a draft of nobody: its maker sees it, a manager gives it to somebody, who makes a job of it', async () => {
    const reply = await security.call('POST', '/jobs/advisories', {
      name: 'Install these',
      platform: 'linux',
      patches: { from: 'list', patches: [patch] },
    })
    expect(reply).toMatchObject({
      status: 201,
      body: { status: 'draft', owner: null, needsOwner: true, ownedBy: null },
    })
    const { id } = reply.body
    expect((await security.call('GET', `/jobs/${id}`)).status).toBe(200)
    expect((await security.call('PUT', `/jobs/${id}`, { platform: 'linux' }, { 'if-match': '*' })).status).toBe(403)
    expect((await user.call('GET', `/jobs/${id}`)).status).toBe(403)
    const listed = await admin.call('GET', `/jobs?query=${encodeURIComponent('not owner:me and name:Install')}`)
    expect(listed.body.items).toMatchObject([{ id, owner: null, patchCount: 1 }])
    const owner = await personIdOf(server, 'user@example.org')
    const given = await admin.call('POST', '/jobs/owner', { jobs: [id], owner })
    expect(given.body.jobs).toMatchObject([{ before: null }])
    const whole = await put(id, choosing([asset], [patch]), '*', user)
    expect(whole.body).toMatchObject({ status: 'disabled', owner: 'user@example.org' })
  })

  it('is made by Patch Security and administrators alone, and Patch Security makes no job', async () => {
    const body = { name: 'A', platform: 'linux' }
    expect((await user.call('POST', '/jobs/advisories', body)).status).toBe(403)
    expect((await security.call('POST', '/jobs', body)).status).toBe(403)
  })
})

describe('many jobs at once', () => {
  it('are enabled, all or none, and the refusal names the one', async () => {
    const [good, draft] = [await made(choosing([asset], [patch])), await made({ name: 'Draft' })]
    const none = await admin.call('POST', '/jobs/enable', { ids: [good.id, draft.id] })
    expect(none).toMatchObject({ status: 409, body: { code: 'job_incomplete', field: '/ids/1', job: draft.id } })
    expect(none.body.detail).toContain('Draft')
    expect((await admin.call('GET', `/jobs/${good.id}`)).body.status).toBe('disabled')
    const both = await admin.call('POST', '/jobs/enable', { ids: [good.id] })
    expect(both).toMatchObject({ status: 200, body: { jobs: [{ id: good.id, name: 'J' }] } })
    expect((await admin.call('POST', '/jobs/cancel', { ids: [good.id] })).status).toBe(200)
    const kept = await admin.call('POST', '/jobs/delete', { ids: [draft.id, good.id] })
    expect(kept).toMatchObject({ status: 409, body: { code: 'conflict', job: good.id } })
    const gone = await admin.call('POST', '/jobs/delete', { ids: [draft.id] })
    expect(gone.body.jobs).toEqual([{ id: draft.id, name: 'Draft', status: 'deleted' }])
  })

  it.each([
    ['jobs that require a dry run', { options: { requireDryRun: true } }],
    ['jobs for windows', { platform: 'windows' }],
  ])('%s are written and not enabled: this release would not do what they say', async (what, part) => {
    const job = await made({ ...choosing([asset], [patch]), ...part })
    const reply = await admin.call('POST', `/jobs/${job.id}/enable`)
    expect(reply).toMatchObject({ status: 409, body: { code: 'conflict', reason: 'not_planned' } })
    expect(reply.body.detail).toContain(what)
  })

  it('of somebody else are refused whole', async () => {
    const [own, others] = [await made({}, user), await made()]
    const reply = await user.call('POST', '/jobs/delete', { ids: [own.id, others.id] })
    expect(reply).toMatchObject({ status: 403, body: { because: 'notCoAuthor', job: others.id } })
    expect((await user.call('GET', `/jobs/${own.id}`)).status).toBe(200)
  })
})

describe('before a job is saved', () => {
  it('its next runs are shown with what clock changes make of them', async () => {
    const schedule = { type: 'daily', start: '2099-03-28T02:30', zone: 'Europe/Berlin', every: 1, until: null }
    const reply = await admin.call('POST', '/jobs/preview-schedule', {
      schedule,
      window: { appliesTo: 'start', minutes: 2000 },
    })
    expect(reply.status).toBe(200)
    const [zone] = reply.body.zones
    expect(zone).toMatchObject({ zone: 'Europe/Berlin' })
    expect(zone.runs).toHaveLength(10)
    expect(zone.runs[1]).toMatchObject({ nominal: '2099-03-29T02:30', wall: '2099-03-29T03:30' })
    expect(zone.runs[1].notes[0].message).toContain('Clock change')
    expect(reply.body.warnings).toMatchObject([{ code: 'window_overlap' }])
    const wrong = await admin.call('POST', '/jobs/preview-schedule', { schedule: { ...schedule, every: 0 } })
    expect(wrong.body.problems).toMatchObject([{ code: 'schedule_every', at: '/schedule/every' }])
  })

  it('lines of a file become assets, and each line that names nobody is told', async () => {
    const csv = `\ufeffName;Site\r\nSIM-00001;"a"\r\nnobody;b\r\n\r\n${asset};c`
    const reply = await admin.call('POST', '/jobs/import-assets', { csv })
    expect(reply.body).toMatchObject({
      assets: [{ id: asset, name: 'sim-00001' }],
      problems: [{ line: 3, text: 'nobody', code: 'not_found' }],
      more: false,
    })
  })

  it('the four scenarios of the guides are there to begin with, and each is a definition', async () => {
    const { templates } = (await admin.call('GET', '/jobs/templates')).body as {
      templates: { name: string; definition: object; fillIn: string[] }[]
    }
    expect(templates.map(one => `${one.name}: ${one.fillIn.join(' ')}`)).toEqual([
      'Microsoft Security Patches: assets patches',
      'RHEL Security Patches: assets patches',
      'Roll back Internet Explorer: assets patches',
      'Browser Security Patches: assets',
    ])
    for (const { name, definition } of templates) {
      expect((await made({ name, ...definition })).definition).toEqual(definition)
    }
  })
})
