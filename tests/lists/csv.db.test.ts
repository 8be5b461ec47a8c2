import { get as httpGet, type IncomingMessage } from 'node:http'
import { readCsv } from '@patchyard/server/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type WorldServer, worldServer } from './world-server.ts'

let world: WorldServer
let address: string

const MANY = 1700

/** What a host may call itself and its user. */
const hostile = [
  '=1+1',
  '+cmd|/C calc',
  '-2+3',
  '@SUM(A1)',
  '\t=1',
  'a,"b"\r\nc',
  '<img src=x onerror=alert(1)>',
  '\u001b[2J\u202egpj.exe',
  'Größe 包',
]

beforeAll(async () => {
  world = await worldServer()
  address = world.server.context.address.publicUrl()
  await world.server.db.owner(
    `insert into asset (asset_id, subscription_id, public_id, name, name_folded, platform, last_user, created_at)
     select 100000 + n, 7, gen_random_uuid(), 'many-' || lpad(n::text, 5, '0'), 'many-' || lpad(n::text, 5, '0'), 'linux',
            coalesce(($1::text[])[n], ''), now()
       from generate_series(1, ${MANY}) n`,
    [hostile],
  )
  await world.server.db.owner(
    `insert into agent_line (asset_id, subscription_id, public_id, key_id, standing, standing_at, seq, link, machine, boot, seen_at)
     select 100000 + n, 7, gen_random_uuid(), int4send(n), 'active', now(), 1, '', '', '', now() from generate_series(1, ${MANY}) n`,
  )
}, 60_000)
afterAll(() => world[Symbol.asyncDispose]())

const ask = (path: string) =>
  world.server.app.inject({ url: `/api/v1${path}`, headers: { authorization: `Bearer ${world.admin.secret}` } })

/** A real connection, so that what breaks it can be seen. */
const open = (path: string): Promise<IncomingMessage> =>
  new Promise((resolve, reject) => {
    httpGet(`${address}/api/v1${path}`, { headers: { authorization: `Bearer ${world.admin.secret}` } }, resolve).on(
      'error',
      reject,
    )
  })

async function readAll(reply: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of reply) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks).toString('utf8')
}

describe('a list as CSV', () => {
  it('has every row of the query once, in its order, over many batches', async () => {
    const reply = await ask('/assets.csv?query=name:many*&sort=-name&fields=name')
    expect(reply.statusCode).toBe(200)
    expect(reply.headers).toMatchObject({
      'content-type': 'text/csv; charset=utf-8; header=present',
      'content-disposition': 'attachment; filename="assets.csv"',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
    })
    const [head, ...rows] = readCsv(reply.body)
    expect(head).toEqual(['name'])
    expect(rows.map(([name]) => name)).toEqual(
      Array.from({ length: MANY }, (_, n) => `many-${String(MANY - n).padStart(5, '0')}`),
    )
  })

  it('holds no formula, whatever a machine says, and loses no text', async () => {
    const { body } = await ask('/assets.csv?query=name:many-0000*&fields=lastUser')
    const users = readCsv(body)
      .slice(1)
      .map(([user]) => user ?? '')
    for (const user of users) expect(user).not.toMatch(/^[=+\-@\t\r]/)
    const given = hostile.map(text => (/^[=+\-@\t\r]/.test(text) ? `'${text}` : text))
    expect(users.toSorted()).toEqual(given.toSorted())
  })

  it.each([
    ['assets', 'name'],
    ['patches', 'key'],
    ['jobs', 'tasks.total'],
    ['tasks', 'asset.name'],
    ['vulnerabilities', 'ssvc.exploitation'],
  ])('of %s has a column for every member', async (list, column) => {
    const [head = [], ...rows] = readCsv((await ask(`/${list}.csv`)).body)
    const { total, items } = (await world.admin.person.call('GET', `/${list}?limit=1`)).body
    expect(head).toContain(column)
    expect([...new Set(head.map(name => name.split('.')[0]))]).toEqual(Object.keys(items[0] as object))
    expect(rows.length).toBe(total)
    for (const row of rows) expect(row).toHaveLength(head.length)
  })

  it('of nothing is its heading', async () => {
    expect((await ask('/jobs.csv?query=name:nothing&fields=name,status')).body).toBe('name,status\r\n')
  })

  it('begins with a byte order mark when asked', async () => {
    const { rawPayload } = await ask('/jobs.csv?bom=true&fields=name&query=name:nothing')
    expect([...rawPayload.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf])
  })

  it('says the missing count of the list that it is of', async () => {
    const counts = async (status: string) =>
      readCsv((await ask(`/assets.csv?query=name:db_01&status=${status}&fields=missingPatchCount`)).body)[1]
    expect([await counts('missing'), await counts('latestMissing')]).toEqual([['2'], ['1']])
  })

  it.each([
    ['query=nam:x', 'query_invalid'],
    ['fields=name,password', 'malformed'],
    ['sort=x', 'malformed'],
    ['limit=5', 'malformed'],
    ['cursor=x', 'malformed'],
  ])('asked wrongly (%s) is refused before its first byte', async (parameters, code) => {
    const reply = await ask(`/assets.csv?${parameters}`)
    expect([reply.statusCode, reply.json<{ code: string }>().code]).toEqual([400, code])
    expect(reply.headers['content-type']).toContain('application/problem+json')
  })

  it('is of one subscription', async () => {
    const reply = await world.neighbour.person.call('GET', '/assets.csv?fields=name')
    expect(reply.body).not.toContain('many-')
  })
})

