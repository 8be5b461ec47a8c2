import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { feedStore } from '../feed-store.ts'
import { feedWorld, type FeedWorld, sha256Of } from '../testing/feed-world.ts'

let world: FeedWorld
beforeAll(async () => {
  world = await feedWorld()
})
afterAll(() => world[Symbol.asyncDispose]())
beforeEach(() => world.clear())

const parts = async (id: number): Promise<string[]> =>
  (await world.documents(id)).map(
    row => `${row.part.split('/').at(-1)} ${row.state}${row.error_code && ` ${row.error_code}`}`,
  )

describe('a source', () => {
  it('is fetched, read and taken, and its next turn is in about its interval', async () => {
    const id = await world.source()
    world.pages.set('/index', 'a\nb\n!\n@5')
    await world.round()
    expect(world.all()).toEqual(['a', 'b'])
    const row = await world.row(id)
    expect(row).toMatchObject({ state: 'ok', failures: 0, done: null, error_code: '' })
    const next = (row['next_at'] as Date).getTime() - world.now()
    expect(next).toBeGreaterThan(3000 * 1000)
    expect(next).toBeLessThan(4200 * 1000)
    expect((await world.documents(id))[0]).toMatchObject({ state: 'ok', sha256: sha256Of('a\nb\n!\n@5'), rejected: 1 })
    expect(world.reads[0]).toMatchObject({ options: { release: 'r' }, sinceMs: null, nowMs: world.now() })
  })

  it('that has not changed is not sent, and not read', async () => {
    await world.source()
    world.pages.set('/index', 'a\n@5')
    await world.round()
    await world.due()
    await world.round()
    expect(world.requests).toEqual(['/index', '/index if new'])
    expect(world.taken).toEqual(['index'])
  })

  it('whose bytes are the same is not read, whatever the server calls them', async () => {
    await world.source()
    world.pages.set('/index', reply => reply.writeHead(200, { etag: `"${Math.random()}"` }).end('a'))
    await world.round()
    await world.due()
    await world.round()
    expect([world.requests.length, world.taken.length]).toEqual([2, 1])
  })

  it('that changed is read from where it was', async () => {
    await world.source()
    world.pages.set('/index', 'a\n@5')
    await world.round()
    world.pages.set('/index', 'a\nb\n@6')
    await world.due()
    await world.round()
    expect(world.reads.map(read => read.sinceMs)).toEqual([null, 5])
    expect(world.all()).toEqual(['a', 'b'])
  })

  it('can be there several times, each with its own facts', async () => {
    await world.source()
    await world.source({ addresses: { index: `${world.base}/other` } })
    world.pages.set('/index', 'a')
    world.pages.set('/other', 'b')
    await world.round()
    expect(world.all()).toEqual(['a', 'b'])
    expect(world.facts.size).toBe(2)
  })

  it('that is switched off is left alone', async () => {
    await world.source({ enabled: false })
    await world.round()
    expect(world.requests).toEqual([])
  })

  it('is not asked for where nothing may be fetched', async () => {
    await world.source()
    await world.round(false)
    expect(world.requests).toEqual([])
  })
})

