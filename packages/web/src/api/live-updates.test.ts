import type { Clock } from '@patchyard/domain'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { BATCH_MS, POLL_MS, readMessage, startLiveUpdates, type StreamEvents } from './live-updates.ts'

/** Timers that fire when told; nothing else is needed here. */
function manualClock() {
  let now = 0
  let timers: { at: number; callback: () => void }[] = []
  const clock: Clock = {
    nowMs: () => now,
    monotonicMs: () => now,
    sleep: () => Promise.reject(new Error('not used')),
    after(ms, callback) {
      const timer = { at: now + ms, callback }
      timers.push(timer)
      return () => {
        timers = timers.filter(other => other !== timer)
      }
    },
  }
  return {
    clock,
    pass(ms: number) {
      const end = now + ms
      for (;;) {
        const next = timers.filter(timer => timer.at <= end).sort((x, y) => x.at - y.at)[0]
        if (next === undefined) break
        timers = timers.filter(other => other !== next)
        now = next.at
        next.callback()
      }
      now = end
    },
    pending: () => timers.length,
  }
}

function world() {
  const time = manualClock()
  const log: string[] = []
  const streams: StreamEvents[] = []
  const stop = startLiveUpdates({
    clock: time.clock,
    openStream(events) {
      streams.push(events)
      log.push('open')
      return () => log.push('close')
    },
    onChanges: messages => log.push(`changed ${messages.map(message => `${message.topic}:${message.id}`).join(' ')}`),
    onRefresh: () => log.push('refresh'),
    onStatus: status => log.push(status),
  })
  const stream = (): StreamEvents => streams.at(-1) as StreamEvents
  return { ...time, log, stream, stop }
}

describe('live updates', () => {
  it('say each changed thing once a moment, however often it changed', () => {
    const { log, stream, pass } = world()
    stream().onOpen()
    for (let i = 0; i < 100; i++) stream().onMessage('{"topic":"task","id":"t1"}')
    stream().onMessage('{"topic":"job","id":"j1"}')
    pass(BATCH_MS)
    pass(BATCH_MS * 5)
    expect(log).toEqual(['open', 'live', 'changed task:t1 job:j1'])
  })

  it('poll while the stream is away, and read everything once when it is back', () => {
    const { log, stream, pass } = world()
    stream().onOpen()
    stream().onLost(false)
    pass(POLL_MS * 2)
    stream().onOpen()
    pass(POLL_MS * 3)
    expect(log).toEqual(['open', 'live', 'polling', 'refresh', 'refresh', 'live', 'refresh'])
  })

  it('poll when the stream never opens', () => {
    const { log, pass } = world()
    pass(5000 + POLL_MS)
    expect(log).toEqual(['open', 'polling', 'refresh'])
  })

  it('open a closed stream again, later each time, at most a minute apart', () => {
    const { log, stream, pass } = world()
    const opened: number[] = []
    for (let second = 0; second <= 300; second++) {
      if (log.at(-1) === 'open') {
        opened.push(second)
        stream().onLost(true)
        log.push('lost')
      }
      pass(1000)
      log.splice(0, log.length, ...log.filter(line => line !== 'refresh'))
    }
    expect(opened).toEqual([0, 5, 15, 35, 75, 135, 195, 255])
  })

  it('read everything once when the server says that it missed something', () => {
    const { log, stream } = world()
    stream().onOpen()
    stream().onGap()
    expect(log).toEqual(['open', 'live', 'refresh'])
  })

  it('leave no timer and say nothing more once ended', () => {
    const { log, stream, pass, stop, pending } = world()
    stream().onOpen()
    stream().onMessage('{"topic":"task","id":"t1"}')
    stop()
    stream().onLost(true)
    pass(100_000)
    expect(log).toEqual(['open', 'live', 'close'])
    expect(pending()).toBe(0)
  })
})

describe('a message of the stream', () => {
  it.each([
    ['{"topic":"asset","id":"x"}', { topic: 'asset', id: 'x' }],
    ['{"topic":"asset","id":"x","more":1}', { topic: 'asset', id: 'x' }],
    ['{"topic":"weather","id":"x"}', null],
    ['{"topic":"asset","id":7}', null],
    ['{"topic":"asset"}', null],
    ['null', null],
    ['', null],
    ['{', null],
    ['["asset","x"]', null],
  ])('%s is read as %j', (data, want) => {
    expect(readMessage(data)).toEqual(want)
  })

  it('never throws, whatever it holds', () => {
    fc.assert(fc.property(fc.oneof(fc.string(), fc.json()), data => void readMessage(data)))
  })
})
