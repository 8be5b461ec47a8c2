import { describe, expect, it } from 'vitest'
import { createWorld, MINUTE, taskFor } from '../testing/world.ts'

describe('an agent from enrolment to a verified task', { timeout: 60_000 }, () => {
  it('enrols, scans, reports, installs what a task lists, verifies, and tells it all once', async () => {
    const world = createWorld()
    await world.enroll()
    world.start()
    expect(await world.runUntil(() => world.record.reports.length > 0, 5 * MINUTE)).toBe(true)
    expect(world.record.sections.get('packages.1')?.rows).toHaveLength(3)

    const task = taskFor(world, {}, ['openssl', 'curl'])
    world.record.documents = [task]
    expect(await world.runUntil(() => world.event('end') !== undefined, 10 * MINUTE)).toBe(true)
    expect(world.faults).toEqual([])
    expect(world.packages.executions).toEqual(['install openssl:amd64=2', 'install curl:amd64=2'])
    const events = world.eventsOf(task.task)
    expect(events.map(one => one.kind)).toEqual([
      'accepted',
      'begin',
      'itemBegin',
      'itemEnd',
      'itemBegin',
      'itemEnd',
      'end',
    ])
    expect(events.map(one => one.n)).toEqual([1, 2, 3, 4, 5, 6, 7])
    expect(world.event('end')?.data).toEqual({ outcome: 'succeeded', rebootNeeded: false })
    expect(world.record.sections.get('packages.1')?.rows.map(row => row[2])).toEqual(['1', '2', '2'])
    expect(world.record.reports.at(-1)).toEqual({ trigger: 'task', sections: ['packages.1'], whole: [] })
  })
})
