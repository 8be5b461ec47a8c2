import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readCsv, testServer, type TestServer } from '@patchyard/server/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { firstAdmin, type Person } from '../door-client.ts'
import { addMember } from '../people.ts'

// The server as it is, with the feeds that it has. Nothing is fetched: no name is resolved, and addresses inside are refused.

let server: TestServer
let operator: Person
let reader: Person
let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'patchyard-feeds-api-'))
  server = await testServer({ feeds: true, argv: ['--data', folder] })
  operator = await firstAdmin(server)
  reader = (await addMember(server, 'reader@example.org', 'patchReader')).person
}, 60_000)
afterAll(async () => {
  await server[Symbol.asyncDispose]()
  await rm(folder, { recursive: true, force: true })
})

const mirror = { feed: 'kev', title: 'Mirror of KEV', addresses: { catalog: 'https://10.0.0.9/kev.json' } }
const made = async (body: object = mirror) => (await operator.call('POST', '/feeds', body)).body as { id: string }
const actionsOf = async (id: string): Promise<string[]> =>
  (
    await server.db.owner<{ action: string }>(
      `select action from audit where subscription_id = 0 and object = 'feed:' || $1 order by n`,
      [id],
    )
  ).map(row => row.action)
async function until(id: string, done: (feed: Record<string, unknown>) => boolean): Promise<Record<string, unknown>> {
  for (;;) {
    const { body } = await operator.call('GET', `/feeds/${id}`)
    if (done(body as Record<string, unknown>)) return body as Record<string, unknown>
    await new Promise(resolve => setTimeout(resolve, 100))
  }
}

describe('feeds', () => {
  it('with a public address are there from the first start, with their terms', async () => {
    const { body } = await reader.call('GET', '/feeds?sort=feed&limit=100')
    const items = body.items as Record<string, unknown>[]
    expect(items.map(one => one['feed'])).toEqual(expect.arrayContaining(['epss', 'kev', 'winget']))
    expect(items.map(one => one['feed'])).not.toContain('apt-repository')
    expect(items.find(one => one['feed'] === 'kev')).toMatchObject({
      ...{ isDefault: true, enabled: true, state: 'never', licence: 'CC0-1.0', intervalS: 3600, addresses: null },
    })
    const kinds = (await reader.call('GET', '/feed-kinds')).body as {
      items: Record<string, unknown>[]
      syncing: boolean
    }
    expect(kinds.syncing).toBe(true)
    expect(kinds.items.find(one => one['feed'] === 'apt-repository')).toMatchObject({
      documents: [
        { name: 'release', url: null },
        { name: 'packages', url: null },
      ],
    })
  })

  it('are searched, sorted, paged, and had as CSV', async () => {
    expect((await reader.call('GET', '/feeds?search=EPSS')).body).toMatchObject({ total: 1 })
    const all = (await reader.call('GET', '/feeds?sort=-title&limit=500')).body.items as { id: string }[]
    const paged: string[] = []
    for (let cursor = ''; ; ) {
      const { body } = await reader.call('GET', `/feeds?sort=-title&limit=4${cursor && `&cursor=${cursor}`}`)
      paged.push(...(body.items as { id: string }[]).map(one => one.id))
      if (body.nextCursor === null) break
      cursor = encodeURIComponent(body.nextCursor as string)
    }
    expect(paged).toEqual(all.map(one => one.id))
    for (const sort of ['feed', 'state', 'succeededAt', '-nextAt', 'createdAt'])
      expect((await reader.call('GET', `/feeds?sort=${sort}&limit=2`)).status).toBe(200)
    const { body: csv } = await reader.call('GET', '/feeds.csv?sort=feed')
    expect(readCsv(csv as string)).toHaveLength(all.length + 1)
  })
})

describe('a source', () => {
  it('is added, changed, switched off and removed, each told in the audit', async () => {
    const { id } = await made()
    expect((await operator.call('GET', `/feeds/${id}`)).body).toMatchObject({
      ...mirror,
      enabled: true,
      intervalS: 3600,
    })
    const changed = await operator.call('PATCH', `/feeds/${id}`, { enabled: false, intervalS: 7200 })
    expect(changed.body).toMatchObject({ state: 'disabled', intervalS: 7200, nextAt: null })
    expect((await operator.call('POST', `/feeds/${id}/sync`, {})).body).toMatchObject({ code: 'conflict' })
    expect((await operator.call('DELETE', `/feeds/${id}`)).status).toBe(200)
    expect((await operator.call('GET', `/feeds/${id}`)).status).toBe(404)
    expect(await actionsOf(id)).toEqual(['feed.create', 'feed.change', 'feed.remove'])
  })

  it('that cannot be fetched says why to operators, and the code to others', async () => {
    const { id } = await made()
    expect((await operator.call('POST', `/feeds/${id}/sync`, { anew: true })).status).toBe(200)
    const feed = await until(id, one => one['state'] === 'failed')
    expect(feed['error']).toEqual({ code: 'egress_address', detail: expect.stringContaining('10.0.0.9') as string })
    const { body } = await reader.call('GET', `/feeds/${id}`)
    expect(body).toMatchObject({ addresses: null, error: { code: 'egress_address', detail: null } })
    const documents = (await reader.call('GET', `/feeds/${id}/documents`)).body
    expect(documents).toMatchObject({ total: 1, items: [{ part: 'catalog', state: 'failed', sha256: null }] })
    expect(await actionsOf(id)).toEqual(['feed.create', 'feed.sync', 'feed.failed'])
  })

  it.each([
    ['of a feed that nobody knows', { feed: 'x', title: 'T' }, 'feed_refused'],
    ['without the address that it needs', { feed: 'apt-repository', title: 'T' }, 'feed_refused'],
    ['with an option that the feed has not', { ...mirror, options: { release: '12' } }, 'feed_refused'],
    ['with a document that the feed has not', { ...mirror, addresses: { x: 'https://a.example/' } }, 'feed_refused'],
    ['with a password in its address', { ...mirror, addresses: { catalog: 'https://u:p@a.example/' } }, 'feed_refused'],
    ['at a file', { ...mirror, addresses: { catalog: 'file:///etc/passwd' } }, 'feed_refused'],
    ['that is asked for each second', { ...mirror, intervalS: 1 }, 'malformed'],
  ])('%s is refused', async (_, body, code) => {
    expect((await operator.call('POST', '/feeds', body)).body).toMatchObject({ code })
  })

  it('of the server itself stays, and nothing is accepted where nothing is held', async () => {
    const { body } = await operator.call('GET', '/feeds?search=kev&sort=createdAt')
    const { id } = (body.items as { id: string; isDefault: boolean }[]).find(one => one.isDefault) ?? { id: '' }
    expect((await operator.call('DELETE', `/feeds/${id}`)).body).toMatchObject({ code: 'feed_default' })
    expect((await operator.call('POST', `/feeds/${id}/accept`)).body).toMatchObject({ code: 'conflict' })
  })
})

describe('a server without a network', () => {
  it('says so, and fetches nothing', async () => {
    await using alone = await testServer()
    const person = await firstAdmin(alone)
    await alone.db.owner(
      `insert into feed_source (public_id, feed, title, enabled, interval_s, created_at, next_at)
       values ('00000000-0000-4000-8000-000000000001', 'kev', 'K', true, 3600, now(), now())`,
    )
    expect((await person.call('GET', '/feed-kinds')).body).toMatchObject({ syncing: false })
    const refused = await person.call('POST', '/feeds/00000000-0000-4000-8000-000000000001/sync', {})
    expect(refused.body).toMatchObject({ code: 'feeds_off' })
  })
})
