import { readFileSync } from 'node:fs'
import { testServer, type TestServer } from '@patchyard/server/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { activationKey, choosing, enrolledHost } from '../server/arrange.ts'
import { firstAdmin, type Person } from '../server/door-client.ts'
import { expectHarmless } from './oracles.ts'

// Table S5 (jobs that are made and changed) without its rows about approvals; generic cases in each member are tried by
// rest.hostile.db.test.ts.

interface Row {
  readonly id: string
  readonly say: string
  /** Default 400. */
  readonly status?: number
  /** Of the problem, or of the first mistake in the definition. */
  readonly code?: string
  readonly at?: string
  readonly parts?: object
  /** On top of a daily schedule. */
  readonly schedule?: object
  /** On top of an action that installs a package; null takes a member away. */
  readonly action?: object
  readonly scriptBytes?: number
  /** So many, none of which is there. */
  readonly patches?: number
}
const rows = JSON.parse(readFileSync(new URL('s5.json', import.meta.url), 'utf8')) as readonly Row[]

let server: TestServer
let admin: Person
let asset: string
let patch: string

beforeAll(async () => {
  server = await testServer()
  admin = await firstAdmin(server)
  await enrolledHost(server, await activationKey(admin), { missing: 1 })
  asset = (await admin.call('GET', '/assets')).body.items[0].id
  patch = (await admin.call('GET', `/assets/${asset}/findings`)).body.items[0].patchId
}, 60_000)
afterAll(() => server[Symbol.asyncDispose]())

const daily = { type: 'daily', start: '2099-01-05T21:00', zone: 'Europe/Berlin', every: 1, until: null }
const withoutNull = (members: object): object =>
  Object.fromEntries(Object.entries(members).filter(([, value]) => value !== null))

function bodyOf({ parts, schedule, action, scriptBytes, patches }: Row): object {
  const script = scriptBytes === undefined ? {} : { script: 'x'.repeat(scriptBytes) }
  const acts = { preActions: [withoutNull({ kind: 'install', name: 'a', packages: ['bash'], ...action, ...script })] }
  const unknown = Array.from(
    { length: patches ?? 0 },
    (_, n) => `00000000-0000-4000-8000-${n.toString(16).padStart(12, '0')}`,
  )
  return {
    name: 'J',
    platform: 'linux',
    ...(schedule === undefined ? {} : { schedule: { ...daily, ...schedule } }),
    ...(action === undefined ? {} : acts),
    ...(patches === undefined ? {} : { patches: { from: 'list', patches: unknown } }),
    ...parts,
  }
}

describe.each(rows)('$id $say', row => {
  const want = row.status ?? 400
  const first = (body: { code?: string; field?: string; problems?: { code: string; at: string }[] }) => {
    const [problem] = body.problems ?? []
    return { code: problem?.code ?? body.code, at: problem?.at ?? body.field }
  }

  it('when a job is made', async () => {
    const total = async () => (await admin.call('GET', '/jobs?limit=1')).body.total as number
    const before = await total()
    const reply = await admin.call('POST', '/jobs', bodyOf(row))
    expectHarmless({ status: reply.status, headers: reply.headers ?? {}, text: JSON.stringify(reply.body) })
    expect(reply.status).toBe(want)
    if (want < 400) return
    expect(first(reply.body)).toEqual({ code: row.code, at: row.at })
    expect(await total()).toBe(before)
  })

  it('when one is changed', async () => {
    const job = (await admin.call('POST', '/jobs', { name: 'J', platform: 'linux' })).body
    const reply = await admin.call('PUT', `/jobs/${job.id}`, bodyOf(row), { 'if-match': '*' })
    expect(reply.status).toBe(want < 400 ? 200 : want)
    if (want < 400) return
    expect(first(reply.body)).toEqual({ code: row.code, at: row.at })
    expect((await admin.call('GET', `/jobs/${job.id}`)).body.revision).toBe(job.revision)
  })
})

it('S5.3 the same patch twice is one', async () => {
  const made = await admin.call('POST', '/jobs', { name: 'J', ...choosing([asset], [patch, patch]) })
  expect(made.body).toMatchObject({ patchCount: 1, definition: { patches: { patches: [patch] } } })
})

it('S5.6 the preview says what becomes of a time that the clock skips', async () => {
  const schedule = { ...daily, start: '2099-03-29T02:30' }
  const { body } = await admin.call('POST', '/jobs/preview-schedule', { schedule })
  expect(body.zones[0].runs[0]).toMatchObject({ wall: '2099-03-29T03:30', at: '2099-03-29T01:30:00.000Z' })
  expect(body.zones[0].runs[0].notes[0].message).toMatch(/^Clock change/)
})

it('S5.9 of two editors the second is told, and nothing of the first is lost', async () => {
  const job = (await admin.call('POST', '/jobs', { name: 'J', platform: 'linux' })).body
  const put = (description: string) =>
    admin.call('PUT', `/jobs/${job.id}`, { platform: 'linux', description }, { 'if-match': `"${job.revision}"` })
  expect((await put('first')).status).toBe(200)
  expect(await put('second')).toMatchObject({ status: 412, body: { code: 'precondition_failed' } })
  expect((await admin.call('GET', `/jobs/${job.id}`)).body.description).toBe('first')
})

it('S5.11 twenty who enable at once make one run', async () => {
  const { id } = (await admin.call('POST', '/jobs', { name: 'J', ...choosing([asset], [patch]) })).body
  const replies = await Promise.all(
    Array.from({ length: 20 }, (_, n) =>
      n % 2 === 0 ? admin.call('POST', `/jobs/${id}/enable`) : admin.call('POST', '/jobs/enable', { ids: [id] }),
    ),
  )
  expect(replies.map(reply => reply.status).toSorted((a, b) => a - b)).toEqual([200, ...Array<number>(19).fill(409)])
  expect((await admin.call('GET', `/jobs/${id}`)).body.runs).toHaveLength(1)
})

it.each([
  ['no quotes', '1-abc'],
  ['a weak tag', 'W/"1-abc"'],
  ['thousands of them', Array<string>(2000).fill('"x"').join(',')],
  ['an open quote', '"1'],
  ['control characters', '"a\u0001"'],
])('If-Match with %s is refused', async (_, ifMatch) => {
  const job = (await admin.call('POST', '/jobs', { name: 'J', platform: 'linux' })).body
  const reply = await admin.call('PUT', `/jobs/${job.id}`, { platform: 'linux' }, { 'if-match': ifMatch })
  expect([reply.status, reply.body.code]).toEqual([400, 'malformed'])
})

it.each([
  ['an open quote', '"'.repeat(400_001)],
  ['a hundred thousand commas', ','.repeat(100_000)],
  ['NUL', 'a\0b\nc'],
  ['half a character', 'a\ud800'],
  ['lines by the thousand', 'x\n'.repeat(5001)],
])('a list of assets with %s is refused or means nobody', async (_, csv) => {
  const { status, body, headers } = await admin.call('POST', '/jobs/import-assets', { csv })
  expectHarmless({ status, headers: headers ?? {}, text: status < 400 ? '' : JSON.stringify(body) })
  if (status === 200) expect(body.assets).toEqual([])
})
