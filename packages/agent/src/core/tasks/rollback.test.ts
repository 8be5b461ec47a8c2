import { DRY_RUN_FEATURE, OPTIONS_FEATURE, ROLLBACK_FEATURE, type TaskDocument } from '@patchyard/protocol'
import { describe, expect, it } from 'vitest'
import { createEnrolledWorld, MINUTE, rollbackFor, taskFor, type World } from '../../testing/world.ts'
import { dryRunData } from './dry-run-task.ts'
import { recoveredEnd } from './recover-item.ts'
import { rollbackEnd } from './run-rollback.ts'

const features = [OPTIONS_FEATURE, ROLLBACK_FEATURE, DRY_RUN_FEATURE]

async function run(of: (world: World) => TaskDocument): Promise<World> {
  const world = await createEnrolledWorld({ features })
  world.record.documents = [of(world)]
  expect(await world.runUntil(() => world.event('end') !== undefined, 3 * 60 * MINUTE)).toBe(true)
  expect(world.faults).toEqual([])
  return world
}

const itemEnd = (world: World) => world.event('itemEnd')?.data as { outcome: string; code?: string; output?: string }

describe('rollback as a task', { timeout: 60_000 }, () => {
  it('what is replaced is kept before, and the item says so', async () => {
    const world = await run(w => taskFor(w, { options: { keep: true } }))
    expect([...world.packages.points.values()]).toMatchObject([
      { changes: [{ name: 'openssl', earlier: '1', now: '2' }] },
    ])
    expect(itemEnd(world).output).toContain('kept for rollback')
    expect((await run(w => taskFor(w))).packages.points.size).toBe(0)
  })

  it('a rollback goes back to the earlier version, once', async () => {
    const world = await run(w => rollbackFor(w, ['openssl']))
    expect(world.packages.installed.get('openssl:amd64')).toBe('1')
    expect(world.packages.executions).toEqual(['rollback openssl:amd64=1'])
    expect(itemEnd(world)).toMatchObject({ outcome: 'ok' })
    expect(world.event('end')?.data).toMatchObject({ outcome: 'succeeded' })
  })

  it('what was neither kept nor is offered is refused, and nothing is done', async () => {
    const world = await run(w => {
      const task = rollbackFor(w, ['openssl'])
      w.packages.points.clear()
      return task
    })
    expect(itemEnd(world)).toMatchObject({ outcome: 'failed', code: 'version_gone' })
    expect(world.packages.executions).toEqual([])
  })

  it('an agent that did not announce it never takes the document', async () => {
    const world = await createEnrolledWorld({ features: [OPTIONS_FEATURE] })
    world.record.documents = [rollbackFor(world, ['openssl'])]
    expect(await world.runUntil(() => world.event('refused') !== undefined, 30 * MINUTE)).toBe(true)
    expect(world.event('refused')?.data).toMatchObject({ code: 'document_unsupported' })
    expect(world.packages.executions).toEqual([])
  })

  it.each<[string, string[], string[]]>([
    ['removed', [], ['removed']],
    ['left', ['1.0'], ['left']],
  ])(
    'after a crash a package that was to go is %s by the database, and the item is back either way',
    (_, versions, words) => {
      const end = recoveredEnd(
        [
          { name: 'fig', arch: 'all', from: '2', to: '1' },
          { name: 'new', arch: 'all', from: '1.0', to: null },
        ],
        [
          { name: 'fig', arch: 'all', versions: ['1'], configured: true },
          { name: 'new', arch: 'all', versions, configured: true },
        ],
        { clean: true, problems: [] },
      )
      expect(end.outcome).toBe('recovered')
      for (const word of words) expect(end.output).toContain(`to be removed: ${word}`)
    },
  )

  it('what went and what stays of the packages that came along is said', () => {
    const end = rollbackEnd(
      { patch: 'own:x' },
      {
        outcome: 'installed',
        packages: [],
        audit: { clean: true, problems: [] },
        exitCode: 0,
        log: 'log',
        failure: null,
        scoped: true,
        removed: [{ name: 'a', arch: 'all' }],
        left: [{ name: 'b', arch: 'all', why: 'another package needs it' }],
      },
    )
    expect(end.output).toBe(
      'a:all came with own:x and was removed\nb:all came with own:x and stays: another package needs it\nlog',
    )
  })
})

describe('dry run as a task', { timeout: 60_000 }, () => {
  it('begins, tells its plan, installs nothing and reboots nothing', async () => {
    const world = await run(w => {
      w.inventory.rebootNeeded = true
      w.packages.offered.delete('curl:amd64')
      return taskFor(w, { options: { dryRun: true }, reboot: 'always' }, ['openssl', 'curl'])
    })
    expect(world.packages.executions).toEqual([])
    expect(world.packages.installed.get('openssl:amd64')).toBe('1')
    expect(world.machine.rebootsAsked).toBe(0)
    expect(world.event('dryRun')?.data).toMatchObject({ changed: [{ name: 'openssl', from: '1', to: '2' }], more: 0 })
    const ends = world.eventsOf(world.record.documents[0]?.task ?? '').filter(one => one.kind === 'itemEnd')
    expect(ends.map(one => one.data)).toMatchObject([
      { item: 1, outcome: 'skipped', code: 'dry_run' },
      { item: 2, outcome: 'failed', code: 'version_gone' },
    ])
  })

  it('of a rollback tells what would go back', async () => {
    const world = await run(w => rollbackFor(w, ['openssl'], { options: { dryRun: true } }))
    expect(world.packages.executions).toEqual([])
    expect(itemEnd(world)).toMatchObject({
      outcome: 'skipped',
      code: 'dry_run',
      output: expect.stringContaining('openssl:amd64 back from 2 to 1') as string,
    })
  })

  it('a plan of any size fits into its event, with a count of what was cut', () => {
    const many = Array.from({ length: 5000 }, (_, n) => ({
      name: `${'x'.repeat(150)}${n}`,
      arch: 'amd64',
      from: '1'.repeat(150),
      to: '2'.repeat(150),
    }))
    const data = dryRunData({
      items: [],
      added: [],
      changed: many,
      held: [],
      replaced: [],
      services: [],
      reboot: [],
      downloadBytes: 0,
      growthBytes: 0,
      disk: [],
      refusals: [],
      digest: '0'.repeat(64),
    })
    expect(JSON.stringify(data).length).toBeLessThan(200_000)
    expect(data.changed.length + data.more).toBe(5000)
  })
})
