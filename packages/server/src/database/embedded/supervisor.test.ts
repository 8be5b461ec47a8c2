import type { Clock, Random } from '@patchyard/domain'
import { describe, expect, it } from 'vitest'
import { StartError } from '../../errors/start-error.ts'
import { createSupervisor, type Exit, type Postmaster } from './supervisor.ts'

/** Time that passes only when everything waits for it; which is when a sleep is the next thing to happen. */
function virtualClock(): Clock & { readonly slept: number[] } {
  let now = 0
  const slept: number[] = []
  return {
    slept,
    nowMs: () => now,
    monotonicMs: () => now,
    async sleep(ms, signal) {
      // One turn of the event loop, so that what was caused before the sleep happens before its end.
      await new Promise(resolve => setImmediate(resolve))
      signal?.throwIfAborted()
      now += ms
      slept.push(ms)
    },
    after: () => () => undefined,
  }
}

const half: Random = { bytes: length => new Uint8Array(length), uuid: () => '', fraction: () => 1 }

/** A process that does what its script says. */
function fakePostmasters(script: readonly ('runs' | 'ends at start' | 'ignores SIGINT')[]) {
  const started: (Postmaster & { end(exit: Exit): void; signals: string[] })[] = []
  return {
    started,
    async start(): Promise<Postmaster> {
      const behaviour = script[started.length] ?? 'runs'
      const exit = Promise.withResolvers<Exit>()
      const signals: string[] = []
      const postmaster = {
        pid: started.length + 1,
        exited: exit.promise,
        isReady: () => behaviour !== 'ends at start',
        signal(name: string) {
          signals.push(name)
          if (behaviour !== 'ignores SIGINT' || name !== 'SIGINT') exit.resolve({ status: 0, signal: null })
        },
        end: exit.resolve,
        signals,
      }
      started.push(postmaster)
      if (behaviour === 'ends at start') exit.resolve({ status: 1, signal: null })
      return postmaster
    },
  }
}

function setUp(...script: Parameters<typeof fakePostmasters>[0][number][]) {
  const clock = virtualClock()
  const processes = fakePostmasters(script)
  const log: string[] = []
  const supervisor = createSupervisor({
    clock,
    random: half,
    start: processes.start,
    lastLog: () => 'No space left on device',
    log: (level, message) => void log.push(`${level}: ${message}`),
  })
  return { clock, processes, log, supervisor }
}

const until = async (holds: () => boolean): Promise<void> => {
  for (let turn = 0; turn < 10_000 && !holds(); turn += 1) await new Promise(resolve => setImmediate(resolve))
  expect(holds()).toBe(true)
}

describe('the supervisor', () => {
  it('starts one process and ends it with a fast shutdown', async () => {
    const { supervisor, processes } = setUp()
    await supervisor.start()
    expect(supervisor.pid).toBe(1)
    await supervisor.stop()
    expect(processes.started.map(process => process.signals)).toEqual([['SIGINT']])
  })

  it('says why when the first start fails', async () => {
    const { supervisor } = setUp('ends at start')
    await expect(supervisor.start()).rejects.toThrow(StartError)
    const again = setUp('ends at start').supervisor.start()
    await expect(again).rejects.toThrow(/No space left on device/)
  })

  it('starts a process that was killed again, and waits longer each time it fails', async () => {
    const { supervisor, processes, clock, log } = setUp('runs', 'ends at start', 'ends at start', 'runs')
    await supervisor.start()
    processes.started[0]?.end({ status: null, signal: 'SIGKILL' })
    await until(() => supervisor.pid === 4)
    await until(() => log.includes('info: the database is back'))
    expect(clock.slept.filter(ms => ms >= 100)).toEqual([100, 200, 400])
    await supervisor.stop()
  })

  it('never waits longer than half a minute', async () => {
    const { supervisor, processes, clock } = setUp('runs', ...Array<'ends at start'>(14).fill('ends at start'))
    await supervisor.start()
    processes.started[0]?.end({ status: null, signal: 'SIGKILL' })
    await until(() => processes.started.length > 15)
    expect(Math.max(...clock.slept)).toBe(30_000)
    await supervisor.stop()
  })

  it('does not start it again after stop', async () => {
    const { supervisor, processes } = setUp('runs', 'ends at start', 'ends at start')
    await supervisor.start()
    processes.started[0]?.end({ status: null, signal: 'SIGKILL' })
    await supervisor.stop()
    const count = processes.started.length
    await new Promise(resolve => setImmediate(resolve))
    expect(processes.started.length).toBe(count)
  })

  it('goes on to stronger signals with one that does not listen', async () => {
    const { supervisor, processes } = setUp('ignores SIGINT')
    await supervisor.start()
    await supervisor.stop()
    expect(processes.started[0]?.signals).toEqual(['SIGINT', 'SIGQUIT'])
  })
})
