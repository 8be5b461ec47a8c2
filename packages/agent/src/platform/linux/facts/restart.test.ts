import { describe, expect, test } from 'vitest'
import type { InstalledPackage } from '../../../core/ports/scan-result.ts'
import { createMemoryDisk, type MemoryFile } from '../../../testing/memory-disk.ts'
import { flavourOf, readKernels } from './kernels.ts'
import { readRestart } from './restart.ts'
import { readStaleProcesses, replacedFiles, serviceOf } from './stale-processes.ts'

const installed = (name: string, version: string, installedAtMs: number | null = null): InstalledPackage => ({
  name,
  arch: 'amd64',
  version,
  source: name,
  sourceVersion: version,
  state: 'installed',
  held: false,
  vendor: null,
  installedAtMs,
})
const boot = (...releases: string[]) => Object.fromEntries(releases.map(release => [`/boot/vmlinuz-${release}`, '']))
const running = (release: string): Record<string, MemoryFile> => ({ '/proc/sys/kernel/osrelease': `${release}\n` })

describe('kernels', () => {
  test.each<[string, string, string[], string | null, boolean]>([
    ['the newest is running', '6.1.0-39-amd64', ['6.1.0-37-amd64', '6.1.0-39-amd64'], '6.1.0-39-amd64', false],
    ['a newer one is installed', '6.1.0-9-amd64', ['6.1.0-9-amd64', '6.1.0-39-amd64'], '6.1.0-39-amd64', true],
    [
      'Enterprise Linux, next minor release',
      '5.14.0-427.13.1.el9_4.x86_64',
      ['5.14.0-427.13.1.el9_4.x86_64', '5.14.0-503.11.1.el9_5.x86_64'],
      '5.14.0-503.11.1.el9_5.x86_64',
      true,
    ],
    [
      'a rescue image is no kernel',
      '5.14.0-427.13.1.el9_4.x86_64',
      ['5.14.0-427.13.1.el9_4.x86_64', '0-rescue-0123'],
      '5.14.0-427.13.1.el9_4.x86_64',
      false,
    ],
    [
      'a kernel of another kind beside it',
      '6.1.0-37-amd64',
      ['6.1.0-37-amd64', '6.1.0-37-cloud-amd64', '6.1.0-38-rt-amd64'],
      '6.1.0-37-amd64',
      false,
    ],
    [
      'SUSE',
      '6.4.0-150600.21-default',
      ['6.4.0-150600.21-default', '6.4.0-150600.23.7-default'],
      '6.4.0-150600.23.7-default',
      true,
    ],
    [
      'Debian 13’s new names',
      '6.12.38+deb13-amd64',
      ['6.12.38+deb13-amd64', '6.12.41+deb13-amd64'],
      '6.12.41+deb13-amd64',
      true,
    ],
    ['no kernel at all: a container', '6.1.0-37-amd64', [], null, false],
    ['a machine’s own kernel, newer than the packages', '6.18.4-custom', ['6.1.0-37-amd64'], '6.1.0-37-amd64', false],
  ])('%s', async (_, release, images, newest, needed) => {
    const found = await readKernels(createMemoryDisk({ ...running(release), ...boot(...images) }), [])
    expect(found.newest).toBe(newest)
    expect(found.reason !== null).toBe(needed)
  })

  test('a new build under the same release name is told by /proc/version', async () => {
    const files = {
      ...running('6.1.0-37-amd64'),
      ...boot('6.1.0-37-amd64'),
      '/proc/version':
        'Linux version 6.1.0-37-amd64 (debian-kernel@lists.debian.org) #1 SMP PREEMPT_DYNAMIC Debian 6.1.140-1 (2025-05-22)\n',
    }
    expect(
      (await readKernels(createMemoryDisk(files), [installed('linux-image-6.1.0-37-amd64', '6.1.140-1')])).reason,
    ).toBeNull()
    expect(
      (await readKernels(createMemoryDisk(files), [installed('linux-image-6.1.0-37-amd64', '6.1.147-1')])).reason,
    ).toMatchObject({
      kind: 'kernel',
      packages: ['linux-image-6.1.0-37-amd64'],
    })
  })

  test.each([
    ['6.1.0-37-amd64', 'amd64'],
    ['6.1.0-37-cloud-amd64', 'cloud-amd64'],
    ['5.15.0-91-generic', 'generic'],
    ['5.14.0-427.13.1.el9_4.x86_64', ''],
    ['5.14.0-427.13.1.el9_4.x86_64+debug', '+debug'],
    ['6.4.0-150600.23.7-default', 'default'],
  ])('%s is of the kind "%s"', (release, flavour) => {
    expect(flavourOf(release)).toBe(flavour)
  })
})

const MAPS = `55d0-55d1 r-xp 00000000 08:01 1 /usr/sbin/nginx
7f00-7f01 r-xp 00001000 08:01 2 /usr/lib/x86_64-linux-gnu/libssl.so.3 (deleted)
7f01-7f02 rw-p 00001000 08:01 2 /usr/lib/x86_64-linux-gnu/libz.so.1 (deleted)
7f02-7f03 r-xp 00000000 00:01 3 /memfd:jit (deleted)
7f03-7f04 r-xp 00000000 00:01 3 /dev/shm/x (deleted)
7f04-7f05 r-xp 00000000 08:01 4 /usr/lib64/libfoo.so.1;65f0a1b2 (deleted)
7f05-7f06 r-xp 00000000 08:01 5 /usr/lib/libbar.so.1.dpkg-tmp (deleted)
7f06-7f07 r-xp 00000000 08:01 6 /tmp/own.so (deleted)
`