describe('what goes wrong leaves the old data live', () => {
  const wrong: [string, Parameters<FeedWorld['pages']['set']>[1], string][] = [
    ['is not there', reply => void reply.writeHead(404).end(), 'egress_status'],
    [
      'is cut off',
      reply => void reply.writeHead(200, { 'content-length': '9' }).write('a\nb', () => reply.destroy()),
      'egress_cut_off',
    ],
    ['sends nothing', () => undefined, 'egress_too_slow'],
    ['is larger than its limit', 'x'.repeat(10_001), 'egress_too_large'],
    ['does not parse', '?', 'feed_malformed'],
    ['is older than what is here', 'a\nb\nc\nd\ne\n@4', 'feed_older'],
    [
      'leads inside',
      reply => void reply.writeHead(302, { location: 'http://169.254.169.254/' }).end(),
      'egress_address',
    ],
  ]
  it.each(wrong)('when the document %s', async (_, page, code) => {
    const id = await world.source()
    world.pages.set('/index', 'a\nb\nc\nd\ne\n@5')
    await world.round()
    world.pages.set('/index', page)
    await world.due()
    const before = await world.actions()
    await world.round()
    expect(world.all()).toEqual(['a', 'b', 'c', 'd', 'e'])
    expect(await world.row(id)).toMatchObject({ state: 'failed', failures: 1, error_code: code })
    expect((await world.documents(id))[0]).toMatchObject({ sha256: sha256Of('a\nb\nc\nd\ne\n@5'), failures: 1 })
    expect((await world.actions()).slice(before.length)).toEqual(['feed.failed'])
  })

  it('and the pause grows until it is well again; people are told twice', async () => {
    const id = await world.source()
    world.pages.set('/index', 'a')
    await world.round()
    world.pages.delete('/index')
    const before = await world.actions()
    const pauses: number[] = []
    for (let n = 0; n < 3; n += 1) {
      await world.due()
      await world.round()
      pauses.push(Math.round((((await world.row(id))['next_at'] as Date).getTime() - world.now()) / 60_000))
    }
    expect(pauses[0]).toBeGreaterThanOrEqual(4)
    expect(pauses[2]).toBeGreaterThan((pauses[0] ?? 0) * 2)
    world.pages.set('/index', 'a\nb')
    await world.due()
    await world.round()
    expect(await world.row(id)).toMatchObject({ state: 'ok', failures: 0 })
    expect((await world.actions()).slice(before.length)).toEqual(['feed.failed', 'feed.recovered'])
  })

  it('when there is no room for more', async () => {
    await using small = await feedWorld({ capBytes: 10 })
    const id = await small.source()
    small.pages.set('/index', 'a\nb')
    await small.round()
    small.pages.set('/index', 'a\nb\nc\nd\ne\nf')
    await small.due()
    await small.round()
    expect(small.all()).toEqual(['a', 'b'])
    expect(await small.row(id)).toMatchObject({ state: 'failed', error_code: 'feed_disk_full' })
  })

  it('when a later version no longer knows the feed', async () => {
    const id = await world.source({ feed: 'epss' })
    await world.round()
    expect(await world.row(id)).toMatchObject({ state: 'failed', error_code: 'feed_gone' })
  })
})

describe('a document that shrinks (S7.8)', () => {
  const good = 'a\nb\nc\nd\ne\nf\ng\nh\ni\nj\n'
  async function shrunken(): Promise<number> {
    const id = await world.source()
    world.pages.set('/index', good)
    await world.round()
    world.pages.set('/index', 'a\nb\nc\nd\ne\nf\n')
    await world.due()
    await world.round()
    return id
  }

  it('by 40 % is held, people are told, and the old data stays', async () => {
    const before = await world.actions()
    const id = await shrunken()
    expect(world.all()).toHaveLength(10)
    expect(await world.row(id)).toMatchObject({ state: 'held', error_code: 'feed_held' })
    expect((await world.actions()).slice(before.length)).toEqual(['feed.held'])
    expect((await world.documents(id))[0]).toMatchObject({
      ...{ sha256: sha256Of(good), pending_sha256: sha256Of('a\nb\nc\nd\ne\nf\n') },
      ...{ held_before: 10, held_now: 6 },
    })
  })

  it('is not read again while it is the same, nor lost when its server is away', async () => {
    const id = await shrunken()
    await world.due()
    await world.round()
    expect(world.reads).toHaveLength(2)
    world.pages.delete('/index')
    await world.due()
    await world.round()
    expect(await parts(id)).toEqual(['index held feed_held'])
  })

  it('is taken when a person wants it, also without a network', async () => {
    const id = await shrunken()
    expect(await world.db.database.asOperator(trx => feedStore.acceptHeld(trx, id))).toBe(1)
    world.requests.length = 0
    await world.round(false)
    expect(world.all()).toHaveLength(6)
    expect(world.requests).toEqual([])
    expect(await world.row(id)).toMatchObject({ state: 'ok' })
  })

  it('and comes back whole is taken by itself', async () => {
    const id = await shrunken()
    world.pages.set('/index', `${good}k\n`)
    await world.due()
    await world.round()
    expect(world.all()).toHaveLength(11)
    expect((await world.documents(id))[0]).toMatchObject({ state: 'ok', pending_sha256: '' })
  })

  it('and is the old one again is well', async () => {
    const id = await shrunken()
    world.pages.set('/index', good)
    await world.due()
    await world.round()
    expect((await world.documents(id))[0]).toMatchObject({ state: 'ok', pending_sha256: '' })
  })
})
