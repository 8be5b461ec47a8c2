import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createMemoryDisk, type MemoryFile } from '../../../testing/memory-disk.ts'
import { createScriptedProcesses } from '../../../testing/scripted-processes.ts'
import { parseCpuInfo, parseMemory } from './hardware.ts'
import { readIdentity } from './identity.ts'
import { lastUserOf } from './last-user.ts'
import { createLinuxFacts } from './linux-facts.ts'
import { parseIfInet6, readNetwork, shortIpv6 } from './network.ts'
import { readOtherUpdaters } from './other-updaters.ts'
import { readTimeZone } from './time-zone.ts'
import { readVirtualization } from './virtualization.ts'

const nothing = createScriptedProcesses(() => undefined)

test.each<[string, Record<string, MemoryFile>, string | null]>([
  ['the link of localtime', { '/etc/localtime': { link: '/usr/share/zoneinfo/Europe/Berlin' } }, 'Europe/Berlin'],
  [
    'a relative link',
    { '/etc/localtime': { link: '../usr/share/zoneinfo/America/Argentina/Ushuaia' } },
    'America/Argentina/Ushuaia',
  ],
  [
    'the link, not a stale /etc/timezone',
    { '/etc/localtime': { link: '/usr/share/zoneinfo/UTC' }, '/etc/timezone': 'Europe/Paris\n' },
    'UTC',
  ],
  [
    'posix zones under their name',
    { '/etc/localtime': { link: '/usr/share/zoneinfo/posix/Asia/Tokyo' } },
    'Asia/Tokyo',
  ],
  ['a copied file: /etc/timezone', { '/etc/localtime': 'TZif2', '/etc/timezone': 'Europe/Paris\n' }, 'Europe/Paris'],
  ['a copied file without a name: unknown', { '/etc/localtime': 'TZif2' }, null],
  ['no file: UTC', {}, 'UTC'],
  ['a name that is a path: unknown', { '/etc/localtime': { link: '/usr/share/zoneinfo/../../etc/passwd' } }, null],
])('time zone: %s', async (_, files, wanted) => {
  expect(await readTimeZone(createMemoryDisk(files))).toBe(wanted)
})

describe('network', () => {
  test('privacy addresses and ends of container networks are left out, the rest has prefixes', async () => {
    const disk = createMemoryDisk({
      '/sys/class/net/eth0/address': '52:54:00:12:34:56\n',
      '/sys/class/net/eth0/operstate': 'up\n',
      '/sys/class/net/wg0/operstate': 'unknown\n',
      '/sys/class/net/lo/address': '00:00:00:00:00:00\n',
      '/sys/class/net/veth1a2b/address': '02:00:00:00:00:01\n',
      '/proc/net/if_inet6':
        '20010db8000000000000000000000005 02 40 00 80     eth0\n20010db800000000aabbccddeeff0011 02 40 00 01     eth0\nfe80000000000000505400fffe123456 02 40 20 80     eth0\n00000000000000000000000000000001 01 80 10 80       lo\n',
    })
    const network = await readNetwork(disk, () => [
      { interface: 'eth0', cidr: '192.0.2.7/24' },
      { interface: 'wg0', cidr: '10.0.0.1/32' },
    ])
    expect(network).toEqual([
      {
        name: 'eth0',
        mac: '52:54:00:12:34:56',
        up: true,
        addresses: ['192.0.2.7/24', '2001:db8::5/64', 'fe80::5054:ff:fe12:3456/64'],
      },
      { name: 'wg0', mac: null, up: true, addresses: ['10.0.0.1/32'] },
    ])
  })

  test.each([
    ['20010db8000000000000000000000001', '2001:db8::1'],
    ['00000000000000000000000000000000', '::'],
    ['00000000000000000000000000000001', '::1'],
    ['20010db8000000010000000000000000', '2001:db8:0:1::'],
    ['20010db8000000010001000100010001', '2001:db8:0:1:1:1:1:1'],
  ])('%s is written %s', (hex, wanted) => {
    expect(shortIpv6(hex)).toBe(wanted)
  })

  test('whatever the kernel prints, an address is one that URL can read', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[0-9a-f]{32}$/), hex => {
        expect(new URL(`http://[${shortIpv6(hex)}]/`).hostname).toMatch(/^\[.*\]$/)
        expect(parseIfInet6(`${hex} 02 40 00 80 eth0\n`)).toHaveLength(1)
      }),
    )
  })
})

