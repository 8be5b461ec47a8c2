import { baseLayer, reapLeftovers, waitUntil, whyNoHosts } from '@patchyard/testkit/hosts'
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { networkInterfaces } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterEach, describe, expect, test } from 'vitest'

const reason = whyNoHosts()
const registryRoot = '/run/patchyard-tests'

interface Made {
  readonly registry: string
  readonly bridge: string
  readonly cgroup: string
  readonly holder: number
  readonly init: number
}

/** A process of its own that makes a network and two hosts and then waits. */
async function crashingTest(): Promise<{ child: ReturnType<typeof spawn>; made: Made }> {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'crashing-test.ts')], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  if (!child.stdout) throw new Error('no pipe')
  const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string]
  return { child, made: JSON.parse(line) as Made }
}

function whatIsLeft({ registry, bridge, cgroup, holder, init }: Made): string[] {
  const groups = spawnSync('unshare', [
    '--mount',
    'sh',
    '-c',
    'mount -t cgroup2 none /sys/fs/cgroup && ls /sys/fs/cgroup',
  ])
  const alive = (pid: number): boolean => {
    try {
      return !/^State:\s+Z/m.test(readFileSync(`/proc/${String(pid)}/status`, 'utf8'))
    } catch {
      return false
    }
  }
  return [
    existsSync(registry) && `registry ${registry}`,
    networkInterfaces()[bridge] && `bridge ${bridge}`,
    groups.stdout.toString().includes(cgroup) && `control group ${cgroup}`,
    alive(holder) && `holder ${String(holder)}`,
    alive(init) && `systemd ${String(init)}`,
  ].filter(text => typeof text === 'string')
}

describe.skipIf(reason !== undefined)(`what a test leaves behind${reason === undefined ? '' : ` (${reason})`}`, () => {
  afterEach(async () => {
    await reapLeftovers()
  })

  test.each(['SIGKILL', 'SIGINT', 'SIGTERM'] as const)(
    'nothing, when its process gets %s in the middle',
    async signal => {
      await baseLayer('debian12')
      const { child, made } = await crashingTest()
      expect(whatIsLeft(made)).toHaveLength(5)
      child.kill(signal)
      await once(child, 'exit')
      await waitUntil('the end of everything it made', () => whatIsLeft(made).length === 0, { timeoutMs: 10_000 })
    },
  )

  test('nothing after the next start, when its janitor is killed as well', async () => {
    await baseLayer('debian12')
    const { child, made } = await crashingTest()
    for (const janitor of janitorsOf(made.registry)) process.kill(janitor, 'SIGKILL')
    child.kill('SIGKILL')
    await once(child, 'exit')
    expect(whatIsLeft(made)).toContain(`registry ${made.registry}`)
    expect(await reapLeftovers()).toContain(made.registry)
    expect(whatIsLeft(made)).toEqual([])
  })

  test('a living process keeps what it made while others clean up', async () => {
    await baseLayer('debian12')
    const { child, made } = await crashingTest()
    expect(await reapLeftovers()).not.toContain(made.registry)
    expect(whatIsLeft(made)).toHaveLength(5)
    child.kill('SIGKILL')
    await once(child, 'exit')
    await waitUntil('the end of everything it made', () => whatIsLeft(made).length === 0, { timeoutMs: 10_000 })
  })

  test('no folder of an ended process stays in the registry', async () => {
    await waitUntil('the janitors’ end', () => {
      const owners = existsSync(registryRoot) ? readdirSync(registryRoot).map(name => Number(name.split('-')[0])) : []
      return owners.every(pid => existsSync(`/proc/${String(pid)}`))
    })
  })
})

function janitorsOf(registry: string): number[] {
  return readdirSync('/proc')
    .filter(name => /^\d+$/.test(name))
    .filter(pid => {
      try {
        const words = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0')
        return words.includes('patchyard-tests-janitor') && words.includes(registry)
      } catch {
        return false
      }
    })
    .map(Number)
}
