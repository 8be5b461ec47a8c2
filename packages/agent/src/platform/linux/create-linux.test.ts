import { engines } from '@patchyard/domain'
import { expect, test } from 'vitest'
import { createMemoryDisk, type MemoryFile } from '../../testing/memory-disk.ts'
import { createScriptedProcesses } from '../../testing/scripted-processes.ts'
import { createVirtualClock } from '../../testing/virtual-clock.ts'
import { commonArchitecture, engineArchitecture } from './architecture.ts'
import { chooseLinuxProvider } from './create-linux.ts'

const apt = { '/usr/bin/apt-get': '', '/usr/bin/dpkg-query': '' }
const dnf = { '/usr/bin/dnf': { link: 'dnf-3' }, '/usr/bin/rpm': '' }
const yum = { '/usr/bin/yum': '', '/usr/bin/rpm': '' }
const zypper = { '/usr/bin/zypper': '', '/usr/bin/rpm': '' }
const os = (text: string) => ({ '/etc/os-release': text })

test.each<[string, Record<string, MemoryFile>, string | null]>([
  ['Debian', { ...os('ID=debian\n'), ...apt }, 'apt'],
  ['a kin of Ubuntu', { ...os('ID=linuxmint\nID_LIKE="ubuntu debian"\n'), ...apt }, 'apt'],
  ['Debian on which somebody works with rpms', { ...os('ID=debian\n'), ...apt, ...dnf, ...zypper }, 'apt'],
  ['Rocky', { ...os('ID="rocky"\nID_LIKE="rhel centos fedora"\n'), ...dnf }, 'dnf'],
  [
    'Rocky with dpkg for building packages',
    { ...os('ID="rocky"\nID_LIKE="rhel centos fedora"\n'), ...dnf, ...apt },
    'dnf',
  ],
  ['CentOS 7', { ...os('ID="centos"\nID_LIKE="rhel fedora"\n'), ...yum }, 'yum'],
  [
    'Leap with dnf beside zypper',
    { ...os('ID="opensuse-leap"\nID_LIKE="suse opensuse"\n'), ...zypper, ...dnf },
    'zypper',
  ],
  ['SLES', { ...os('ID="sles"\nID_LIKE="suse"\n'), ...zypper }, 'zypper'],
  ['an unknown system with apt', { ...os('ID=somewhat\n'), ...apt }, 'apt'],
  ['Alpine', os('ID=alpine\n'), null],
  ['half of apt', { ...os('ID=debian\n'), '/usr/bin/apt-get': '' }, null],
  ['nothing at all', {}, null],
])('%s is asked through %s', async (_, files, wanted) => {
  const ports = {
    disk: createMemoryDisk(files),
    processes: createScriptedProcesses(() => undefined),
    clock: createVirtualClock(0),
  }
  expect((await chooseLinuxProvider(ports))?.packages.id ?? null).toBe(wanted)
})

test.each([
  ['deb', 'amd64', 'x86_64'],
  ['deb', 'arm64', 'aarch64'],
  ['deb', 'i386', 'i686'],
  ['deb', 'all', 'all'],
  ['deb', 'riscv64', 'riscv64'],
  ['rpm', 'noarch', 'all'],
  ['rpm', 'i386', 'i386'],
  ['rpm', 'i686', 'i686'],
  ['rpm', 'x86_64', 'x86_64'],
  ['rpm', 'constructor', 'constructor'],
] as const)('%s: %s is %s, and back', (family, engine, common) => {
  expect(commonArchitecture(family, engine)).toBe(common)
  expect(engineArchitecture(family, common)).toBe(engine)
  expect(engineArchitecture(family, engine)).toBe(engine)
})

const programs: Readonly<Record<string, readonly [files: Record<string, MemoryFile>, provider: string]>> = {
  apt: [apt, 'apt'],
  dnf4: [dnf, 'dnf'],
  dnf5: [{ '/usr/bin/dnf5': '', '/usr/bin/rpm': '' }, 'dnf'],
  yum: [yum, 'yum'],
  zypper: [zypper, 'zypper'],
}
const here = engines.filter(engine => engine.proof !== 'none')

test.each(here.flatMap(engine => engine.osIds.map(osId => [engine.id, osId] as const)))(
  'the page of supported systems says that %s decides on %s, and it does',
  async (id, osId) => {
    const [files, provider] = programs[id] ?? [{}, '']
    const ports = {
      disk: createMemoryDisk({ ...os(`ID=${osId}\n`), ...files }),
      processes: createScriptedProcesses(() => undefined),
      clock: createVirtualClock(0),
    }
    expect((await chooseLinuxProvider(ports))?.packages.id).toBe(provider)
  },
)