it('a query as long as the language allows fits into an address, one that is longer is refused by the language', async () => {
  const clause = (n: number): string => `name:"größe ${String(n).padStart(4, '0')}" or `
  const long = `${Array.from({ length: 700 }, (_, n) => clause(n)).join('')}name:db_01`
  expect(Buffer.byteLength(long)).toBeGreaterThan(15_000)
  const whole = await open(`/assets.csv?fields=name&query=${encodeURIComponent(long)}`)
  expect([whole.statusCode, await readAll(whole)]).toEqual([200, 'name\r\ndb_01\r\n'])
  const longer = await open(`/assets.csv?fields=name&query=${encodeURIComponent(`${long} or ${long}`)}`)
  expect([longer.statusCode, JSON.parse(await readAll(longer))]).toMatchObject([400, { code: 'query_invalid' }])
})

/** Large enough that it does not fit into buffers between server and client. */
async function widen(): Promise<void> {
  await world.server.db.owner(`update asset set os_name = repeat('wide ', 2000) where name like 'many-%'`)
}

describe('a download that breaks in the middle', () => {
  it('is an error for its reader, never a short file that looks whole', async () => {
    await widen()
    const reply = await open('/assets.csv?query=name:many*')
    expect(reply.statusCode).toBe(200)
    await new Promise(resolve => reply.once('readable', resolve))
    // Until its reader reads on, the server waits inside of the export's transaction.
    await expect.poll(() => exporting(), { timeout: 10_000 }).toHaveLength(1)
    const [pid] = await exporting()
    await world.server.db.owner('select pg_terminate_backend($1)', [pid])
    await expect(readAll(reply)).rejects.toMatchObject({ code: 'ECONNRESET' })
    expect(world.server.log.some(line => line['msg'] === 'an export broke off')).toBe(true)
  })

  it('ends in the database when its reader goes away', async () => {
    const reply = await open('/assets.csv?query=name:many*')
    await new Promise(resolve => reply.once('readable', resolve))
    await expect.poll(() => exporting(), { timeout: 10_000 }).toHaveLength(1)
    reply.destroy()
    await expect.poll(() => exporting(), { timeout: 10_000 }).toEqual([])
  })

  it('does not take the database from everybody else: more than three at once wait', async () => {
    const replies = await Promise.all(
      [1, 2, 3].map(() => open('/assets.csv?query=name:many*&fields=name,operatingSystem')),
    )
    await expect.poll(() => exporting(), { timeout: 10_000 }).toHaveLength(3)
    const fourth = await ask('/assets.csv')
    expect(fourth.json()).toMatchObject({ status: 503, code: 'busy' })
    expect(Number(fourth.headers['retry-after'])).toBeGreaterThan(0)
    for (const reply of replies) expect((await readAll(reply)).match(/^many-/gm)).toHaveLength(MANY)
    expect((await ask('/assets.csv?query=name:web*')).statusCode).toBe(200)
  })
})

/** Connections of this database that wait inside an export; other transactions pass through the same state, but do not stay. */
async function exporting(): Promise<number[]> {
  const rows = await world.server.db.owner<{ pid: number }>(
    `select a.pid from pg_stat_activity a where a.datname = current_database() and a.state = 'idle in transaction'
        and a.query like '%any(%' and a.state_change < clock_timestamp() - interval '200 ms' order by 1`,
  )
  return rows.map(row => row.pid)
}
