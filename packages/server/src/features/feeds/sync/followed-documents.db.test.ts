import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { FeedError } from '@patchyard/feeds'
import { feedStore } from '../feed-store.ts'
import { createFeedSync } from './feed-sync.ts'
import { feedWorld, type FeedWorld, sampleFeed, sha256Of } from '../testing/feed-world.ts'

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

describe('documents that another one names', () => {
  const page = 'p\n'
  const named = [
    follow({ url: 'one', sha256: sha256Of(page), bytes: page.length }),
    follow({ url: 'two', changedAtMs: 7 }),
    follow({ url: 'http://[' }),
  ].join('\n')

  it('are taken, too, under their published names', async () => {
    const id = await world.source()
    world.pages.set('/index', `x\n${named}`)
    world.pages.set('/one', page)
    world.pages.set('/two', 'q')
    await world.round()
    expect(world.all()).toEqual(['p', 'q', 'x'])
    expect(await parts(id)).toEqual(['index ok', 'one ok', 'two ok'])
    expect((await world.documents(id))[0]).toMatchObject({ rejected: 1 })
  })

  it.each([
    ['another hash', follow({ url: 'one', sha256: sha256Of('other') }), 'feed_hash'],
    ['another size', follow({ url: 'one', bytes: 99 }), 'feed_hash'],
  ])('with %s than was said are refused', async (_, line, code) => {
    const id = await world.source()
    world.pages.set('/index', `x\n${line}`)
    world.pages.set('/one', page)
    await world.round()
    expect(world.all()).toEqual(['x'])
    expect(await parts(id)).toEqual(['index ok', `one failed ${code}`])
  })

  it('that fail alone are counted and tried again, and the source is well', async () => {
    const id = await world.source()
    world.pages.set('/index', `x\n${named}`)
    world.pages.set('/two', 'q')
    await world.round()
    expect(await parts(id)).toEqual(['index ok', 'one failed egress_status', 'two ok'])
    expect(await world.row(id)).toMatchObject({ state: 'ok' })
    world.pages.set('/one', page)
    world.requests.length = 0
    await world.due()
    await world.round()
    expect(world.requests).toEqual(['/index if new', '/one'])
    expect(await parts(id)).toEqual(['index ok', 'one ok', 'two ok'])
  })

  it('that all fail are a source that failed', async () => {
    const id = await world.source()
    world.pages.set('/index', `x\n${named}`)
    await world.round()
    expect(await world.row(id)).toMatchObject({ state: 'failed', error_code: 'egress_status' })
  })

  it('are fetched again only when they changed, as far as that is said', async () => {
    await world.source()
    world.pages.set('/index', `x\n${named}\n${follow({ url: 'three' })}`)
    for (const path of ['/one', '/two', '/three']) world.pages.set(path, page)
    await world.round()
    world.requests.length = 0
    world.pages.set(
      '/index',
      `x\ny\n${named.replace('"changedAtMs":7', '"changedAtMs":8')}\n${follow({ url: 'three' })}`,
    )
    await world.due()
    await world.round()
    expect(world.requests).toEqual(['/index if new', '/two if new', '/three if new'])
  })
})

