import { describe, expect, test } from 'vitest'
import type { Disk } from '../../../core/ports/disk.ts'
import { createMemoryDisk, type MemoryFile } from '../../../testing/memory-disk.ts'
import { createScriptedProcesses } from '../../../testing/scripted-processes.ts'
import { createVirtualClock } from '../../../testing/virtual-clock.ts'
import { FILES, host, planOptions } from './apt-examples.ts'
import { createAptProvider } from './apt-provider.ts'

describe('an item on a host that nobody else changes', () => {
  const item = { patch: 'p', packages: [{ name: 'bash', arch: 'amd64', from: '5', to: '6' }] }
  const act = { timeoutMs: 1, lockWaitMs: 0, scopeName: null }
  const known: Record<string, MemoryFile> = {
    '/var/lib/dpkg/status': 'a',
    '/var/lib/apt/lists/h_Packages': 'x',
    '/etc/apt/apt.conf.d/01keep': '// nothing\nDir::Cache::pkgcache "";\n',
  }
  const verbs = /^(?:-s|-W|policy|indextargets|--print-uris|--download-only|--no-download|--audit)$/

  /** What is asked before and after a moment between download and installation, in which a file may change. */
  async function carryOut(changed: string | null, files = known) {
    let disk = createMemoryDisk({ ...FILES, ...files })
    const seen: Disk = {
      ...disk,
      list: path => disk.list(path),
      stat: path => disk.stat(path),
      readText: (path, most) => disk.readText(path, most),
    }
    const processes = createScriptedProcesses((_, spec) => {
      const answers = host({ '--download-only': '', '--no-download': '', 'apt-mark': '' })
      return Object.entries(answers).find(
        ([word]) => spec.program.endsWith(`/${word}`) || spec.args.includes(word),
      )?.[1]
    })
    const apt = createAptProvider({ processes, disk: seen, clock: createVirtualClock(0) })
    const plan = await apt.simulate(item, planOptions)
    if (plan.verdict !== 'accepted') throw new Error(JSON.stringify(plan))
    await apt.download(plan, act)
    if (changed !== null) disk = createMemoryDisk({ ...FILES, ...files, [changed]: 'something else' })
    const since = processes.calls.length
    await apt.install(plan, act)
    const words = (calls: typeof processes.calls) => calls.map(call => call.args.find(arg => verbs.test(arg)))
    return { before: words(processes.calls.slice(0, since)), after: words(processes.calls.slice(since)) }
  }

  test('is simulated, fetched and installed by one run of apt each', async () => {
    const { before, after } = await carryOut(null)
    expect(before).toEqual(['-W', 'indextargets', 'policy', '-s', '--download-only'])
    expect(after).toEqual(['--no-download', '--audit'])
  })

  test.each<[string, string]>([
    ['dpkg’s database', '/var/lib/dpkg/status'],
    ['a run of dpkg that was cut off', '/var/lib/dpkg/updates/0000'],
    ['an architecture', '/var/lib/dpkg/arch'],
    ['a list', '/var/lib/apt/lists/h_Packages'],
    ['a new list', '/var/lib/apt/lists/other_Packages'],
    ['automatic marks', '/var/lib/apt/extended_states'],
    ['sources', '/etc/apt/sources.list.d/x.sources'],
    ['pins', '/etc/apt/preferences.d/x'],
    ['settings', '/etc/apt/apt.conf'],
  ])('is simulated again before it is installed when %s changed', async (_, path) => {
    const { after } = await carryOut(path)
    expect(after).toContain('-s')
    expect(after.indexOf('-s')).toBeLessThan(after.indexOf('--no-download'))
  })

  test.each<[string, Record<string, MemoryFile>]>([
    ['apt has folders of its own', { ...known, '/etc/apt/apt.conf': 'Dir { State "/srv/x"; };' }],
    ['dpkg’s database is elsewhere', { '/var/lib/apt/lists/h_Packages': 'x' }],
  ])('is simulated again in any case when %s', async (_, files) => {
    expect((await carryOut(null, files)).after).toContain('-s')
  })
})
