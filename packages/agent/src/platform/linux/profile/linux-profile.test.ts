import { describe, expect, it } from 'vitest'
import type { Disk } from '../../../core/ports/disk.ts'
import { createMemoryDisk } from '../../../testing/memory-disk.ts'
import { createScriptedProcesses, type ScriptedAnswer } from '../../../testing/scripted-processes.ts'
import { createLinuxProfileHost } from './linux-profile-host.ts'
import { APT_DROP_IN } from './switch-updaters.ts'
import { parseUnitCaps } from './systemd-limits.ts'

// Texts of systemctl as systemd 252 (Debian 12) writes them.
const UNIT = `# /etc/systemd/system/patchyard-agent.service
[Unit]
Description=Patchyard agent

[Service]
MemoryHigh=768M
MemoryMax=1G
CPUQuota=100%
`
const OVERRIDE = `
# /run/systemd/system.control/patchyard-agent.service.d/50-CPUQuota.conf
# This is a drop-in unit file extension, created via "systemctl set-property"
# or an equivalent operation. Do not edit.
[Service]
CPUQuota=20%
`
const booted = {
  '/run/systemd/system/x': '',
  '/proc/self/cgroup': '0::/system.slice/patchyard-agent.service\n',
}

function hostWith(files: Readonly<Record<string, string>>, answer: (call: string) => ScriptedAnswer | undefined) {
  const written = new Map<string, string>()
  const disk: Disk = {
    ...createMemoryDisk(files),
    writeAtomic: async (path, content) => void written.set(path, String(content)),
    remove: async path => void written.delete(path),
  }
  const processes = createScriptedProcesses(answer)
  const host = createLinuxProfileHost({ disk, processes })
  return { host, written, calls: () => processes.calls.map(call => call.args.join(' ')) }
}

describe('caps of the own unit', () => {
  const cat =
    (text: string, set: ScriptedAnswer = '') =>
    (call: string) =>
      call.includes(' cat ') ? text : call.includes('set-property') ? set : undefined

  it.each([
    ['both', UNIT, { cpuPercent: 50, memoryMb: 512 }, 'CPUQuota=50% MemoryHigh=384M MemoryMax=512M'],
    [
      'one: the other is what the unit says',
      UNIT,
      { cpuPercent: 50, memoryMb: null },
      'CPUQuota=50% MemoryHigh=768M MemoryMax=1G',
    ],
    [
      'none after one: back to what the unit says',
      UNIT + OVERRIDE,
      { cpuPercent: null, memoryMb: null },
      'CPUQuota=100% MemoryHigh=768M MemoryMax=1G',
    ],
    [
      'a unit that says nothing',
      '# /etc/systemd/system/a.service\n[Service]\n',
      { cpuPercent: null, memoryMb: 512 },
      'CPUQuota= MemoryHigh=384M MemoryMax=512M',
    ],
  ])('%s', async (_claim, text, limits, want) => {
    const { host, calls } = hostWith(booted, cat(text))
    expect(await host.limit(limits)).toEqual({ state: 'applied', detail: 'patchyard-agent.service' })
    expect(calls()[1]).toBe(`set-property --runtime -- patchyard-agent.service ${want}`)
  })

  it('none asked for and none set: systemd is only looked at', async () => {
    const { host, calls } = hostWith(booted, cat(UNIT))
    expect(await host.limit({ cpuPercent: null, memoryMb: null })).toEqual({ state: 'unit', detail: '' })
    expect(calls()).toEqual(['cat -- patchyard-agent.service'])
  })

  it.each([
    ['systemd does not run', {}, 'unsupported'],
    [
      'the agent was started by hand',
      { ...booted, '/proc/self/cgroup': '0::/user.slice/user-0.slice/session-1.scope\n' },
      'unsupported',
    ],
    ['systemd refuses', booted, 'failed'],
  ])('%s: said, not hidden', async (_claim, files, state) => {
    const { host } = hostWith(files, cat(UNIT, { code: 1, log: 'Failed to set unit properties: Access denied\n' }))
    expect((await host.limit({ cpuPercent: 50, memoryMb: null })).state).toBe(state)
  })

  it.each([
    [
      'the last file counts',
      `${UNIT}\n# /etc/systemd/system/patchyard-agent.service.d/own.conf\n[Service]\nCPUQuota=30%\n`,
      '30%',
      false,
    ],
    ['but never what was set at run time', UNIT + OVERRIDE, '100%', true],
    ['an empty text has none', '', undefined, false],
  ])('of `systemctl cat` %s', (_claim, text, quota, overridden) => {
    const caps = parseUnitCaps(text)
    expect([caps.own.CPUQuota, caps.overridden]).toEqual([quota, overridden])
  })
})

