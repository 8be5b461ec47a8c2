import { versionSchemes } from '@patchyard/domain'
import { expect, test } from 'vitest'
import {
  type PlanItem,
  PackageManagerError,
  type PlanOptions,
  type SimulatedPlan,
} from '../../../core/ports/package-manager.ts'
import { createMemoryDisk } from '../../../testing/memory-disk.ts'
import { type DryRunEngine, dryRunItems } from './dry-run-items.ts'

const options: PlanOptions = { timeoutMs: 1, allowUnauthenticated: false, whenGone: 'newest', knownAdditions: [] }
const item = (name: string, from: string | null, to: string): PlanItem => ({
  patch: `p:${name}@${to}`,
  packages: [{ name, arch: 'amd64', from, to }],
})

function engine(more: Partial<DryRunEngine> = {}, files: Record<string, string> = {}): DryRunEngine {
  return {
    disk: createMemoryDisk(files),
    simulate: async (one): Promise<SimulatedPlan> =>
      one.packages.some(({ name }) => name === 'held')
        ? { verdict: 'refused', patch: one.patch, refusals: [{ code: 'held', package: 'held:amd64', detail: '' }] }
        : {
            verdict: 'accepted',
            patch: one.patch,
            changes: one.packages,
            additions: [],
            alreadyThere: [],
            replaced: [],
            downloadBytes: null,
            options,
          },
    compare: versionSchemes.deb.compare,
    sizes: async () => ({ downloadBytes: 100, growthBytes: -5 }),
    filesOf: async () => ['/usr/lib/x86_64-linux-gnu/libssl.so.3'],
    cache: '/var/cache/apt/archives',
    ...more,
  }
}

test('two steps of one package are one change, and the order of items does not matter to what is changed', async () => {
  const run = await dryRunItems(engine(), [item('a', '1', '2'), item('b', '1', '2'), item('a', '2', '3')], options)
  expect(run.changed).toEqual([
    { name: 'a', arch: 'amd64', from: '1', to: '3' },
    { name: 'b', arch: 'amd64', from: '1', to: '2' },
  ])
  expect(run.disk).toEqual([
    { path: '/var/cache/apt/archives', neededBytes: 100, freeBytes: 1_000_000_000 },
    { path: '/usr', neededBytes: 0, freeBytes: 1_000_000_000 },
  ])
})

test('equal plans have one digest, whatever the host; another plan has another', async () => {
  const digest = async (items: PlanItem[], more: Partial<DryRunEngine> = {}) =>
    (await dryRunItems(engine(more), items, options)).digest
  const one = await digest([item('a', '1', '2')])
  expect(await digest([item('a', '1', '2')], { sizes: async () => ({ downloadBytes: 7, growthBytes: 7 }) })).toBe(one)
  expect(await digest([item('a', '1', '3')])).not.toBe(one)
  expect(await digest([item('a', '1', '2'), item('held', '1', '2')])).not.toBe(one)
})

test('held packages are named, an engine that fails is a refusal, and nothing is thrown', async () => {
  const failing = engine({ simulate: async () => Promise.reject(new PackageManagerError('E_ENGINE_FAILED', 'broken')) })
  expect(await dryRunItems(failing, [item('a', '1', '2')], options)).toMatchObject({
    items: [{ verdict: 'refused', refusals: [{ code: 'no_plan', detail: 'broken' }] }],
    changed: [],
    downloadBytes: 0,
  })
  expect((await dryRunItems(engine(), [item('held', '1', '2')], options)).held).toEqual(['held:amd64'])
})

test('services that run what would be replaced, and why a reboot would follow', async () => {
  const maps = '7f00-7f01 r-xp 00000000 08:01 1 /usr/lib/x86_64-linux-gnu/libssl.so.3\n'
  const process = (pid: number, unit: string) => ({
    [`/proc/${pid}/maps`]: maps,
    [`/proc/${pid}/cgroup`]: `0::/system.slice/${unit}\n`,
  })
  const files = { ...process(1, '../init.scope'), ...process(20, 'nginx.service'), ...process(30, 'dbus.service') }
  const run = await dryRunItems(
    engine({}, files),
    [item('libssl3', '1', '2'), item('linux-image-amd64', '1', '2')],
    options,
  )
  expect(run.services).toEqual(['nginx.service'])
  expect(run.reboot).toEqual([
    'a kernel: linux-image-amd64:amd64',
    'the first process (init) runs files that are replaced',
    'dbus.service cannot be restarted alone',
  ])
})
