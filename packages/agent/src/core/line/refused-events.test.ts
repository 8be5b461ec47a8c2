import { describe, expect, it } from 'vitest'
import { createWorld, MINUTE, taskFor } from '../../testing/world.ts'

describe('a refusal of events that nobody signed', () => {
  it.each([
    [400, 'malformed'],
    [413, 'too_large'],
  ])('%i costs time and never an event', async (status, code) => {
    const world = createWorld()
    await world.enroll()
    world.start()
    expect(await world.runUntil(() => world.record.reports.length > 0, 5 * MINUTE)).toBe(true)
    let refused = 0
    world.between = (request, next) => {
      if (request.path !== '/agent/v1/events' || refused === 6) return next()
      refused++
      const body = Buffer.from(JSON.stringify({ type: 'about:blank', title: code, status, code }))
      return Promise.resolve({ status, headers: {}, body })
    }
    const task = taskFor(world, {}, ['openssl', 'curl'])
    world.record.documents = [task]
    expect(await world.runUntil(() => world.eventsOf(task.task).length === 7, 3 * 60 * MINUTE)).toBe(true)
    expect(refused).toBe(6)
    expect(world.faults).toEqual([])
    expect(world.record.problems).toContain('event_refused')
  })
})