describe('last user, from wtmp', () => {
  const record = (size: 384 | 400, type: number, name: string, seconds: number): Uint8Array => {
    const bytes = new Uint8Array(size)
    const view = new DataView(bytes.buffer)
    view.setInt16(0, type, true)
    bytes.set(new TextEncoder().encode(name), 44)
    view.setUint32(size === 384 ? 340 : 344, seconds, true)
    return bytes
  }
  const join = (...parts: Uint8Array[]): Uint8Array => new Uint8Array(parts.flatMap(part => [...part]))

  test.each([384, 400] as const)('records of %i bytes: the newest login counts, reboots and logouts do not', size => {
    const file = join(
      record(size, 7, 'early', 100),
      record(size, 7, 'ada', 200),
      record(size, 8, '', 300),
      record(size, 2, 'reboot', 400),
    )
    expect(lastUserOf(file, file.length)).toEqual({ name: 'ada', atMs: 200_000 })
  })

  test('the end of a file is enough, even when it begins in the middle of a record', () => {
    const file = join(...Array.from({ length: 20 }, (_, index) => record(384, 7, `u${index}`, 1000 + index)))
    expect(lastUserOf(file.slice(-1000), file.length)).toEqual({ name: 'u19', atMs: 1_019_000 })
  })

  test('a year beyond 2038 and a name of 32 bytes are read; control characters are not handed on', () => {
    const file = record(384, 7, `${'a'.repeat(31)}\u0007`, 4_000_000_000)
    expect(lastUserOf(file, 384)).toEqual({ name: `${'a'.repeat(31)}?`, atMs: 4_000_000_000_000 })
  })

  test('any bytes: a user or nobody, never an error', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 1200 }), fc.nat(10_000), (bytes, size) => {
        const found = lastUserOf(bytes, size)
        expect(found === null || found.name.length > 0).toBe(true)
      }),
    )
  })
})

test.each<[string, Record<string, MemoryFile>, string | null]>([
  ['what systemd says of a container', { '/run/systemd/container': 'lxc\n' }, 'lxc'],
  ['the environment of process 1', { '/proc/1/environ': 'PATH=/bin\0container=podman\0' }, 'podman'],
  ['docker’s mark', { '/.dockerenv': '' }, 'docker'],
  ['KVM by its product', { '/sys/class/dmi/id/product_name': 'KVM\n' }, 'kvm'],
  [
    'QEMU by its vendor',
    { '/sys/class/dmi/id/sys_vendor': 'QEMU\n', '/sys/class/dmi/id/product_name': 'Standard PC (Q35 + ICH9, 2009)\n' },
    'qemu',
  ],
  ['VMware', { '/sys/class/dmi/id/product_name': 'VMware7,1\n' }, 'vmware'],
  [
    'Hyper-V',
    {
      '/sys/class/dmi/id/sys_vendor': 'Microsoft Corporation\n',
      '/sys/class/dmi/id/product_name': 'Virtual Machine\n',
    },
    'microsoft',
  ],
  [
    'a laptop of Microsoft is none',
    {
      '/sys/class/dmi/id/sys_vendor': 'Microsoft Corporation\n',
      '/sys/class/dmi/id/product_name': 'Surface\n',
      '/proc/cpuinfo': 'flags\t: fpu vme\n',
    },
    'none',
  ],
  ['some hypervisor', { '/proc/cpuinfo': 'flags\t\t: fpu hypervisor lahf_lm\n' }, 'vm-other'],
  ['bare metal', { '/proc/cpuinfo': 'flags\t\t: fpu vme\n' }, 'none'],
  ['nothing to look at', {}, null],
])('virtualisation: %s', async (_, files, wanted) => {
  expect(await readVirtualization({ disk: createMemoryDisk(files), processes: nothing })).toBe(wanted)
})

test('systemd-detect-virt’s word counts where it is there, also with exit code 1', async () => {
  const disk = createMemoryDisk({ '/usr/bin/systemd-detect-virt': '', '/.dockerenv': '' })
  const processes = createScriptedProcesses(() => ({ stdout: 'none\n', code: 1 }))
  expect(await readVirtualization({ disk, processes })).toBe('none')
})

