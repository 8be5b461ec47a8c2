import { describe, expect, it } from 'vitest'
import { createWorld, MINUTE, type Process, type World } from '../../testing/world.ts'
import { type BellRequest, NetworkError, type NetworkErrorCode } from '../ports/network.ts'
import { runBell } from './bell.ts'

/** A session whose network has a bell of the test's making. */
async function withBell(open: (request: BellRequest, times: number) => Promise<{ closed: Promise<void> }>) {
  const world: World = createWorld()
  await world.enroll()
  const process: Process = world.process()
  let times = 0
  let polls = 0
  const answers: number[] = []
  const network = {
    openBell: async (request: BellRequest) => ({ ...(await open(request, ++times)), close: () => {} }),
    exchange: async () => {
      polls++
      await world.clock.sleep(55_000)
      return { status: answers.shift() ?? 204, headers: {}, body: new Uint8Array(0) }
    },
  }
  const { session } = process.agent()
  const stop = new AbortController()
  const belled = { ...session, ports: { ...session.ports, network } }
  const running = runBell(belled, stop.signal)
  /** Check-ins asked for since the last look. */
  const asked = () => {
    const wanted = belled.checkInWanted
    belled.checkInWanted = false
    return wanted
  }
  return { world, asked, answers, stop, running, counts: () => ({ times, polls }) }
}

const never = new Promise<void>(() => {})

describe('bell', () => {
  it('is opened with a signed request; opening it and each ring ask for a check-in', async () => {
    let bell: BellRequest | undefined
    const { world, asked } = await withBell(request => {
      bell = request
      return Promise.resolve({ closed: never })
    })
    await world.clock.advance(10)
    expect(bell?.path).toBe('/agent/v1/bell')
    expect(Object.keys(bell?.headers ?? {}).sort()).toEqual(['content-digest', 'signature', 'signature-input'])
    expect(asked()).toBe(true)
    bell?.onRing()
    expect(asked()).toBe(true)
    await world.clock.advance(MINUTE)
    expect(asked()).toBe(false)
  })

  it('a lost one is opened again, with the check-in spread over half a minute', async () => {
    let lose = () => {}
    const { world, asked, counts } = await withBell((_, times) =>
      Promise.resolve({ closed: times === 1 ? new Promise<void>(resolve => void (lose = resolve)) : never }),
    )
    await world.clock.advance(5000)
    expect(asked()).toBe(true)
    lose()
    await world.clock.advance(100)
    expect(counts().times).toBe(2)
    await world.clock.advance(30_000)
    expect(asked()).toBe(true)
  })

  it.each<[NetworkErrorCode]>([['E_NETWORK_UNREACHABLE'], ['E_NETWORK_TLS'], ['E_NETWORK_TIMEOUT']])(
    'with %s it backs off',
    async code => {
      const { world, counts } = await withBell(() => Promise.reject(new NetworkError(code, 'no')))
      await world.clock.advance(60 * MINUTE)
      expect(counts().times).toBeLessThan(40)
      expect(counts().times).toBeGreaterThan(8)
    },
  )

  it('one that closes at once is not opened in a loop', async () => {
    const { world, counts } = await withBell(() => Promise.resolve({ closed: Promise.resolve() }))
    await world.clock.advance(MINUTE)
    expect(counts().times).toBeLessThanOrEqual(61)
  })

  it('where upgrades do not pass it is polled: 200 rings, 204 does not', async () => {
    const { world, asked, answers, counts } = await withBell(() =>
      Promise.reject(new NetworkError('E_NETWORK_NO_UPGRADE', 'no upgrade')),
    )
    answers.push(204, 200)
    await world.clock.advance(56_500)
    expect(asked()).toBe(false)
    await world.clock.advance(56_000)
    expect(asked()).toBe(true)
    expect(counts().times).toBe(1)
    await world.clock.advance(60 * MINUTE)
    expect(counts().times).toBe(2)
  })

  it('ends with the agent', async () => {
    const { world, stop, running } = await withBell(() =>
      Promise.reject(new NetworkError('E_NETWORK_UNREACHABLE', 'no')),
    )
    await world.clock.advance(1000)
    stop.abort()
    await running
  })
})