describe('unattended-upgrades', () => {
  it('is switched off by a file behind all others, and back by its going', async () => {
    const { host, written, calls } = hostWith({}, () => undefined)
    expect(await host.remember('unattended-upgrades')).toBe('')
    await host.switchOff('unattended-upgrades')
    expect(written.get(APT_DROP_IN)).toContain('APT::Periodic::Unattended-Upgrade "0";')
    await host.giveBack('unattended-upgrades', '')
    expect([...written.keys()]).toEqual([])
    expect(calls()).toEqual([])
  })
})

describe('dnf-automatic', () => {
  /** `systemctl is-enabled` and `is-active` of three timers, of which one is there. */
  const timers = (call: string): ScriptedAnswer | undefined => {
    const one = call.endsWith(' dnf-automatic.timer')
    if (call.includes(' is-enabled ')) return one ? 'enabled\n' : { code: 1, stdout: 'not-found\n' }
    if (call.includes(' is-active ')) return one ? 'active\n' : { code: 4, stdout: 'inactive\n' }
    return /(disable|enable|start) /.test(call) ? '' : undefined
  }

  it('is remembered, switched off and made as it was', async () => {
    const { host, calls } = hostWith(booted, timers)
    const former = await host.remember('dnf-automatic')
    expect(JSON.parse(former)).toEqual([{ unit: 'dnf-automatic.timer', enabled: true, active: true }])
    await host.switchOff('dnf-automatic')
    await host.giveBack('dnf-automatic', former)
    expect(calls().filter(call => !call.startsWith('is-'))).toEqual([
      'disable --now -- dnf-automatic.timer',
      'enable -- dnf-automatic.timer',
      'start -- dnf-automatic.timer',
    ])
  })

  it('where systemd does not run is only switched in its files', async () => {
    const { host, calls } = hostWith({}, timers)
    await host.switchOff('dnf-automatic')
    await host.giveBack('dnf-automatic', '[{"unit":"dnf-automatic.timer","enabled":true,"active":true}]')
    expect(calls().filter(call => !call.startsWith('is-'))).toEqual([
      'disable -- dnf-automatic.timer',
      'enable -- dnf-automatic.timer',
    ])
  })

  it('known by an alias is switched by the name of its unit', async () => {
    const { host, calls } = hostWith(booted, call =>
      call.includes(' show ')
        ? 'own-updates.timer\n'
        : call.endsWith(' dnf-automatic.timer') && call.includes(' is-enabled ')
          ? 'alias\n'
          : timers(call.replace('own-updates.timer', 'dnf-automatic.timer')),
    )
    const former = await host.remember('dnf-automatic')
    expect(JSON.parse(former)).toEqual([{ unit: 'own-updates.timer', enabled: true, active: true }])
    await host.switchOff('dnf-automatic')
    await host.giveBack('dnf-automatic', former)
    expect(calls().filter(call => !/^(is-|show)/.test(call))).toEqual([
      'disable --now -- own-updates.timer',
      'enable -- own-updates.timer',
      'start -- own-updates.timer',
    ])
  })

  it('that is linked and not enabled is stopped and keeps its link', async () => {
    const { host, calls } = hostWith(booted, call =>
      call.endsWith(' dnf-automatic.timer') && call.includes(' is-enabled ')
        ? { code: 1, stdout: 'linked\n' }
        : call.includes(' stop ')
          ? ''
          : timers(call),
    )
    const former = await host.remember('dnf-automatic')
    await host.switchOff('dnf-automatic')
    await host.giveBack('dnf-automatic', former)
    expect(calls().filter(call => !call.startsWith('is-'))).toEqual([
      'stop -- dnf-automatic.timer',
      'start -- dnf-automatic.timer',
    ])
  })

  it('that systemd does not let go is an error with its words', async () => {
    const { host } = hostWith(booted, call =>
      call.includes('disable') ? { code: 1, log: 'Failed to disable unit: Read-only file system' } : timers(call),
    )
    await expect(host.switchOff('dnf-automatic')).rejects.toMatchObject({
      code: 'E_PROCESS_FAILED',
      message: expect.stringContaining('Read-only file system'),
    })
  })
})
