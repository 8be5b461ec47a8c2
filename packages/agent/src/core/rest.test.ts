import { describe, expect, test } from 'vitest'
import { createVirtualClock } from '../testing/virtual-clock.ts'
import { createRest, SETTLED_MS } from './rest.ts'
import { createWake } from './wake.ts'

const HOUR = 3_600_000
const never = new AbortController().signal

function setUp() {
  const clock = createVirtualClock(0)
  const wake = createWake(clock)
  const given: number[] = []
  const memory = {
    giveBack: async () => {
      given.push(clock.monotonicMs())
    },
  }
  const rest = createRest(clock, wake, memory)
  /** One sleep, with the clock moved on by as much; a wake after `wokenAfterMs`. */
  const sleep = async (ms: number, wokenAfterMs?: number) => {
    const sleeping = rest.sleep(ms, never)
    if (wokenAfterMs !== undefined) {
      await clock.advance(wokenAfterMs)
      wake.wake()
    } else await clock.advance(ms)
    await sleeping
  }
  return { sleep, rest, given }
}

describe('memory is given back', () => {
  test('half a minute after the start, and then not until something was done', async () => {
    const { sleep, rest, given } = setUp()
    await sleep(HOUR)
    expect(given).toHaveLength(1)
    await sleep(HOUR)
    expect(given).toHaveLength(1)
    rest.worked()
    await sleep(HOUR)
    expect(given).toHaveLength(2)
  })

  test.each([
    ['before a short wait', SETTLED_MS, undefined],
    ['when something comes up before the half minute is over', HOUR, SETTLED_MS - 1],
  ])('not %s, and then at the next long one', async (_, ms, wokenAfterMs) => {
    const { sleep, given } = setUp()
    await sleep(ms, wokenAfterMs)
    expect(given).toHaveLength(0)
    await sleep(HOUR)
    expect(given).toHaveLength(1)
  })
})
