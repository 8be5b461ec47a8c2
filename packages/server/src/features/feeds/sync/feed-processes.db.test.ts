import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { feedStore } from '../feed-store.ts'
import { feedWorld, type FeedWorld, sampleFeed } from '../testing/feed-world.ts'
import { createFeedSync } from './feed-sync.ts'
import { createLease } from './lease.ts'

let world: FeedWorld
beforeAll(async () => {
  world = await feedWorld()
})
afterAll(() => world[Symbol.asyncDispose]())
beforeEach(() => world.clear())

const follow = (part: object): string => `>${JSON.stringify(part)}`
const parts = async (id: number): Promise<string[]> =>
  (await world.documents(id)).map(
    row => `${row.part.split('/').at(-1)} ${row.state}${row.error_code && ` ${row.error_code}`}`,
  )

describe('a process', () => {
  it('that was killed in the middle goes on where it was', async () => {
    const id = await world.source()
    const lines = ['one', 'two', 'three'].map(url => follow({ url }))
    world.pages.set('/index', `x\n${lines.join('\n')}`)
    world.pages.set('/one', 'p')
    world.pages.set('/three', 'r')
    const dying = world.sync()
    world.pages.set('/two', () => dying.stop())
    await dying.round()
    expect(world.all()).toEqual(['p', 'x'])
    // As a kill leaves it: nobody gave the lease back, and the attempt looks as if it was under way.
    await world.db.owner(`insert into feed_lease (holder, until) values (gen_random_uuid(), $1)`, [
      new Date(world.now() + 120_000),
    ])
    world.pages.set('/two', 'q')
    world.requests.length = 0
    await world.round()
    expect(world.requests).toEqual([])
    world.pass(121_000)
    await world.round()
    expect(world.requests).toEqual(['/index if new', '/two', '/three'])
    expect(world.all()).toEqual(['p', 'q', 'r', 'x'])
    expect(await world.row(id)).toMatchObject({ state: 'ok', done: null })
  })

  it('that is killed while it takes a document has taken nothing of it', async () => {
    await world.source()
    world.pages.set('/index', 'a\nb')
    const { read } = world.ports
    const killed = createFeedSync({
      ...world.ports,
      fetching: true,
      async *read(...args) {
        const records = read(...args)
        const first = await records.next()
        if (first.done !== true) yield first.value
        killed.stop()
        const last = await records.next()
        if (last.done !== true) throw new Error('expected its end')
        return last.value
      },
    })
    await killed.round()
    expect(world.all()).toEqual([])
    await world.round()
    expect(world.all()).toEqual(['a', 'b'])
  })

  it('fetches while no other one does', async () => {
    await world.source()
    world.pages.set('/index', 'a')
    const { database } = world.db
    const [one, two] = ['1', '2'].map(n =>
      createLease({ database, clock: world.clock, holder: `00000000-0000-4000-8000-00000000000${n}` }),
    )
    const never = new AbortController().signal
    const ran = await one!.hold(never, async () => {
      expect(await two!.hold(never, async () => undefined)).toBe(false)
      await world.round()
    })
    expect(ran).toBe(true)
    expect(world.requests).toEqual([])
    expect(await two!.hold(never, async () => undefined)).toBe(true)
  })

  it('whose clock went back waits neither for years nor for a lease of the future', async () => {
    await world.source()
    world.pages.set('/index', 'a')
    await world.db.owner(`update feed_source set next_at = $1`, [new Date(world.now() + 400 * 86_400_000)])
    await world.db.owner(`insert into feed_lease (holder, until) values (gen_random_uuid(), $1)`, [
      new Date(world.now() + 400 * 86_400_000),
    ])
    await world.round()
    expect(world.all()).toEqual(['a'])
  })
})

it('a large document rests for most of a day, and not until a clock that went back is there again', async () => {
  const large = { bytes: 400_000_000, unpackedBytes: 400_000_000, ms: 1000, heapMiB: 64 }
  const feed = sampleFeed({ documents: [{ name: 'index', url: null, limits: large, isWhole: true }] })
  const round = async () => {
    await world.due()
    await createFeedSync({ ...world.ports, feeds: { kev: feed }, fetching: true }).round()
    return world.requests.length
  }
  await world.source()
  world.pages.set('/index', 'a')
  expect([await round(), await round()]).toEqual([1, 1])
  world.pass(-400 * 86_400_000)
  expect(await round()).toBe(2)
  world.pass(400 * 86_400_000)
})

