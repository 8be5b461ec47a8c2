import type { TaskDocument } from '@patchyard/protocol'
import { describe, expect, it } from 'vitest'
import { edited, problemCodes } from '../../testing/evil-server.ts'
import { createEnrolledWorld, MINUTE, taskFor, type World } from '../../testing/world.ts'
import type { NetworkReply } from '../ports/network.ts'

// Table S12 of the bad-input catalogue: task documents that are not what the manifest names, or name what no task may.

const DAY = 86_400_000

describe('documents', { timeout: 60_000 }, () => {
  const swap = (change: (bytes: Buffer) => Buffer) => (reply: NetworkReply) =>
    edited(reply, body => {
      body['documents'] = ((body['documents'] ?? []) as string[]).map(one =>
        change(Buffer.from(one, 'base64')).toString('base64'),
      )
    })

  it.each<[string, (bytes: Buffer) => Buffer]>([
    ['S12.8 one byte longer', bytes => Buffer.concat([bytes, Buffer.from(' ')])],
    ['S12.8 as long, another content', bytes => Buffer.from(bytes.toString().replace('openssl', 'openssh'))],
    ['empty', () => Buffer.alloc(0)],
  ])('%s: document_digest, and the true one is fetched', async (_, change) => {
    const world = await createEnrolledWorld()
    world.record.documents = [taskFor(world)]
    world.between = async (request, next) => {
      const reply = await next()
      return request.path === '/agent/v1/checkin' ? swap(change)(reply) : reply
    }
    expect(await world.runUntil(() => world.event('end') !== undefined, 10 * MINUTE)).toBe(true)
    expect(problemCodes(world)).toContain('document_digest')
    expect(world.packages.executions).toEqual(['install openssl:amd64=2'])
  })

  it.each<[string, Partial<TaskDocument> | ((world: World) => Partial<TaskDocument>)]>([
    ['of another deployment', { deployment: '9b2f4c1e-7d35-4e0a-8c61-2f9a0d4b6e83' }],
    ['for another agent', { agent: '9b2f4c1e-7d35-4e0a-8c61-2f9a0d4b6e83' }],
    [
      'S12.10 startBefore 36 days ahead',
      world => ({ startBefore: world.clock.nowMs() + 36 * DAY, finishBefore: world.clock.nowMs() + 37 * DAY }),
    ],
    [
      'that runs for 8 days',
      world => ({ startBefore: world.clock.nowMs(), finishBefore: world.clock.nowMs() + 8 * DAY }),
    ],
    ['that ends before it begins', { finishBefore: 1 }],
  ])('a document %s: the task is refused for good, the others go on', async (_, change) => {
    const world = await createEnrolledWorld()
    const good = taskFor(world)
    const bad = {
      ...taskFor(world, { task: '11111111-94b2-4b0e-8f3a-6d2c7b9e1f40' }, ['curl']),
      ...(typeof change === 'function' ? change(world) : change),
    }
    world.record.documents = [bad, good]
    expect(await world.runUntil(() => world.event('end', good.task) !== undefined, 10 * MINUTE)).toBe(true)
    expect(world.eventsOf(bad.task).map(one => [one.kind, (one.data as { code?: string }).code])).toEqual([
      ['refused', 'document_malformed'],
    ])
    expect(world.packages.executions).toEqual(['install openssl:amd64=2'])
    expect(world.record.problems).toContain('document_malformed')
  })

  it('a task that is known under another digest is neither replaced nor run', async () => {
    const world = await createEnrolledWorld()
    const first = taskFor(world, { notBefore: world.clock.nowMs() + 60 * MINUTE })
    world.record.documents = [first]
    await world.runUntil(() => world.event('accepted') !== undefined, 5 * MINUTE)
    world.record.documents = [{ ...first, notBefore: world.clock.nowMs() }]
    await world.runUntil(() => world.event('dropped') !== undefined, 5 * MINUTE)
    await world.runUntil(() => false, 10 * MINUTE)
    expect(problemCodes(world)).toContain('document_malformed')
    expect(world.eventsOf(first.task).map(one => one.kind)).toEqual(['accepted', 'dropped'])
    expect(world.packages.executions).toEqual([])
  })
})
