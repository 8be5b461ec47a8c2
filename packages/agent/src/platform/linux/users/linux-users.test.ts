import { describe, expect, it } from 'vitest'
import { createMemoryDisk } from '../../../testing/memory-disk.ts'
import { createScriptedProcesses } from '../../../testing/scripted-processes.ts'
import { createLinuxUsers, hasUser, isPerson, wallText } from './linux-users.ts'

const SYSTEMD = { '/run/systemd/system/x': '', '/run/systemd/system': '', '/usr/bin/loginctl': '', '/usr/bin/wall': '' }

function record(type: number, size: number): Uint8Array {
  const bytes = new Uint8Array(size)
  new DataView(bytes.buffer).setInt16(0, type, true)
  return bytes
}

describe('who is logged on', () => {
  it.each<[string, Record<string, string>, boolean]>([
    ['a terminal', { c1: 'Class=user\nState=active\nType=tty\n' }, true],
    ['only a greeter', { c1: 'Class=greeter\nState=active\nType=x11\n' }, false],
    ['a session that closes', { 4: 'Class=user\nState=closing\nType=tty\n' }, false],
    ['a job of cron', { 4: 'Class=background\nState=active\nType=unspecified\n' }, false],
    [
      'a greeter and a desktop',
      { c1: 'Class=greeter\nState=online\nType=wayland\n', 2: 'Class=user\nState=active\nType=wayland\n' },
      true,
    ],
    ['nobody', {}, false],
  ])('by logind: %s', async (_, shown, there) => {
    const processes = createScriptedProcesses(call => {
      const listed = Object.keys(shown).map((id, i) => `  ${id} ${1000 + i} user seat0 tty${i}\n`)
      if (call.includes('list-sessions')) return listed.join('')
      return shown[/show-session (\S+)/.exec(call)?.[1] ?? '']
    })
    const users = createLinuxUsers({ disk: createMemoryDisk(SYSTEMD), processes })
    expect(await users.isSomebodyThere()).toBe(there)
  })

  it.each([
    ['a login', [record(7, 384)], true],
    ['a boot and a login', [record(2, 384), record(7, 384)], true],
    ['a login with 64-bit times', [record(8, 400), record(7, 400)], true],
    ['a boot alone', [record(2, 384)], false],
    ['a torn file', [new Uint8Array(100)], false],
    ['nothing', [], false],
  ] as const)('by utmp: %s', (_, records, there) => expect(hasUser(Buffer.concat(records))).toBe(there))

  it('is nobody where neither can be read', async () => {
    const users = createLinuxUsers({ disk: createMemoryDisk({}), processes: createScriptedProcesses(() => undefined) })
    expect(await users.isSomebodyThere()).toBe(false)
    await users.show({ title: 'a', text: 'b' })
  })

  it('takes whatever logind prints', () => {
    for (const text of ['', 'Class=', 'x', 'Class=user\nState=active\n']) expect(typeof isPerson(text)).toBe('boolean')
  })
})

describe('what reaches the terminals', () => {
  it('goes by standard input to wall, and nobody is asked', async () => {
    const processes = createScriptedProcesses(() => '')
    const users = createLinuxUsers({ disk: createMemoryDisk(SYSTEMD), processes })
    expect(await users.ask({ title: 'Updates', text: 'tonight' }, true)).toBe('goOn')
    expect(processes.calls).toMatchObject([
      { program: '/usr/bin/wall', args: ['--timeout', '5'], stdin: 'Updates\n\ntonight\n' },
    ])
  })

  it('never speaks to the terminal itself', () => {
    const text = wallText({ title: 'a\u001b[2Jb', text: 'c\u0007\u009b31m\td\ne' })
    expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/)
    expect(text).toContain('d\ne')
  })

  it('is cut', () => expect(wallText({ title: 'x', text: 'y'.repeat(100_000) }).length).toBeLessThanOrEqual(4001))

  it('a wall that fails stops nothing', async () => {
    const processes = createScriptedProcesses(() => ({ code: 1 }))
    await createLinuxUsers({ disk: createMemoryDisk(SYSTEMD), processes }).show({ title: 'a', text: 'b' })
    expect(processes.calls).toHaveLength(1)
  })
})
