import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { feedWorld, type FeedWorld, sha256Of } from '../testing/feed-world.ts'

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