it('bytes that were brought and are gone are fetched, where a network is', async () => {
  const id = await world.source()
  world.pages.set('/index', 'a')
  await world.round()
  await world.db.owner(
    `update feed_document set state = 'wanted', pending_sha256 = repeat('b', 64), pending_since = $1`,
    [new Date(world.now())],
  )
  await world.round(false)
  expect((await world.documents(id))[0]).toMatchObject({ state: 'failed', error_code: 'feed_hash', pending_sha256: '' })
  expect(world.all()).toEqual(['a'])
  await world.due()
  await world.round()
  expect(await world.row(id)).toMatchObject({ state: 'ok' })
})

describe('what is asked for while a source is fetched', () => {
  it('is done after it', async () => {
    const id = await world.source()
    world.pages.set('/index', reply => {
      world.pages.set('/index', 'a')
      void world.db.owner(`update feed_source set next_at = $1`, [new Date(world.now() - 1)]).then(() => reply.end('b'))
    })
    await world.round()
    expect(world.requests).toHaveLength(2)
    expect(world.all()).toEqual(['a'])
    expect(((await world.row(id))['next_at'] as Date).getTime()).toBeGreaterThan(world.now())
  })

  it('is read with what was changed', async () => {
    const id = await world.source()
    const change = { options: { release: 'new' }, nextAt: new Date(world.now() - 1) }
    world.pages.set('/index', reply => {
      world.pages.set('/index', 'a')
      const changed = world.db.database.asOperator(async trx => {
        await feedStore.changeSource(trx, id, change)
        await feedStore.forgetEditions(trx, id)
      })
      void changed.then(() => reply.end('a'))
    })
    await world.round()
    expect(world.reads.map(read => read.options['release'])).toEqual(['r', 'new'])
    expect(await world.row(id)).toMatchObject({ state: 'ok', done: null })
  })
})

describe('a source that is removed', () => {
  it('takes its facts with it', async () => {
    const id = await world.source()
    await world.source({ addresses: { index: `${world.base}/other` } })
    world.pages.set('/index', `x\n${follow({ url: 'one' })}`)
    world.pages.set('/one', 'p')
    world.pages.set('/other', 'stays')
    await world.round()
    await world.db.database.asOperator(trx => feedStore.removeSource(trx, id, new Date(world.now())))
    await world.round(false)
    expect(world.all()).toEqual(['stays'])
    expect(await world.row(id)).toEqual({})
  })

  it('or begins elsewhere leaves no facts behind', async () => {
    const id = await world.source()
    world.pages.set('/index', `x\n${follow({ url: 'one' })}`)
    world.pages.set('/one', 'p')
    world.pages.set('/b/index', 'y')
    await world.round()
    await world.db.database.asOperator(async trx => {
      await feedStore.changeSource(trx, id, {
        addresses: { index: `${world.base}/b/index` },
        nextAt: new Date(world.now()),
      })
      await feedStore.leaveFollowed(trx, id)
      await feedStore.forgetEditions(trx, id)
    })
    await world.round()
    expect(world.all()).toEqual(['y'])
    expect(await parts(id)).toEqual(['index ok'])
  })

  it('or begins elsewhere while a document is on its way that then fails', async () => {
    const id = await world.source()
    world.pages.set('/index', `x\n${follow({ url: 'one' })}`)
    world.pages.set('/one', 'p')
    await world.round()
    world.pages.set('/index', `z\n${follow({ url: 'one' })}`)
    world.pages.set('/b/index', 'y')
    world.pages.set('/one', reply => {
      const addresses = { index: `${world.base}/b/index` }
      const changed = world.db.database.asOperator(async trx => {
        await feedStore.changeSource(trx, id, { addresses, nextAt: new Date(world.now() - 1) })
        await feedStore.leaveFollowed(trx, id)
        await feedStore.forgetEditions(trx, id)
      })
      void changed.then(() => reply.writeHead(404).end())
    })
    await world.due()
    await world.round()
    expect(world.all()).toEqual(['y'])
    expect(await parts(id)).toEqual(['index ok'])
  })
})