test('what board makers left unfilled is unknown, and cpu and memory are counted', async () => {
  const facts = createLinuxFacts({
    disk: createMemoryDisk({
      '/sys/class/dmi/id/sys_vendor': 'To Be Filled By O.E.M.\n',
      '/sys/class/dmi/id/product_name': 'PowerEdge R640\n',
      '/sys/class/dmi/id/product_serial': '0000000\n',
      '/proc/cpuinfo': 'processor\t: 0\nmodel name\t: Some CPU @ 2GHz\nprocessor\t: 1\nmodel name\t: Some CPU @ 2GHz\n',
      '/proc/meminfo': 'MemTotal:        2048 kB\n',
      '/proc/stat': 'cpu 1\nbtime 1700000000\n',
      '/proc/sys/kernel/random/boot_id': 'b\n',
    }),
    processes: nothing,
    listIpv4: () => [],
    machine: 'x86_64',
  })
  expect(await facts.system()).toMatchObject({
    bootTimeMs: 1_700_000_000_000,
    os: { id: 'linux', prettyName: 'Linux' },
    hardware: {
      vendor: null,
      model: 'PowerEdge R640',
      serial: null,
      cpuModel: 'Some CPU @ 2GHz',
      cpuCount: 2,
      memoryBytes: 2_097_152,
    },
    lastUser: null,
    otherUpdaters: [],
    identity: { machineId: '', smbios: '', rootfs: '' },
  })
  expect(parseCpuInfo('')).toEqual({ model: null, count: 0 })
  expect(parseMemory('')).toBe(0)
})

test('identity: machine id, SMBIOS UUID and the UUID of the root file system, by device mapper too', async () => {
  const files = {
    '/etc/machine-id': '0123456789abcdef0123456789abcdef\n',
    '/sys/class/dmi/id/product_uuid': '4c4c4544-0042-3510-8052-b4c04f4e4d31\n',
    '/proc/self/mountinfo':
      '22 1 254:0 / / rw,relatime shared:1 - ext4 /dev/mapper/vg-root rw\n23 22 0:5 / /dev rw - devtmpfs udev rw\n',
    '/dev/mapper/vg-root': { link: '../dm-0' },
    '/dev/disk/by-uuid/aaaa-bbbb': { link: '../../sda1' },
    '/dev/disk/by-uuid/6ff2ba50-1c2b': { link: '../../dm-0' },
  }
  expect(await readIdentity(createMemoryDisk(files))).toEqual({
    machineId: '0123456789abcdef0123456789abcdef',
    smbios: '4c4c4544-0042-3510-8052-b4c04f4e4d31',
    rootfs: '6ff2ba50-1c2b',
  })
  const blank = {
    '/etc/machine-id': 'uninitialized\n',
    '/sys/class/dmi/id/product_uuid': 'ffffffff-ffff-ffff-ffff-ffffffffffff\n',
  }
  expect(await readIdentity(createMemoryDisk(blank))).toEqual({ machineId: '', smbios: '', rootfs: '' })
})

test.each([
  ['on', 'APT::Periodic::Unattended-Upgrade "1";\n', {}, true],
  ['off by setting', 'APT::Periodic::Unattended-Upgrade "0";\n', {}, false],
  ['off as a whole', 'APT::Periodic::Enable "0";\nAPT::Periodic::Unattended-Upgrade "1";\n', {}, false],
  [
    'off because its timer is masked',
    'APT::Periodic::Unattended-Upgrade "1";\n',
    { '/etc/systemd/system/apt-daily-upgrade.timer': { link: '/dev/null' } },
    false,
  ],
])('unattended-upgrades is seen %s', async (_, dump, files, enabled) => {
  const disk = createMemoryDisk({ '/usr/bin/unattended-upgrade': '', ...files })
  expect(await readOtherUpdaters({ disk, processes: createScriptedProcesses(() => dump) })).toEqual([
    { name: 'unattended-upgrades', enabled },
  ])
})

test('dnf-automatic is enabled by the timer that systemd wants', async () => {
  const files: Record<string, MemoryFile> = { '/usr/bin/dnf-automatic': '' }
  expect(await readOtherUpdaters({ disk: createMemoryDisk(files), processes: nothing })).toEqual([
    { name: 'dnf-automatic', enabled: false },
  ])
  files['/etc/systemd/system/timers.target.wants/dnf-automatic-install.timer'] = {
    link: '/usr/lib/systemd/system/dnf-automatic-install.timer',
  }
  expect(await readOtherUpdaters({ disk: createMemoryDisk(files), processes: nothing })).toEqual([
    { name: 'dnf-automatic', enabled: true },
  ])
})