describe('documents that are there no more', () => {
  const limits = { bytes: 100_000, unpackedBytes: 100_000, ms: 1000, heapMiB: 64 }
  const whole = { url: null, limits, isWhole: true }
  const feed = sampleFeed({
    documents: [
      { ...whole, name: 'index', namesAll: true },
      { ...whole, name: 'second', namesAll: true },
      { ...whole, name: 'gone' },
      { ...whole, name: 'page' },
    ],
  })
  const round = () => createFeedSync({ ...world.ports, feeds: { kev: feed }, fetching: true }).round()
  const again = async () => {
    world.pass(3_700_000)
    await world.due()
    await round()
  }
  const list = (count: number, more = ''): string =>
    `${Array.from({ length: count }, (_, i) => follow({ url: `p${i}`, changedAtMs: 7 })).join('\n')}\n${more}`
  const serve = (count: number): void => {
    for (let i = 0; i < count; i++) world.pages.set(`/p${i}`, `fact${i}`)
  }

  it('go with what they said when the list of all documents no longer names them', async () => {
    const id = await world.source()
    serve(3)
    world.pages.set('/index', list(3))
    await round()
    expect(world.all()).toEqual(['fact0', 'fact1', 'fact2'])
    world.pages.set('/index', list(2))
    await again()
    expect(world.all()).toEqual(['fact0', 'fact1'])
    expect(await parts(id)).toEqual(['index ok', 'p0 ok', 'p1 ok'])
  })

  it('stay when another list may name them', async () => {
    await world.source({ addresses: { index: `${world.base}/index`, second: `${world.base}/second` } })
    serve(2)
    world.pages.set('/index', list(1))
    world.pages.set('/second', follow({ url: 'p1' }))
    await round()
    world.pages.set('/second', 'x')
    await again()
    expect(world.all()).toEqual(['fact0', 'fact1', 'x'])
  })

  it('are held when more than a fifth would go, until a person takes it', async () => {
    const id = await world.source()
    serve(60)
    world.pages.set('/index', list(60))
    await round()
    world.pages.set('/index', list(47))
    await again()
    expect(world.all()).toHaveLength(60)
    expect(await world.row(id)).toMatchObject({
      state: 'held',
      error_text: expect.stringContaining('names 47 things where 60'),
    })
    await world.db.database.asOperator(trx => feedStore.acceptHeld(trx, id))
    await again()
    expect(world.all()).toHaveLength(47)
    expect(await world.row(id)).toMatchObject({ state: 'ok' })
    world.pages.set('/index', list(40))
    await again()
    expect(world.all()).toHaveLength(40)
  })

  it.each([
    ['after its last change goes', 8, ['fact1']],
    ['before its last change was published anew', 6, ['fact0', 'fact1']],
  ])('one that was withdrawn %s', async (_, atMs, want) => {
    const id = await world.source({ addresses: { index: `${world.base}/index`, gone: `${world.base}/gone` } })
    serve(2)
    world.pages.set('/index', list(2))
    world.pages.set('/gone', '@1')
    await round()
    world.pages.set('/gone', `@2\n<${JSON.stringify({ url: 'p0', atMs })}`)
    await again()
    expect(world.all()).toEqual(want)
    expect(await world.row(id)).toMatchObject({ state: 'ok' })
  })

  it('under another address but in the same place they are the same', async () => {
    const id = await world.source()
    world.pages.set('/index', follow({ url: 'abc-list', place: 'main/list', sha256: sha256Of('a\nb\nc\nd\ne') }))
    world.pages.set('/abc-list', 'a\nb\nc\nd\ne')
    await round()
    world.pages.set('/index', follow({ url: 'def-list', place: 'main/list', sha256: sha256Of('a') }))
    world.pages.set('/def-list', 'a')
    await again()
    expect(world.all()).toEqual(['a', 'b', 'c', 'd', 'e'])
    expect(await parts(id)).toEqual(['index ok', 'list held feed_held'])
  })
})

describe('after the reader of a feed has changed', () => {
  const newer = (fetching: boolean) =>
    createFeedSync({ ...world.ports, feeds: { kev: sampleFeed({ reader: 2 }) }, fetching }).round()

  it.each([[true], [false]])('what it read is read once more, from what is here (fetching: %s)', async fetching => {
    const id = await world.source()
    world.pages.set('/index', `x\n${follow({ url: 'one', changedAtMs: 7 })}`)
    world.pages.set('/one', 'p')
    await world.round()
    world.pages.clear()
    world.requests.length = 0
    world.taken.length = 0
    world.reads.length = 0
    await newer(fetching)
    expect(world.taken.map(part => part.split('/').at(-1))).toEqual(['index', 'one'])
    expect(world.reads.map(read => read.sinceMs)).toEqual([null, null])
    expect(world.requests).toEqual([])
    expect(await parts(id)).toEqual(['index ok', 'one ok'])
    world.taken.length = 0
    await newer(fetching)
    expect(world.taken).toEqual([])
  })

  it('what it can no longer read stays as it was, and is tried again', async () => {
    const id = await world.source()
    world.pages.set('/index', 'x\ny')
    await world.round()
    const broken = { ...world.ports, feeds: { kev: sampleFeed({ reader: 2 }) }, fetching: true }
    // oxlint-disable-next-line require-yield
    const read = async function* () {
      throw new FeedError('feed_malformed', 'no')
    }
    await createFeedSync({ ...broken, read: read as never }).round()
    expect(world.all()).toEqual(['x', 'y'])
    expect(await world.row(id)).toMatchObject({ state: 'failed', error_code: 'feed_malformed' })
    world.taken.length = 0
    await world.due()
    await newer(true)
    expect(world.taken).toEqual(['index'])
    expect(await world.row(id)).toMatchObject({ state: 'ok' })
  })
})
