import { PassThrough } from 'node:stream'
import type { Clock } from '@patchyard/domain'
import { describe, expect, it } from 'vitest'
import { readBody } from './read-body.ts'

/** Timers fire when the test says so: `fire` stands for one second in which this process was awake. */
function handClock(): { clock: Clock; fire(): void } {
  let waiting: (() => void) | null = null
  const clock: Clock = {
    nowMs: () => 0,
    monotonicMs: () => 0,
    sleep: () => Promise.reject(new Error('nobody sleeps here')),
    after: (_, callback) => {
      waiting = callback
      return () => {
        if (waiting === callback) waiting = null
      }
    },
  }
  return {
    clock,
    fire: () => {
      const callback = waiting
      waiting = null
      callback?.()
    },
  }
}

const settled = async (body: Promise<Buffer>): Promise<string> => {
  const result = await body.then(
    bytes => `${bytes.length} bytes`,
    (error: unknown) => (error as Error).message,
  )
  return result
}

describe('the body of a request', () => {
  it.each([
    ['that comes at once', 200, [], '200 bytes'],
    ['whose bytes waited while this process was held up for any time', 200, [0], '200 bytes'],
    ['of which nothing has come for three seconds', 200, [0, 0, 0], 'the body came too slowly'],
    ['of 1 KiB each second', 40_000, Array<number>(20).fill(1024), '40000 bytes'],
    ['of a byte each second', 40_000, Array<number>(5).fill(1), 'the body came too slowly'],
    ['that takes 30 s', 400_000, Array<number>(30).fill(2048), 'the body came too slowly'],
  ])('%s', async (_, size, perSecond, want) => {
    const { clock, fire } = handClock()
    const stream = new PassThrough({ highWaterMark: 1 << 20 })
    const body = settled(readBody(stream, 1 << 20, clock))
    let sent = 0
    for (const bytes of perSecond) {
      if (bytes > 0) stream.write(Buffer.alloc(bytes))
      sent += bytes
      await new Promise(setImmediate)
      fire()
    }
    if (!stream.destroyed) stream.end(Buffer.alloc(size - sent))
    expect(await body).toBe(want)
  })

  it('is never longer than the cap', async () => {
    const stream = new PassThrough()
    const body = settled(readBody(stream, 10, handClock().clock))
    stream.end(Buffer.alloc(11))
    expect(await body).toBe('more than 10 bytes')
  })

  it('that ends before its end is refused', async () => {
    const stream = new PassThrough()
    const body = settled(readBody(stream, 10, handClock().clock))
    stream.write(Buffer.alloc(3))
    stream.destroy()
    expect(await body).toBe('the body ended too early')
  })
})
