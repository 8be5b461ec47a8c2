import { setImmediate as turn } from 'node:timers/promises'
import { text as readAll } from 'node:stream/consumers'
import { describe, expect, it } from 'vitest'
import { ReaderGone, streamText } from './stream-text.ts'

const never = (error: unknown): never => {
  throw error
}

describe('a body that is written while it is made', () => {
  it('arrives whole', async () => {
    const body = await streamText(async write => {
      for (const piece of ['a', 'b', 'c']) await write(piece)
    }, never)
    expect(await readAll(body)).toBe('abc')
  })

  it('that fails before its first piece is an ordinary failure', async () => {
    const failed = streamText(() => Promise.reject(new Error('no database')), never)
    await expect(failed).rejects.toThrow('no database')
  })

  it('that fails in the middle breaks off and never ends well', async () => {
    const late: unknown[] = []
    const body = await streamText(
      async write => {
        await write('a')
        throw new Error('connection lost')
      },
      error => late.push(error),
    )
    await expect(readAll(body)).rejects.toThrow('connection lost')
    expect(late).toEqual([new Error('connection lost')])
  })

  it('waits for a slow reader: what lies between stays small', async () => {
    let written = 0
    const piece = 'x'.repeat(64 * 1024)
    const body = await streamText(async write => {
      for (let n = 0; n < 200; n += 1) {
        await write(piece)
        written += piece.length
      }
    }, never)
    for (let round = 0; round < 50; round += 1) await turn()
    expect(written).toBeLessThan(1_000_000)
    expect((await readAll(body)).length).toBe(200 * piece.length)
  })

  it('ends its work when the reader goes away, and that is no failure', async () => {
    const ended = Promise.withResolvers<unknown>()
    const late: unknown[] = []
    const body = await streamText(
      async write => {
        try {
          for (;;) await write('x'.repeat(300_000))
        } catch (error) {
          ended.resolve(error)
          throw error
        }
      },
      error => late.push(error),
    )
    body.destroy()
    expect(await ended.promise).toBeInstanceOf(ReaderGone)
    expect(late).toEqual([])
  })
})
