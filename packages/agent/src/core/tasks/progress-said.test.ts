import { describe, expect, it } from 'vitest'
import { createEnrolledWorld, MINUTE, taskFor } from '../../testing/world.ts'

describe('what a task is doing', () => {
  it('is said within seconds, also when it changes just after the last text was said', async () => {
    const world = await createEnrolledWorld()
    world.packages.lockedBy = { path: '/var/lib/dpkg/lock-frontend', pid: 4711, program: 'unattended-upgr' }
    world.record.documents = [taskFor(world)]
    const begun = () => [...world.record.events.values()].some(one => one.kind === 'itemBegin')
    expect(await world.runUntil(begun, 20 * MINUTE)).toBe(true)
    const said = () => world.record.checkIns.some(one => one.progress.some(p => p.text.includes('unattended-upgr')))
    expect(await world.runUntil(said, 8000)).toBe(true)
  })
})
