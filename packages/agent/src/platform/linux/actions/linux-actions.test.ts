import { ACTIONS_FEATURE, actionNumber, type ActionItem } from '@patchyard/protocol'
import { describe, expect, it } from 'vitest'
import { build, buildOf } from '../../../agent-version.ts'
import type { Disk } from '../../../core/ports/disk.ts'
import { ProcessError } from '../../../core/ports/processes.ts'
import { createMemoryDisk } from '../../../testing/memory-disk.ts'
import { createScriptedProcesses, type ScriptedAnswer } from '../../../testing/scripted-processes.ts'
import { packageCommand, serviceCommand } from './action-command.ts'
import { createLinuxActions } from './linux-actions.ts'

const common = { item: actionNumber('pre', 0), stage: 'pre', name: 'an action', timeoutS: 60 } as const
const script = (text: string, interpreter: 'sh' | 'zsh' = 'sh'): ActionItem => ({
  ...common,
  kind: 'script',
  interpreter,
  script: text,
})

/** A disk of these files that scripts can be written to. */
function writable(files: Record<string, string>): Disk {
  return {
    ...createMemoryDisk(files),
    stat: path => createMemoryDisk(files).stat(path),
    readText: (path, most) => createMemoryDisk(files).readText(path, most),
    makeDirectory: () => Promise.resolve(),
    writeAtomic: async (path, content) => void (files[path] = String(content)),
    remove: async path => void delete files[path],
  }
}

function world(answer: (path: string | undefined) => ScriptedAnswer) {
  const disk = writable({ '/bin/sh': '', '/usr/bin/systemctl': '' })
  const seen: { text: string | null }[] = []
  const processes = createScriptedProcesses((_, spec) => {
    seen.push({ text: null })
    return answer(spec.args[0])
  })
  const reading: typeof processes = {
    ...processes,
    run: async spec => {
      const text = await disk.readText(spec.args[0] ?? '', 30_000).catch(() => null)
      const result = await processes.run(spec)
      const last = seen.at(-1)
      if (last !== undefined) last.text = text
      return result
    },
  }
  const ended: string[] = []
  const scopes = {
    isRunning: () => Promise.resolve(false),
    end: (name: string) => Promise.resolve(void ended.push(name)),
  }
  const actions = createLinuxActions({
    processes: reading,
    scopes,
    disk,
    engine: 'apt',
    folder: '/run/patchyard-agent',
  })
  return { disk, processes, seen, ended, actions }
}
const options = { timeoutMs: 60_000, scopeName: 'patchyard-task-2001' }

describe('an action on Linux', () => {
  it('of a script: the interpreter reads a file that is gone afterwards; everything it leaves is ended', async () => {
    const w = world(() => ({ code: 10, log: 'said\n' }))
    expect(await w.actions.run(script('exit 10\n'), options)).toEqual({
      started: true,
      exitCode: 10,
      timedOut: false,
      log: 'said\n',
    })
    const [call] = w.processes.calls
    expect(call).toMatchObject({
      program: '/bin/sh',
      args: ['/run/patchyard-agent/patchyard-task-2001'],
      timeoutMs: 60_000,
      overflow: 'cut',
      scope: { name: 'patchyard-task-2001', leavesNothing: true },
    })
    expect(call?.stdin).toBeUndefined()
    expect(w.seen).toEqual([{ text: 'exit 10\n' }])
    expect(await w.disk.stat('/run/patchyard-agent/patchyard-task-2001')).toBeNull()
  })

  it('says when an interpreter is not there, and starts nothing', async () => {
    const w = world(() => '')
    expect(await w.actions.run(script('x', 'zsh'), options)).toEqual({ started: false, detail: 'this host has no zsh' })
    expect(w.processes.calls).toEqual([])
  })

  it('that cannot be started is a result, and its file is gone', async () => {
    const w = world(() => new ProcessError('E_PROCESS_SPAWN', '/bin/sh cannot be started'))
    expect(await w.actions.run(script('x'), options)).toEqual({ started: false, detail: '/bin/sh cannot be started' })
    expect(await w.disk.stat('/run/patchyard-agent/patchyard-task-2001')).toBeNull()
  })

  it('of an earlier process is ended with its file', async () => {
    const w = world(() => '')
    await w.disk.writeAtomic('/run/patchyard-agent/patchyard-task-2001', 'secret')
    await w.actions.end('patchyard-task-2001')
    expect(w.ended).toEqual(['patchyard-task-2001'])
    expect(await w.disk.stat('/run/patchyard-agent/patchyard-task-2001')).toBeNull()
  })
})

describe('what reaches an argument', () => {
  it.each(['apt', 'dnf', 'yum', 'zypper'] as const)('%s: only names of packages', engine => {
    for (const bad of [
      'curl-',
      '--force',
      'a b',
      '/etc/passwd',
      '*',
      '@core',
      'a=1',
      'http://x/y.rpm',
      '',
      '.',
      'a;b',
      'a\n',
    ]) {
      // dnf and zypper know no commands by a last dash, so `curl-` is a name there that nobody has.
      if (bad === 'curl-' && engine !== 'apt') continue
      for (const operation of ['install', 'uninstall'] as const)
        expect(packageCommand(engine, operation, ['curl', bad]), bad).toHaveProperty('detail')
    }
    const command = packageCommand(engine, 'install', ['curl', 'g++'])
    expect('args' in command ? command.args.slice(-3) : command).toEqual(['--', 'curl', 'g++'])
  })

  it('never removes more than what is named', () => {
    expect(packageCommand('apt', 'install', ['curl'])).toMatchObject({ args: expect.arrayContaining(['--no-remove']) })
    expect(packageCommand('apt', 'uninstall', ['curl'])).toMatchObject({
      program: '/usr/bin/dpkg',
      args: ['--remove', '--', 'curl'],
    })
    for (const engine of ['dnf', 'yum', 'zypper'] as const)
      expect(packageCommand(engine, 'uninstall', ['curl'])).toMatchObject({
        program: '/usr/bin/rpm',
        args: ['-e', '--', 'curl'],
      })
  })

  it.each(['-H host', '--version', 'a b', 'a/b', '', '$(id)', 'ü'])('no unit is called "%s"', name =>
    expect(serviceCommand(name, 'restart')).toHaveProperty('detail'),
  )

  it('a unit is named behind --', () =>
    expect(serviceCommand('getty@tty1.service', 'restart')).toMatchObject({
      args: ['--no-ask-password', '--no-pager', 'restart', '--', 'getty@tty1.service'],
    }))

  it('a host without a package manager says so', () =>
    expect(packageCommand(null, 'install', ['curl'])).toHaveProperty('detail'))
})

it('actions are announced only by a host whose own configuration allows them', () => {
  expect(buildOf(false)).toBe(build)
  expect(build.features).not.toContain(ACTIONS_FEATURE)
  expect(buildOf(true).features).toContain(ACTIONS_FEATURE)
})