test('only code from the system’s folders counts, under the name it had', () => {
  expect([...replacedFiles(MAPS)].sort()).toEqual([
    '/usr/lib/libbar.so.1',
    '/usr/lib/x86_64-linux-gnu/libssl.so.3',
    '/usr/lib64/libfoo.so.1',
  ])
})

test.each([
  ['0::/system.slice/nginx.service\n', 'nginx.service'],
  ['0::/system.slice/system-getty.slice/getty@tty1.service\n', 'getty@tty1.service'],
  ['12:cpu:/\n1:name=systemd:/system.slice/ssh.service\n', 'ssh.service'],
  ['9:name=systemd:/\n0::/system.slice/both.service\n', 'both.service'],
  ['0::/user.slice/user-1000.slice/session-3.scope\n', null],
  ['0::/user.slice/user-1000.slice/user@1000.service/app.slice/x.service\n', null],
  ['0::/init.scope\n', null],
  ['0::/system.slice/$(reboot).service\n', null],
  ['', null],
])('the control group %j is the unit %j', (cgroup, unit) => {
  expect(serviceOf(cgroup)).toBe(unit)
})

const processFiles = (
  pid: number,
  comm: string,
  cgroup: string,
  namespace = 'pid:[1]',
): Record<string, MemoryFile> => ({
  [`/proc/${pid}/maps`]: '7f00-7f01 r-xp 00001000 08:01 2 /usr/lib/libssl.so.3 (deleted)\n',
  [`/proc/${pid}/comm`]: `${comm}\n`,
  [`/proc/${pid}/cgroup`]: cgroup,
  [`/proc/${pid}/ns/pid`]: { link: namespace },
})
const self = { '/proc/self/ns/pid': { link: 'pid:[1]' } }

test('processes are gathered by unit; those of containers are left to their own systems', async () => {
  const disk = createMemoryDisk({
    ...self,
    ...processFiles(10, 'nginx', '0::/system.slice/nginx.service\n'),
    ...processFiles(11, 'nginx', '0::/system.slice/nginx.service\n'),
    ...processFiles(12, 'bash', '0::/user.slice/user-0.slice/session-1.scope\n'),
    ...processFiles(13, 'nginx', '0::/system.slice/docker-abc.scope\n', 'pid:[2]'),
    '/proc/14/exe': { link: '/usr/bin/python3.11 (deleted)' },
    '/proc/14/cgroup': '0::/system.slice/fail2ban.service\n',
    '/proc/14/ns/pid': { link: 'pid:[1]' },
  })
  expect(await readStaleProcesses(disk)).toEqual({
    init: false,
    services: [
      { unit: 'fail2ban.service', pids: [14], files: ['/usr/bin/python3.11'] },
      { unit: 'nginx.service', pids: [10, 11], files: ['/usr/lib/libssl.so.3'] },
    ],
    processes: [{ pid: 12, program: 'bash', files: ['/usr/lib/libssl.so.3'] }],
  })
})

describe('a reboot is needed', () => {
  const restart = (files: Record<string, MemoryFile>, packages: InstalledPackage[] = []) =>
    readRestart(createMemoryDisk({ ...self, ...running('1'), ...files }), packages, 1000)

  test('because the system asks for it, with the packages', async () => {
    const found = await restart({
      '/run/reboot-required': '',
      '/run/reboot-required.pkgs': 'linux-base\nlibc6\nlinux-base\n$(x)\n',
    })
    expect(found).toMatchObject({ rebootNeeded: true, reasons: [{ kind: 'asked', packages: ['libc6', 'linux-base'] }] })
  })

  test('because SUSE leaves its mark', async () => {
    expect(await restart({ '/run/reboot-needed': '' })).toMatchObject({ rebootNeeded: true })
  })

  test('because the message bus runs replaced files and cannot be restarted alone', async () => {
    const found = await restart(processFiles(20, 'dbus-daemon', '0::/system.slice/dbus.service\n'))
    expect(found).toMatchObject({ rebootNeeded: true, reasons: [{ kind: 'core' }], services: [] })
  })

  test('because process 1 does', async () => {
    expect(await restart(processFiles(1, 'systemd', '0::/init.scope\n'))).toMatchObject({
      rebootNeeded: true,
      processes: [],
    })
  })

  test('because a core package was installed after the start, where the database says when', async () => {
    expect(await restart({}, [installed('glibc', '2', 5000), installed('bash', '5', 5000)])).toMatchObject({
      rebootNeeded: true,
      reasons: [{ kind: 'core', packages: ['glibc'] }],
    })
    expect(await restart({}, [installed('glibc', '2', 500), installed('glibc-common', '2', null)])).toMatchObject({
      rebootNeeded: false,
      reasons: [],
    })
  })

  test('not for an ordinary service', async () => {
    expect(await restart(processFiles(10, 'nginx', '0::/system.slice/nginx.service\n'))).toMatchObject({
      rebootNeeded: false,
      services: [{ unit: 'nginx.service' }],
    })
  })
})
